package pxweb_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/ingest/pxweb"
)

const fixtures = "../../../shared/fixtures/scb_pxweb/"

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(fixtures + name)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the shared fixtures are not here")
	}
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func px2(t testing.TB) ingest.Format {
	t.Helper()
	f, err := pxweb.PXKind().New(ingest.Env{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// A response of SCB's API. The expected sums were computed with Python's json module.
func TestPublishedTable(t *testing.T) {
	tab, err := ingesttest.Decode(t, pxweb.JSONStat{}, "x.json", fixture(t, "TAB6471_data.json"))
	if err != nil {
		t.Fatal(err)
	}
	var sum, april decimal.Decimal
	cells, women := 0, ""
	for _, row := range tab.Rows {
		c := row.Cells
		if c["record"] != "value" {
			continue
		}
		cells++
		v := decimal.RequireFromString(c["value"])
		sum = sum.Add(v)
		if c["sex"] == "T" && c["period"] == "2026-04" {
			april = april.Add(v)
		}
		if c["area"] == "21" && c["Alder"] == "20-29" && c["sex"] == "K" && c["period"] == "2026-03" {
			women = c["value"] + " " + c["unit"] + " " + c["indicator"] + " " + c["valid_to"]
		}
	}
	if cells != 2772 || sum.String() != "84837753" || april.String() != "10605724" || women != "13010 antal TAB6471 000007SF Alder=20-29 2026-03-31" {
		t.Errorf("%d cells, sum %s, April %s, Gävleborg's women %q", cells, sum, april, women)
	}
	if d := tab.Rows[0].Cells; d["record"] != "definition" || !strings.Contains(d["definition"], "slumpmässig osäkerhet") {
		t.Errorf("the first row is %v", d)
	}
}

func TestPublishedPXFile(t *testing.T) {
	tab, err := ingesttest.Decode(t, px2(t), "tab4_fewcells.px", fixture(t, "tab4_fewcells.px"))
	if err != nil {
		t.Fatal(err)
	}
	if len(tab.Rows) != 2 {
		t.Fatalf("%d rows, want a definition and one cell", len(tab.Rows))
	}
	c := tab.Rows[1].Cells
	for column, want := range map[string]string{"value": "445", "period": "2017", "indicator": "TAB004 Emission SECTOR=7.0 GREENHOUSEGAS=CO2",
		"GREENHOUSEGAS_text": "Carbon Dioxide (CO2) (kt)", "unit": "Device varies with the subject", "source": "Statistics Sweden, TAB004, Total air emissions PxcMetaTitleBy sector, greenhouse gas PxcMetaTitleAnd year (2023-05-25)"} {
		if c[column] != want {
			t.Errorf("%s is %q, want %q", column, c[column], want)
		}
	}
}

// Other responses of the API are not data, and are refused.
func TestPublishedMetadataIsNoData(t *testing.T) {
	for _, name := range []string{"config.json", "tables.json", "search.json", "agg_Ålder10årJ.json", "TAB6471_metadata.json"} {
		_, err := ingesttest.Decode(t, pxweb.JSONStat{}, name, fixture(t, name))
		if dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// document returns JSON-stat of two areas and two years.
func document(value, status string) string {
	return fmt.Sprintf(`{"version":"2.0","class":"dataset","label":"L","id":["Region","Tid"],"size":[2,2],"dimension":{
		"Region":{"label":"region","category":{"index":["01","0360"],"label":{"01":"Stockholm","0360":"Tierp"}}},
		"Tid":{"label":"tid","category":{"index":{"2025K1":0,"2025K2":1}}}},"value":%s,"status":%s}`, value, status)
}

func TestJSONStatShapes(t *testing.T) {
	for name, tc := range map[string]struct{ value, status, want string }{
		"dense":       {`[1,2.50,null,"-"]`, `null`, "1/ 2.50/ / /missing -"},
		"sparse":      {`{"3":4,"0":1}`, `{"0":"p"}`, "1/p 4/"},
		"status list": {`[1,null,3,1e-3]`, `["a",null,"b","c"]`, "1/a / 3/b 0.001/c"},
		"one status":  {`[1,2,3,4]`, `"e"`, "1/e 2/e 3/e 4/e"},
		"dots":        {`["..","...",".","x"]`, `null`, "/missing .. /missing ... /missing . x/"},
	} {
		tab, err := ingesttest.Decode(t, pxweb.JSONStat{}, "x.json", []byte(document(tc.value, tc.status)))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var got []string
		for _, row := range tab.Rows[1:] {
			got = append(got, row.Cells["value"]+"/"+row.Cells["status"])
		}
		if strings.Join(got, " ") != tc.want {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
	}
	tab, _ := ingesttest.Decode(t, pxweb.JSONStat{}, "x.json", []byte(document(`[1,2,3,4]`, `null`)+"\n"+document(`[5,6,7,8]`, `null`)))
	last := tab.Rows[len(tab.Rows)-1].Cells
	if len(tab.Rows) != 10 || last["value"] != "8" || last["period"] != "2025-04" || last["comment"] != "kvartal 2025K2" || last["valid_to"] != "2025-06-30" {
		t.Errorf("two documents: %d rows, the last %v", len(tab.Rows), last)
	}
}

func TestJSONStatRefusals(t *testing.T) {
	good := document(`[1,2,3,4]`, `null`)
	for name, text := range map[string]string{
		"too few":       document(`[1,2,3]`, `null`),
		"outside":       document(`{"4":1}`, `null`),
		"an index":      document(`{"00":1}`, `null`),
		"statuses":      document(`[1,2,3,4]`, `["a"]`),
		"a size":        strings.Replace(good, `"size":[2,2]`, `"size":[2,3]`, 1),
		"no size":       strings.Replace(good, `"size":[2,2]`, `"size":[2]`, 1),
		"no dimension":  strings.Replace(good, `"Tid"]`, `"Ort"]`, 1),
		"gaps":          strings.Replace(good, `"2025K2":1`, `"2025K2":7`, 1),
		"old":           strings.Replace(good, `"2.0"`, `"1.0"`, 1),
		"a collection":  strings.Replace(good, `"class":"dataset"`, `"class":"collection"`, 1),
		"cut off":       good[:len(good)-3],
		"an exponent":   document(`[1e99999999,2,3,4]`, `null`),
		"no json":       "Kommun;Värde\n",
		"value is text": document(`"x"`, `null`),
		"a cell twice":  document(`{"0":1,"0":2}`, `null`),
		"a code twice":  strings.Replace(good, `["01","0360"]`, `["01","01"]`, 1),
		"values twice":  strings.Replace(good, `"status":`, `"value":[5,6,7,8],"status":`, 1),
	} {
		if _, err := ingesttest.Decode(t, pxweb.JSONStat{}, "x.json", []byte(text)); dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

const pxFile = `CHARSET="ANSI";
AXIS-VERSION="2010";
LANGUAGE="sv";LANGUAGES="sv","en";
MATRIX="KPI1";
TITLE="Konsumentprisindex " "efter år";
TITLE[en]="Consumer price index";
STUB="region";
HEADING="innehåll","år";
CONTVARIABLE="innehåll";
VALUES("region")="Riket","Tierp; ort";
CODES("region")="00","0360";
VALUES("innehåll")="Index";
UNITS("Index")="index, 1980=100";
VALUES("år")="2024","2025";
TIMEVAL("år")=TLIST(A1,"2024"-"2025");
SOURCE="SCB";
DATA=
418.43 "..."
- ..;
`

func TestPXFile(t *testing.T) {
	show := func(text string) string {
		tab, err := ingesttest.Decode(t, px2(t), "x.px", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, row := range tab.Rows[1:] {
			c := row.Cells
			all = append(all, c["area"]+" "+c["period"]+" "+c["value"]+"/"+c["status"]+" "+c["unit"])
		}
		return strings.Join(all, "|")
	}
	const dense = "00 2024 418.43/ index, 1980=100|00 2025 /missing ... index, 1980=100|0360 2024 /missing - index, 1980=100|0360 2025 /missing .. index, 1980=100"
	if got := show(pxFile); got != dense {
		t.Errorf("got  %s\nwant %s", got, dense)
	}
	windows := strings.NewReplacer("å", "\xe5", "ä", "\xe4", "ö", "\xf6").Replace(pxFile)
	if got := show(windows); got != dense {
		t.Errorf("as Windows-1252: %s", got)
	}
}

func TestPXRefusals(t *testing.T) {
	for name, text := range map[string]string{
		"cut off":       pxFile[:len(pxFile)-20],
		"too few":       strings.Replace(pxFile, "- ..;", "-;", 1),
		"too many":      strings.Replace(pxFile, "- ..;", "- .. 1;", 1),
		"no axes":       strings.NewReplacer(`STUB="region";`, "", `HEADING="innehåll","år";`, "").Replace(pxFile),
		"codes":         strings.Replace(pxFile, `"00","0360"`, `"00"`, 1),
		"no values":     strings.NewReplacer(`VALUES("region")="Riket","Tierp; ort";`, "", `CODES("region")="00","0360";`, "").Replace(pxFile),
		"no keyword":    "\"text\"=1;",
		"an open quote": `TITLE="x`,
		"a csv file":    "a;b\n1;2\n",
	} {
		if _, err := ingesttest.Decode(t, px2(t), "x.px", []byte(text)); dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// large makes a PX file of one dimension with the given number of cells.
func large(rows int) []byte {
	var b strings.Builder
	b.WriteString("MATRIX=\"M\";\nSTUB=\"nr\";\nHEADING=\"grupp\";\nVALUES(\"grupp\")=\"a\";\nVALUES(\"nr\")=")
	side := 1000
	for i := range side {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "\"%d\"", i)
	}
	text := strings.Replace(b.String(), `HEADING="grupp";`+"\n"+`VALUES("grupp")="a"`, `HEADING="grupp";`+"\n"+`VALUES("grupp")=`+numbers(rows/side), 1)
	return []byte(text + ";\nDATA=\n" + strings.Repeat("1234567890."+strings.Repeat("1", 90)+" ", rows) + ";\n")
}

func numbers(n int) string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf("\"g%d\"", i)
	}
	return strings.Join(all, ",")
}

func TestPXConforms(t *testing.T) {
	ingesttest.Run(t, ingesttest.Subject{
		Object: "x.px", Sample: []byte(pxFile), Rows: 5,
		Columns: append(common(), "region", "region_text", "innehåll", "innehåll_text", "år", "år_text"),
		Large:   func(rows int) []byte { return large(rows - 1) }, LargeRows: 200_001,
		Make: ingesttest.InMemory(px2(t)),
	})
}

func TestJSONStatConforms(t *testing.T) {
	ingesttest.Run(t, ingesttest.Subject{
		Object: "x.json", Sample: []byte(document(`[1,2,3,4]`, `null`)), Rows: 5,
		Columns: append(common(), "Region", "Region_text", "Tid", "Tid_text"),
		Large:   func(rows int) []byte { return []byte(strings.Repeat(document(`[1,2,3,4]`, `null`)+"\n", rows/5)) }, LargeRows: 100_000,
		Make: ingesttest.InMemory(pxweb.JSONStat{}),
	})
}

func common() []string {
	return strings.Fields("record indicator area scope period valid_from valid_to sex value status unit comment source title definition published")
}

func FuzzJSONStat(f *testing.F) {
	for _, seed := range []string{document(`[1,2.5,null,"-"]`, `null`), document(`{"3":4}`, `{"3":"p"}`), `{}`, ``} {
		f.Add([]byte(seed))
	}
	fuzz(f, func(testing.TB) ingest.Format { return pxweb.JSONStat{} })
}

func FuzzPX(f *testing.F) {
	f.Add([]byte(pxFile))
	f.Add([]byte(strings.Replace(pxFile, "SOURCE=", "KEYS(\"region\")=CODES;\nSOURCE=", 1)))
	f.Add([]byte(`STUB="a";VALUES("a")="1";DATA=1;`))
	for _, seed := range []string{pxTable(`TLIST(Q1,"20241"-"20242")`, "", "1,2;3\t4;"), pxTable(`TLIST(W1),"202053","202101"`, keyed, `"2180",3 4;`)} {
		f.Add([]byte(seed))
	}
	fuzz(f, func(tb testing.TB) ingest.Format { return px2(tb) })
}

// fuzz checks that any bytes are rows or an Invalid error.
func fuzz(f *testing.F, format func(testing.TB) ingest.Format) {
	f.Fuzz(func(t *testing.T, data []byte) {
		place := ingesttest.NewMemoryPlace(false)
		place.Put("x", data)
		env := ingesttest.Env(t)
		env.Limits = ingest.Limits{Memory: 1 << 20, Record: 1 << 16}
		src := ingest.New("test", place, ingest.Always(format(t)), env)
		objects, _ := ingesttest.Objects(src, nil)
		origin, err := src.Inspect(context.Background(), objects[0])
		rows := 0
		if err == nil {
			err = src.Read(context.Background(), objects[0], origin, func(b *dubbelkrona.RawBatch) error {
				if rows += len(b.Rows); rows > 1<<16 {
					return dubbelkrona.Invalidf("enough")
				}
				return nil
			})
		}
		if err != nil && dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Errorf("%v", err)
		}
	})
}
