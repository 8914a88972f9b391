package xlsx_test

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/ingest/xlsx"
)

// oneSheet packs a workbook of one sheet with rows in XML, since no single program writes
// everything that programs write. Style 1 is a date, style 2 the Swedish General, style 3
// a date with a time.
func oneSheet(t testing.TB, properties string, rows ...string) []byte {
	t.Helper()
	const relations = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	const main = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, part := range [][2]string{
		{"[Content_Types].xml", `<Types/>`},
		{"_rels/.rels", `<Relationships><Relationship Id="r1" Type="` + relations + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook ` + main + ` xmlns:r="` + relations + `"><sheets><sheet name="A" r:id="r1"/></sheets>` + properties + `</workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="r1" Type="` + relations + `/worksheet" Target="sheet.xml"/>` +
			`<Relationship Id="r2" Type="` + relations + `/styles" Target="styles.xml"/></Relationships>`},
		{"xl/styles.xml", `<styleSheet ` + main + `><numFmts><numFmt numFmtId="170" formatCode="Standard"/></numFmts>` +
			`<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="22"/></cellXfs></styleSheet>`},
		{"xl/sheet.xml", `<worksheet ` + main + `><sheetData>` + strings.Join(rows, "") + `</sheetData></worksheet>`},
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

const headerRow = `<row r="1"><c r="A1" t="str"><v>a</v></c><c r="B1" t="str"><v>b</v></c></row>`

// A number has the same value in every notation, and a text is not changed. Neither the
// Swedish General nor a time just before midnight changes the date.
func TestNumbersAreValues(t *testing.T) {
	for cell, want := range map[string]string{
		`<c r="A2"><v>4600.0</v></c>`: "4600", `<c r="A2"><v>3.0000001E7</v></c>`: "30000001", `<c r="A2" t="n"><v>1.91212121212E11</v></c>`: "191212121212",
		`<c r="A2"><v>2182.0</v></c>`: "2182", `<c r="A2"><v>0.1</v></c>`: "0.1", `<c r="A2"><v>1234.56</v></c>`: "1234.56",
		`<c r="A2"><v>1299.1199999999999</v></c>`: "1299.1199999999999",
		`<c r="A2" t="str"><v>4600.0</v></c>`:     "4600.0", `<c r="A2" t="inlineStr"><is><t>1E5</t></is></c>`: "1E5",
		`<c r="A2" s="2"><v>4600</v></c>`: "4600", `<c r="A2" s="2"><v>45306.5</v></c>`: "45306.5",
		`<c r="A2" s="1"><v>45306</v></c>`: "2024-01-15", `<c r="A2" s="1"><v>4.5306E4</v></c>`: "2024-01-15",
		`<c r="A2" s="1"><v>45306.999999965279</v></c>`: "2024-01-15", // 23:59:59.997
		`<c r="A2" s="3"><v>45306.999999965279</v></c>`: "2024-01-15T23:59:59",
		`<c r="A2" s="3"><v>45306.499999999993</v></c>`: "2024-01-15T12:00:00",
		`<c r="A2" s="1"><v>45305.999999999993</v></c>`: "2024-01-15",
		`<c r="A2" t="e"><v>#REF!</v></c>`:              "#REF!",
	} {
		tab, err := ingesttest.Decode(t, format(t, xlsx.Settings{}), "x.xlsx", oneSheet(t, "", headerRow, `<row r="2">`+cell+`</row>`))
		if err != nil {
			t.Fatal(err)
		}
		if len(tab.Rows) != 1 || tab.Rows[0].Cells["a"] != want {
			t.Errorf("%s is %v; want %s", cell, tab.Rows, want)
		}
	}
}

// A row with a formula that has no computed value is faulty; other formulas are read as
// their values.
func TestFormulasWithoutValues(t *testing.T) {
	const asked = `<calcPr fullCalcOnLoad="1"/>`
	for cell, want := range map[string]string{
		`<f>1+2</f><v>3</v>`: "3", `<f>1+2</f>`: "broken", `<f>1+2</f><v></v>`: "broken", `<f>1+2</f><v/>`: "broken", `<f>1-1</f><v>0</v>`: "0",
		asked + `<f>1+2</f><v>0</v>`: "broken", asked + `<f>1+2</f><v>3</v>`: "3", asked + `<v>0</v>`: "0",
	} {
		formula, isAsked := strings.CutPrefix(cell, asked)
		properties := ""
		if isAsked {
			properties = asked
		}
		data := oneSheet(t, properties, headerRow, `<row r="2"><c r="A2">`+formula+`</c></row>`, `<row r="3"><c r="A3"><v>9</v></c></row>`)
		tab, err := ingesttest.Decode(t, format(t, xlsx.Settings{}), "x.xlsx", data)
		if err != nil {
			t.Fatal(err)
		}
		if len(tab.Rows) != 2 || tab.Rows[1].Cells["a"] != "9" {
			t.Fatalf("%s: %v", cell, tab.Rows)
		}
		fault := tab.Rows[0].Fault
		if got := tab.Rows[0].Cells["a"]; want != "broken" && (got != want || fault != "") || want == "broken" && !strings.Contains(fault, "formula") {
			t.Errorf("%s is %q, fault %q; want %s", cell, got, fault, want)
		}
	}
	// An empty text can be the value of a formula.
	tab, err := ingesttest.Decode(t, format(t, xlsx.Settings{}), "x.xlsx", oneSheet(t, "", headerRow, `<row r="2"><c r="A2" t="str"><f>""</f><v></v></c><c r="B2"><v>1</v></c></row>`))
	if err != nil || len(tab.Rows) != 1 || tab.Rows[0].Cells["b"] != "1" {
		t.Errorf("%v %v; want a row with b alone", tab.Rows, err)
	}
}
