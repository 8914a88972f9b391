package main

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/xuri/excelize/v2"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/transform"
)

// specimen is a valid file of some format, and the profile that reads it.
type specimen struct {
	name, profile string
	data          []byte
	container     bool // the format has checksums
}

// specimens returns a small file of every format, made here or taken from the tests
// of the format.
func specimens(t testing.TB) []specimen {
	t.Helper()
	kept := func(path string) []byte {
		data, err := os.ReadFile("../../ingest/" + path)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	ledger := ledgerCSV(40)
	return []specimen{
		{"lev.csv", "leverantorsreskontra", ledger, false},
		{"lev.xlsx", "leverantorsreskontra", ledgerXLSX(t, 40), true},
		{"lev.json", "leverantorsreskontra", ledgerJSON(40, "[", ",", "]"), false},
		{"lev.jsonl", "leverantorsreskontra", ledgerJSON(40, "", "\n", "\n"), false},
		{"lev.parquet", "leverantorsreskontra", kept("parquet/testdata/checksums.parquet"), true},
		{"lev.csv.gz", "leverantorsreskontra", gzipped(t, ledger), true},
		{"lev.zip", "leverantorsreskontra", zipped(t, "lev.csv", ledger), true},
		{"avtal.json", "ocds", kept("ocds/testdata/kommun.json"), false},
		{"annons.xml", "ted", tedNotice(12), false},
		{"bok.se", "sie", sieVouchers(20), false},
		{"faktura.xml", "peppol", peppolInvoice(12), false},
		{"tabell.json", "scb", jsonStatTable(), false},
		{"tabell.px", "scb", pxTable(), false},
	}
}

func ledgerCells(i int) (supplier, date, amount string) {
	return fmt.Sprintf("Företag %c AB", 'A'+i%20), fmt.Sprintf("2025-%02d-%02d", 1+i%12, 1+i%28), fmt.Sprintf("%d,%02d", 100+7*i, i%100)
}

func ledgerCSV(rows int) []byte {
	b := bytes.NewBufferString("leverantor;datum;nettobelopp\n")
	for i := range rows {
		supplier, date, amount := ledgerCells(i)
		fmt.Fprintf(b, "%s;%s;%s\n", supplier, date, amount)
	}
	return b.Bytes()
}

func ledgerJSON(rows int, open, comma, end string) []byte {
	var all []string
	for i := range rows {
		supplier, date, amount := ledgerCells(i)
		all = append(all, fmt.Sprintf(`{"leverantor":%q,"datum":%q,"nettobelopp":%q}`, supplier, date, amount))
	}
	return []byte(open + strings.Join(all, comma) + end)
}

func ledgerXLSX(t testing.TB, rows int) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	lines := [][]any{{"leverantor", "datum", "nettobelopp"}}
	for i := range rows {
		supplier, date, amount := ledgerCells(i)
		lines = append(lines, []any{supplier, date, amount})
	}
	for i, line := range lines {
		if err := f.SetSheetRow("Sheet1", fmt.Sprint("A", i+1), &line); err != nil {
			t.Fatal(err)
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gzipped(t testing.TB, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func zipped(t testing.TB, name string, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err == nil {
		_, err = w.Write(data)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func tedNotice(awards int) []byte {
	b := bytes.NewBufferString(`<TED_EXPORT xmlns="http://publications.europa.eu/resource/schema/ted/R2.0.9/publication" DOC_ID="1-2022">
<CODED_DATA_SECTION><REF_OJS><DATE_PUB>20220630</DATE_PUB></REF_OJS></CODED_DATA_SECTION>
<FORM_SECTION><F03_2014 CATEGORY="ORIGINAL" FORM="F03" LG="SV">
<CONTRACTING_BODY><ADDRESS_CONTRACTING_BODY><OFFICIALNAME>Exempelkommun</OFFICIALNAME><COUNTRY VALUE="SE"/></ADDRESS_CONTRACTING_BODY></CONTRACTING_BODY>
<OBJECT_CONTRACT><TITLE><P>Skötsel av grönytor</P></TITLE><CPV_MAIN><CPV_CODE CODE="77310000"/></CPV_MAIN></OBJECT_CONTRACT>` + "\n")
	for i := range awards {
		fmt.Fprintf(b, `<AWARD_CONTRACT ITEM="%d"><LOT_NO>%[1]d</LOT_NO><AWARDED_CONTRACT><VALUES><VAL_TOTAL CURRENCY="SEK">%d</VAL_TOTAL></VALUES></AWARDED_CONTRACT></AWARD_CONTRACT>`+"\n", i+1, 1000+i)
	}
	b.WriteString("</F03_2014></FORM_SECTION></TED_EXPORT>\n")
	return b.Bytes()
}

func sieVouchers(vouchers int) []byte {
	b := bytes.NewBufferString("#FLAGGA 0\n#FORMAT PC8\n#SIETYP 4\n#FNAMN \"Kommunen\"\n")
	for i := range vouchers {
		fmt.Fprintf(b, "#VER A %d 202601%02d\n{\n#TRANS 4010 {} %d.50\n#TRANS 2440 {} -%[3]d.50\n}\n", i+1, 1+i%28, 100+i)
	}
	return b.Bytes()
}

func peppolInvoice(lines int) []byte {
	var items strings.Builder
	total := 0
	for i := range lines {
		total += 100 + i
		fmt.Fprintf(&items, "<cac:InvoiceLine><cbc:ID>%d</cbc:ID><cbc:LineExtensionAmount currencyID=\"SEK\">%d.00</cbc:LineExtensionAmount><cac:Item><cbc:Name>Skötsel</cbc:Name></cac:Item></cac:InvoiceLine>\n", i+1, 100+i)
	}
	return fmt.Appendf(nil, `<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:ID>F-17</cbc:ID><cbc:IssueDate>2026-02-03</cbc:IssueDate><cbc:DocumentCurrencyCode>SEK</cbc:DocumentCurrencyCode>
<cac:AccountingSupplierParty><cac:Party><cac:PartyName><cbc:Name>Park AB</cbc:Name></cac:PartyName></cac:Party></cac:AccountingSupplierParty>
<cac:AccountingCustomerParty><cac:Party><cac:PartyName><cbc:Name>Kommunen</cbc:Name></cac:PartyName></cac:Party></cac:AccountingCustomerParty>
<cac:LegalMonetaryTotal><cbc:TaxExclusiveAmount currencyID="SEK">%d.00</cbc:TaxExclusiveAmount></cac:LegalMonetaryTotal>
%s</Invoice>
`, total, items.String())
}

func jsonStatTable() []byte {
	return []byte(`{"version":"2.0","class":"dataset","label":"Tabell","source":"Provmyndigheten","extension":{"px":{"tableid":"TAB1"}},"id":["Region","Tid"],"size":[4,3],"dimension":{
"Region":{"label":"region","category":{"index":["1280","1281","1282","1283"],"label":{"1280":"Malmö","1281":"Lund","1282":"Landskrona","1283":"Helsingborg"}}},
"Tid":{"label":"år","category":{"index":["2021","2022","2023"],"label":{"2021":"2021","2022":"2022","2023":"2023"}}}},
"role":{"geo":["Region"],"time":["Tid"]},"value":[10,20,30,40,50,60,70,80,90,100,110,120]}
`)
}

func pxTable() []byte {
	return []byte(`CHARSET="ANSI";
AXIS-VERSION="2010";
MATRIX="TAB1";
TITLE="Tabell";
CONTENTS="Antal";
UNITS="antal";
STUB="region";
HEADING="år";
VALUES("region")="Malmö","Lund","Landskrona","Helsingborg";
VALUES("år")="2021","2022","2023";
CODES("region")="1280","1281","1282","1283";
CODES("år")="2021","2022","2023";
TIMEVAL("år")=TLIST(A1),"2021","2022","2023";
SOURCE="Provmyndigheten";
DATA=
10 20 30
40 50 60
70 80 90
100 110 120;
`)
}

// arrived is the result of one delivery.
type arrived struct {
	rows   map[string][]string // cells by table and position
	counts transform.Counts
	issues int
	err    error
}

// arrive reads and transforms a delivery, as a run does.
func arrive(t testing.TB, d specimen, data []byte) (o arrived) {
	t.Helper()
	chooser, err := registry().Format(ingest.Choice{}, ingest.Env{Now: ingesttest.Clock})
	if err != nil {
		t.Fatal(err)
	}
	plan, faults := transform.Compile(transform.Spec{Profile: d.profile})
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	key, err := transform.NewKey(strings.NewReader(strings.Repeat("k", 64)))
	if err != nil {
		t.Fatal(err)
	}
	place := ingesttest.NewMemoryPlace(false)
	place.Put(d.name, data)
	src := ingest.New("test", place, chooser, ingest.Env{Now: ingesttest.Clock})
	objects, err := ingesttest.Objects(src, nil)
	if err != nil {
		return arrived{err: err}
	}
	o.rows = make(map[string][]string)
	ctx := context.Background()
	for _, obj := range objects {
		origin, err := src.Inspect(ctx, obj)
		if err != nil {
			return arrived{err: err}
		}
		pass := plan.Start(origin, transform.Env{Key: key, Now: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)})
		issue := func(dubbelkrona.Issue) error { o.issues++; return nil }
		if o.err = src.Read(ctx, obj, origin, func(raw *dubbelkrona.RawBatch) error { return pass.Batch(raw, o.add, issue) }); o.err == nil {
			o.err = pass.Finish(issue)
		}
		o.counts = pass.Counts()
		pass.Close()
	}
	return o
}

func (o *arrived) add(b *dubbelkrona.TypedBatch) error {
	n := int(b.Record.NumCols())
	for row := range int(b.Record.NumRows()) {
		cells := make([]string, n)
		for i := range n {
			if b.Record.ColumnName(i) == "object" {
				continue // the name of a member, for which an archive has no checksum
			}
			cells[i] = cellOf(b.Record.Column(i), row)
		}
		key := fmt.Sprint(b.Table.Name, " ", cells[n-1])
		for _, taken := o.rows[key]; taken; _, taken = o.rows[key] {
			key += "+"
		}
		o.rows[key] = cells
	}
	return nil
}

func cellOf(a arrow.Array, row int) string {
	if a.IsNull(row) {
		return ""
	}
	return a.ValueStr(row)
}
