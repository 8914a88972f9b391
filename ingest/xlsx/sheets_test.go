package xlsx_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/ingest/xlsx"
)

// Every visible sheet is emitted with its own columns and positions, and of a hidden one
// only the name. The setting sheet selects one.
func TestSheetsAreEachATable(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	for i, name := range []string{"Sheet1", "2025", "Tom", "Dold"} {
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		if name == "Tom" {
			continue
		}
		for at, v := range map[string]any{"A1": "a", "B1": fmt.Sprint("b", i), "A2": i, "B2": "x"} {
			if err := f.SetCellValue(name, at, v); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := f.SetSheetVisible("Dold", false); err != nil {
		t.Fatal(err)
	}
	buffer, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	for sheet, want := range map[string]string{
		"":     `[Sheet1 1 false [a b0] [2]] [2025 2 false [a b1] [10000002]] [Dold 3 true [] []]`,
		"2025": `[a b1] [2]`,
		"Dold": `[a b3] [2]`,
		"Tom":  "neither a header nor a row",
		"Nej":  "no sheet of that name",
	} {
		if got := shown(t, xlsx.Settings{Sheet: sheet}, buffer.Bytes()); !strings.Contains(got, want) {
			t.Errorf("%q: %s; want %s", sheet, got, want)
		}
	}
}

// shown describes the batches of a workbook, or returns the error.
func shown(t *testing.T, s xlsx.Settings, data []byte) string {
	t.Helper()
	place := ingesttest.NewMemoryPlace(false)
	place.Put("x.xlsx", data)
	src := ingest.New("test", place, ingest.Always(format(t, s)), ingesttest.Env(t))
	objects, err := ingesttest.Objects(src, nil)
	if err != nil {
		t.Fatal(err)
	}
	origin, err := src.Inspect(context.Background(), objects[0])
	if err != nil {
		return err.Error()
	}
	var all []string
	err = src.Read(context.Background(), objects[0], origin, func(raw *dubbelkrona.RawBatch) error {
		var names []string
		for _, field := range raw.Record.Schema().Fields() {
			names = append(names, field.Name)
		}
		text := fmt.Sprint(names, " ", raw.Rows)
		if raw.Sheet != nil {
			text = fmt.Sprint("[", raw.Sheet.Name, " ", raw.Sheet.Number, " ", raw.Sheet.Hidden, " ", text, "]")
		}
		all = append(all, text)
		return nil
	})
	if err != nil {
		return err.Error()
	}
	return strings.Join(all, " ")
}

// Workbooks with more rows or columns than Excel allows are refused, and so are those
// in which rows and cells are not nested: a row would be read twice, or a value without
// its cell. Elements of the same names outside rows do not matter.
func TestSheetsThatExcelCouldNotWrite(t *testing.T) {
	header := `<row r="1"><c t="str"><v>a</v></c></row>`
	for sheet, want := range map[string]string{
		header + `<row r="1048576"><c><v>1</v></c></row>`:                   "",
		header + `<row r="1048577"><c><v>1</v></c></row>`:                   "more than 1048576 rows",
		header + `<row r="1048576"><c><v>1</v></c></row><row><c/></row>`:    "more than 1048576 rows",
		header + `<row r="2"><c r="XFE2"><v>1</v></c></row>`:                "beyond column XFD",
		header + `<row r="2"><c r="XFD2"><v>1</v></c><c><v>2</v></c></row>`: "beyond column XFD",
		header + `<row r="2"><c><v>1</v></c></row></row>`:                   "wrong place",
		header + `<row r="2"><c><v>1</v></c></c></row>`:                     "wrong place",
		header + `<row r="2"><c><v>1</v><c><v>2</v></c></c></row>`:          "wrong place",
		header + `<row r="2"><c><v>1</v></c><row r="3"></row></row>`:        "wrong place",
		header + `<row r="2"><c><v>1</v></row>`:                             "wrong place",
		`<row><v>></c></row>`:                                               "wrong place",
		header + `<row r="2"><c><v>1</v></c></row><ext><x:c>2</x:c></ext>`:  "",
	} {
		_, err := ingesttest.Decode(t, format(t, xlsx.Settings{}), "x.xlsx", handmade(t, sheet, ""))
		if want == "" && err != nil || want != "" && (dubbelkrona.KindOf(err) != dubbelkrona.Invalid || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v; want %q", sheet, err, want)
		}
	}
}
