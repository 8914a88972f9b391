package xlsx_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/ingest/xlsx"
)

func format(t testing.TB, s xlsx.Settings) *xlsx.Format {
	t.Helper()
	f, err := xlsx.New(s)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// workbook writes one sheet of rows with excelize.
func workbook(t testing.TB, rows ...[]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		if err := w.SetRow(fmt.Sprintf("A%d", i+1), row); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func wide(t testing.TB, n int) []byte {
	rows := make([][]any, 0, n+1)
	rows = append(rows, []any{"kopare", "leverantor", "belopp", "datum", "text"})
	for i := range n {
		rows = append(rows, []any{fmt.Sprintf("Exempelkommun %d", i%290), fmt.Sprintf("Leverantör nummer %d AB", i%5000), float64(i) * 1.25, 44000 + i%700,
			fmt.Sprintf("Övriga främmande tjänster enligt avtal %d och beställning %d", i%700, i)})
	}
	return workbook(t, rows...)
}

func TestConformance(t *testing.T) {
	ingesttest.Run(t, ingesttest.Subject{
		Object:  "rows.xlsx",
		Sample:  workbook(t, []any{"a", "b"}, []any{1, "x"}, []any{2, "å"}, []any{3.5, true}),
		Rows:    3,
		Columns: []string{"a", "b"},
		Empty:   workbook(t, []any{"a", "b"}),
		Large:   func(n int) []byte { return wide(t, n) },
		Write: func(columns []string, rows [][]string) []byte {
			var all [][]any
			for _, row := range append([][]string{columns}, rows...) {
				var cells []any
				for _, cell := range row {
					cells = append(cells, cell)
				}
				all = append(all, cells)
			}
			return workbook(t, all...)
		},
		// 30 MiB unpacked: excelize is slow at writing the sheet.
		LargeRows: 100_000,
		Make:      ingesttest.InMemory(format(t, xlsx.Settings{})),
	})
}

func TestProcurements2021(t *testing.T) {
	data, err := os.ReadFile("../../../shared/fixtures/uhm/number_of_procurements.xlsx")
	if err != nil {
		t.Skip("the folder of real files is absent")
	}
	tab, err := ingesttest.Decode(t, format(t, xlsx.Settings{}), "number_of_procurements.xlsx", data)
	if err != nil {
		t.Fatal(err)
	}
	if len(tab.Rows) != 18421 || len(tab.Columns) != 33 {
		t.Errorf("%d rows, %d columns; want 18421 and 33", len(tab.Rows), len(tab.Columns))
	}
	reserved := 0
	for _, row := range tab.Rows {
		if row.Cells["Reserverad upphandling"] == "True" {
			reserved++
		}
	}
	if reserved != 22 {
		t.Errorf("%d reserved procurements; want 22", reserved)
	}
	if last := tab.Rows[len(tab.Rows)-1]; last.At != 18422 {
		t.Errorf("the last row has position %d; want 18422", last.At)
	}
}

func TestCells(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	date, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		t.Fatal(err)
	}
	stamp := "yyyy\\-mm\\-dd hh:mm"
	moment, _ := f.NewStyle(&excelize.Style{CustomNumFmt: &stamp})
	money := `#,##0.00 "kr d"`
	amount, _ := f.NewStyle(&excelize.Style{CustomNumFmt: &money})
	hours := "[h]:mm"
	duration, _ := f.NewStyle(&excelize.Style{CustomNumFmt: &hours})
	clock := "hh:mm"
	timeOfDay, _ := f.NewStyle(&excelize.Style{CustomNumFmt: &clock})
	for at, v := range map[string]any{
		"A1": "Rapport 2022", "A3": "\ufeff namn ", "B3": "belopp", "D3": "belopp", "E3": "dag", "F3": "stund", "G3": "ja", "H3": "summa", "I3": "tid", "J3": "kl",
		"A4": "x\ny", "B4": 1299.1199999999999, "D4": 44562, "E4": 44742, "F4": 44742.604166666664, "G4": true, "H4": 1234.5, "I4": 1.5, "J4": 0.25,
		"A6": "z", "L6": "anm",
	} {
		if err := f.SetCellValue("Sheet1", at, v); err != nil {
			t.Fatal(err)
		}
	}
	for at, style := range map[string]int{"E4": date, "F4": moment, "H4": amount, "I4": duration, "J4": timeOfDay} {
		if err := f.SetCellStyle("Sheet1", at, at, style); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.MergeCell("Sheet1", "B3", "C3"); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	tab, err := ingesttest.Decode(t, format(t, xlsx.Settings{HeaderRow: 3}), "x.xlsx", b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	want := []ingesttest.Row{
		{At: 4, Cells: map[string]string{"namn": "x\ny", "belopp": "1299.12", "kolumn_4": "44562", "dag": "2022-06-30",
			"stund": "2022-06-30T14:30:00", "ja": "TRUE", "summa": "1234.5", "tid": "1.5", "kl": "06:00:00"}},
		{At: 6, Cells: map[string]string{"namn": "z", "kolumn_12": "anm"}},
	}
	if !reflect.DeepEqual(tab.Rows, want) {
		t.Errorf("got  %v\nwant %v", tab.Rows, want)
	}
}

// handmade packs a workbook with the given XML of a sheet and of its shared strings.
func handmade(t testing.TB, sheet, shared string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	const main = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	for _, part := range [][2]string{
		{"[Content_Types].xml", "<Types/>"},
		{"_rels/.rels", `<Relationships><Relationship Id="a" Type="` + main + `officeDocument" Target="/xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<x:workbook xmlns:x="m" xmlns:r="r"><x:sheets><x:sheet name="Blad1" r:id="s1"/></x:sheets></x:workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="s1" Type="` + main + `worksheet" Target="worksheets/Sheet1.xml"/>` +
			`<Relationship Id="s2" Type="` + main + `sharedStrings" Target="sharedStrings.xml"/></Relationships>`},
		{"xl/worksheets/sheet1.xml", `<worksheet><sheetData>` + sheet + `</sheetData></worksheet>`},
		{"xl/sharedStrings.xml", `<sst>` + shared + `</sst>`},
	} {
		w, err := z.Create(part[0])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(part[1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestCellsAsProgramsWriteThem(t *testing.T) {
	data := handmade(t,
		`<row><c t="inlineStr"><is><r><t>na</t></r><r><t xml:space="preserve">mn </t></r><rPh><t>x</t></rPh></is></c><c t="s"><v>0</v></c></row>`+
			`<row r="5"><c r="B5" s="9"><f>1+1</f><v>1299.1199999999999</v></c></row>`+
			`<row r="6"><c r="A6" t="str"><f>A1</f><v>a_x000A_b &amp; c</v></c><c r="B6" t="e"><v>#N/A</v></c></row>`+
			`<row r="7"><c r="A7" s="1"/></row>`+
			`<row r="8"><c r="A8" t="d"><v>2022-06-30</v></c><c r="A8"><v>1</v></c></row>`,
		`<si><r><t>belopp</t></r><rPh sb="0" eb="1"><t>y</t></rPh></si>`)
	tab, err := ingesttest.Decode(t, format(t, xlsx.Settings{Sheet: "Blad1"}), "x.xlsx", data)
	if err != nil {
		t.Fatal(err)
	}
	want := []ingesttest.Row{
		{At: 5, Cells: map[string]string{"belopp": "1299.1199999999999"}},
		{At: 6, Cells: map[string]string{"namn": "a\nb & c", "belopp": "#N/A"}},
		{At: 8, Cells: map[string]string{"namn": "2022-06-30"}, Fault: "row.cells: two cells stand at one place"},
	}
	if !reflect.DeepEqual(tab.Rows, want) {
		t.Errorf("got  %v\nwant %v", tab.Rows, want)
	}
}

func TestRefusals(t *testing.T) {
	long := `<row><c t="inlineStr"><is><t>` + strings.Repeat("x", 3<<20) + `</t></is></c></row>`
	for name, c := range map[string]struct {
		data  []byte
		sheet string
		want  string
	}{
		"an old workbook":        {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest"), "", "save it as .xlsx"},
		"no zip":                 {[]byte("PK\x03\x04 cut"), "", "cut off"},
		"no such sheet":          {handmade(t, "", ""), "Blad2", "no sheet of that name"},
		"a text that is missing": {handmade(t, `<row><c t="s"><v>3</v></c></row>`, ""), "", "shared string"},
		"broken XML":             {handmade(t, `<row><c t="s"`, ""), "", "XML"},
		"a huge cell":            {handmade(t, long, ""), "", "longer"},
		"a cell far out":         {handmade(t, `<row><c r="ZZZZ1"><v>1</v></c></row>`, ""), "", "XFD"},
		"an archive":             {zipOf(t, "a.txt", "x"), "", "missing"},
	} {
		t.Run(name, func(t *testing.T) {
			f := format(t, xlsx.Settings{Sheet: c.sheet})
			_, err := ingesttest.DecodeWith(t, f, "x.xlsx", c.data, ingest.Limits{Record: 1 << 20})
			if dubbelkrona.KindOf(err) != dubbelkrona.Invalid || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v; want an Invalid error that says %q", err, c.want)
			}
		})
	}
}

func TestBombIsRefused(t *testing.T) {
	data := handmade(t, strings.Repeat(`<row><c><v>1</v></c></row>`, 2_000_000), "")
	_, err := ingesttest.DecodeWith(t, format(t, xlsx.Settings{}), "x.xlsx", data, ingest.Limits{Ratio: 100})
	if dubbelkrona.KindOf(err) != dubbelkrona.Invalid || !strings.Contains(err.Error(), "100 times its size") {
		t.Errorf("%v", err)
	}
}

func zipOf(t testing.TB, name, content string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
