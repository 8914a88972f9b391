package ted_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/ingest/ted"
)

// columns are the columns of every batch.
var columns = []string{
	"record", "contract_id", "notice", "notice_type", "status", "lot", "contract_no", "buyer_name", "buyer_org_no", "winner_name", "winner_org_no",
	"title", "cpv", "procedure", "reserved_participation", "reserved_execution", "social_objective", "social_clause", "signed", "published", "start", "end",
	"value", "currency", "value_low", "value_high", "estimated_value", "estimated_currency", "vat_basis", "withheld", "procedure_id", "previous_notice",
	"org_no", "name", "role", "country",
}

// manyExports returns notices with ten contracts and one organisation each.
func manyExports(rows int) []byte {
	var b bytes.Buffer
	b.WriteString("<notices>\n")
	for n := 0; rows > 0; n++ {
		sections := object("")
		for i := range min(10, rows-1) {
			sections += awarded(i+1, value(fmt.Sprintf("%d.50", n)))
		}
		if rows == 1 {
			sections = strings.Replace(object(awarded(1, "")), "556016-0680", "", 1)
		}
		b.WriteString(exportOf(fmt.Sprintf("%d-2022", n), "F03", sections))
		rows -= min(11, rows)
	}
	b.WriteString("</notices>")
	return b.Bytes()
}

func manyAnswers(rows int) []byte {
	var b bytes.Buffer
	b.WriteString(`{"notices":[`)
	for n := range rows {
		if n > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"publication-number":"%d-2026","publication-date":"2026-08-31+02:00","notice-type":"can-standard","buyer-name":{"swe":["Exempelkommun"]},"tender-value":["%d.5"],"tender-value-cur":["SEK"],"links":{"xml":{"MUL":"https://ted.europa.eu/en/notice/1/xml"}}}`, n, n)
	}
	fmt.Fprintf(&b, `],"totalNoticeCount":%d,"iterationNextToken":null,"timedOut":false}`, rows)
	return b.Bytes()
}

func TestConformance(t *testing.T) {
	for name, s := range map[string]ingesttest.Subject{
		"xml": {
			Object: "notices.xml", Sample: []byte("<notices>" + exportOf("1-2022", "F03", object("")+awarded(1, value("5.50"))) + "\n" + exportOf("2-2022", "F02", object("")) + "</notices>"),
			Rows: 4, Large: manyExports, LargeRows: 110_000,
		},
		"answer": {
			Object: "answer.json", Sample: manyAnswers(3), Empty: manyAnswers(0),
			Rows: 3, Large: manyAnswers, LargeRows: 150_000,
		},
	} {
		t.Run(name, func(t *testing.T) {
			s.Columns, s.Make = columns, ingesttest.InMemory(format(t))
			ingesttest.Run(t, s)
		})
	}
}

// Anything that is not a notice is refused with the reason, and its content is not shown.
func TestRefused(t *testing.T) {
	deep := strings.Repeat("<a>", 100) + strings.Repeat("</a>", 100)
	notice := exportOf("1-2022", "F03", object("")+awarded(1, ""))
	in := func(where string) string {
		return strings.Replace(notice, "<CONTRACTING_BODY>", where+"<CONTRACTING_BODY>", 1)
	}
	for name, c := range map[string]struct{ text, want string }{
		"nothing":               {"", "neither a header nor a row"},
		"other XML":             {"<Invoice><ID>Hemlig</ID></Invoice>", "it has no notice"},
		"document type":         {`<!DOCTYPE TED_EXPORT SYSTEM "http://Hemlig/x.dtd">` + notice, "document type"},
		"entity":                {`<!DOCTYPE x [<!ENTITY Hemlig "x">]>` + notice, "document type"},
		"document type inside":  {in(`<!ENTITY x SYSTEM "Hemlig">`), "document type"},
		"unknown entity":        {in("<X>&Hemlig;</X>"), "line 4: its XML is malformed"},
		"cut off":               {notice[:len(notice)-40], "cut off"},
		"cut off in a comment":  {in("<!--Hemlig"), "cut off"},
		"crossed":               {in("<X><Hemlig></X></Hemlig>"), "malformed"},
		"text behind":           {notice + "Hemlig", "outside of any element"},
		"nested too deep":       {in(deep), "deep"},
		"nested too deep above": {strings.Repeat("<a>", 70) + notice + strings.Repeat("</a>", 70), "deep"},
		"too deep, passed over": {in("<CONTACT_POINT>" + deep + "</CONTACT_POINT>"), "deep"},
		"too deep in a text":    {in("<P>" + deep + "</P>"), "deep"},
		"other encoding":        {`<?xml version="1.0" encoding="ISO-8859-2"?>` + notice, "declares an encoding"},
		"other version":         {`<?xml version="1.1"?>` + notice, "XML is not supported"},
		"no answer":             {`{"error":{"message":"Hemlig"}}`, "not a response of the Search API"},
		"notices no array":      {`{"notices":{"publication-number":"Hemlig"}}`, "notices is not an array"},
		"a notice no object":    {`{"notices":["Hemlig"]}`, "notice 1: it is not an object"},
		"timed out":             {`{"notices":[{"publication-number":"1-2022"}],"totalNoticeCount":9,"timedOut":true}`, "timed out"},
		"more behind":           {`{"notices":[]} {}`, "content after the end"},
		"answer cut off":        {`{"notices":[{"publication-number":"Hemlig`, ""},
		"key twice":             {`{"notices":[{"publication-number":"1-2022","publication-number":"Hemlig"}]}`, "notice 1"},
		"half a character":      {`{"notices":[{"publication-number":"1-2022","title-proc":"\ud83d"}]}`, "notice 1"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ingesttest.Decode(t, format(t), "notice.xml", []byte(c.text))
			if dubbelkrona.KindOf(err) != dubbelkrona.Invalid || err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "Hemlig") {
				t.Errorf("%v; want an Invalid error that says %q and shows no cell", err, c.want)
			}
		})
	}
}

// A text that does not end uses only as much memory as the limit for a text.
func TestLimits(t *testing.T) {
	limits := ingest.Limits{Record: 1 << 20, Memory: 4 << 20}
	for name, c := range map[string]struct{ text, want string }{
		"long text":      {"<TED_EXPORT><X>" + strings.Repeat("x", 5<<20), "longer than 1048576 bytes"},
		"long tag":       {"<TED_EXPORT><X a='" + strings.Repeat("x", 5<<20), "longer than 1048576 bytes"},
		"long comment":   {"<TED_EXPORT><!--" + strings.Repeat("x", 5<<20), "longer than 1048576 bytes"},
		"many elements":  {"<TED_EXPORT>" + strings.Repeat("<X/>", 100_000), "more memory than the limit"},
		"many texts":     {"<TED_EXPORT>" + strings.Repeat("<P>"+strings.Repeat("x", 1000)+"</P>", 10_000), "more memory than the limit"},
		"long JSON text": {`{"notices":[{"title-proc":"` + strings.Repeat("x", 5<<20) + `"}]}`, "longer than 1048576 bytes"},
	} {
		_, err := ingesttest.DecodeWith(t, format(t), "notice.xml", []byte(c.text), limits)
		if dubbelkrona.KindOf(err) != dubbelkrona.Invalid || err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v; want %q", name, err, c.want)
		}
	}
}

// Notices that would have far more contracts than any real one are refused.
func TestMaliciousNotices(t *testing.T) {
	var tenders, contracts []string
	all := ""
	for n := range 520 {
		tenders = append(tenders, fmt.Sprint("TEN-", n))
		contracts = append(contracts, fmt.Sprint("CON-", n))
	}
	for _, id := range contracts {
		all += settled(id, tenders...)
	}
	for name, text := range map[string]string{
		"lots":              exportOf("1-2022", "F02", object(strings.Repeat("<OBJECT_DESCR/>", 100_001))),
		"awards":            exportOf("1-2022", "F03", object("")+strings.Repeat(`<AWARD_CONTRACT ITEM="1"/>`, 100_001)),
		"parts of planning": eform("", strings.Repeat(lot("", ""), 100_001)),
		"references":        eform(won("LOT-1", tenders, contracts, "")+all, lot("LOT-1", "")),
	} {
		_, err := ingesttest.DecodeWith(t, format(t), "notice.xml", []byte(strings.ReplaceAll(text, "\"result\"", "\"competition\"")), ingest.Limits{Memory: 1 << 30})
		if dubbelkrona.KindOf(err) != dubbelkrona.Invalid || err == nil || !strings.Contains(err.Error(), "contracts or more") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The encoding is detected by the bytes, not by the XML declaration.
func TestEncodings(t *testing.T) {
	notice := exportOf("1-2022", "F03", object("")+awarded(1, ""))
	latin := bytes.ReplaceAll([]byte(notice), []byte("ö"), []byte{0xf6})
	for name, data := range map[string][]byte{
		"utf-8, declared so":        []byte(`<?xml version="1.0" encoding="UTF-8"?>` + notice),
		"utf-8, declared otherwise": []byte(`<?xml version="1.0" encoding="ISO-8859-1"?>` + notice),
		"latin-1, declared so":      append([]byte(`<?xml version="1.0" encoding="ISO-8859-1"?>`), latin...),
		"latin-1, declared utf-8":   append([]byte(`<?xml version="1.0" encoding="UTF-8"?>`), latin...),
		"byte order mark":           append([]byte("\xef\xbb\xbf"), notice...),
	} {
		tab, err := ingesttest.Decode(t, format(t), "notice.xml", data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		wantCells(t, tab, "title", "Skötsel av grönytor")
	}
}

// Several notices in one file are read one by one. One without an id does not prevent
// reading the others.
func TestSeveralNotices(t *testing.T) {
	one := exportOf("1-2022", "F03", object("")+awarded(1, ""))
	nameless := exportOf("", "F03", object("")+awarded(1, ""))
	two := exportOf("2-2022", "F03", object("")+awarded(1, ""))
	for name, text := range map[string]string{
		"wrapped":                   "<a><b>" + one + nameless + "</b>" + two + "</a>",
		"one behind the other":      one + nameless + two,
		"each with its declaration": `<?xml version="1.0"?>` + one + `<?xml version="1.0"?>` + nameless + "\n" + two,
	} {
		tab := decode(t, text)
		wantCells(t, tab, "contract_id", "2022-00000001/1", "2022-00000002/1")
		if got := faults(tab); !slices.Equal(got, []string{"notice.identity"}) {
			t.Errorf("%s: faults %q", name, got)
		}
		for i, r := range tab.Rows {
			if r.At != int64(i+1) {
				t.Errorf("%s: row %d has position %d", name, i+1, r.At)
			}
		}
	}
}

// The format is detected by its content, and other content is not read as TED.
func TestMatch(t *testing.T) {
	match := ted.Kind().Match
	for text, want := range map[string]bool{
		exportOf("1-2022", "F03", ""):       true,
		eform("", ""):                       true,
		string(manyAnswers(1)):              true,
		string(manyAnswers(0)):              true,
		"":                                  false,
		`{"notices":[1]}`:                   false,
		`[{"publication-number":"1-2022"}]`: false,
		"<Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'/>": false,
		"record;contract_id\n": false,
	} {
		if match("x.xml", []byte(text)) != want {
			t.Errorf("%.60s: matches %t", text, !want)
		}
	}
}
