package xlsx_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/export"
	"dubbelkrona/export/exporttest"
	sink "dubbelkrona/export/xlsx"

	"github.com/xuri/excelize/v2"
)

// Spreadsheet programs have 15 digits.
const digits = 15

func TestSink(t *testing.T) { exporttest.RunRounded(t, sink.Sink{}, read, digits) }

// Results continue on more sheets.
func TestSeveralSheets(t *testing.T) {
	var rows []dubbelkrona.Result
	for i := range 25 {
		rows = append(rows, dubbelkrona.Result{Metric: strconv.Itoa(i), Dimensions: "{}"})
	}
	for _, most := range []int{5, 10, 24, 25, 0} {
		var out bytes.Buffer
		if err := (sink.Sink{Rows: most}).Write(t.Context(), &out, &export.Document{Rows: each(rows)}); err != nil {
			t.Fatal(err)
		}
		got, err := read(out.Bytes())
		if err != nil || !slices.Equal(got.Rows, rows) {
			t.Errorf("%d rows a sheet: %+v, %v", most, got.Rows, err)
		}
	}
}

// each returns rows as a document has them.
func each(rows []dubbelkrona.Result) func(func(dubbelkrona.Result, error) bool) {
	return func(yield func(dubbelkrona.Result, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// read reads the sheets with results, and the one about the file.
func read(content []byte) (exporttest.Content, error) {
	f, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{RawCellValue: true})
	if err != nil {
		return exporttest.Content{}, err
	}
	defer f.Close()
	doc := exporttest.Content{Facts: make(map[string]string)}
	for _, name := range f.GetSheetList() {
		if err := readSheet(f, name, &doc); err != nil {
			return doc, fmt.Errorf("sheet %s: %w", name, err)
		}
	}
	return doc, nil
}

func readSheet(f *excelize.File, name string, doc *exporttest.Content) error {
	rows, err := f.Rows(name)
	if err != nil {
		return err
	}
	defer rows.Close()
	for n := 0; rows.Next(); n++ {
		cells, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return err
		}
		for len(cells) < len(dubbelkrona.ResultColumns()) {
			cells = append(cells, "")
		}
		switch {
		case n == 0:
		case name == "Om filen" && n <= len(new(export.Header).Facts()):
			doc.Facts[cells[0]] = cells[1]
		case strings.HasPrefix(name, "Resultat"):
			row, err := readRow(cells)
			if err != nil {
				return err
			}
			doc.Rows = append(doc.Rows, row)
		}
	}
	return rows.Error()
}

func readRow(cells []string) (row dubbelkrona.Result, err error) {
	for i, c := range dubbelkrona.ResultColumns() {
		marked := cells[i] == "" || cells[i] == dubbelkrona.UnknownMark || cells[i] == dubbelkrona.SuppressedMark
		switch v := c.Field(&row).(type) {
		case *string:
			*v = cells[i]
		case *dubbelkrona.Dimensions:
			*v = dubbelkrona.Dimensions(cells[i])
		case *dubbelkrona.Day:
			*v = dubbelkrona.Day(cells[i])
		case *dubbelkrona.Number:
			if !marked {
				*v, err = exact(cells[i])
			}
		case *dubbelkrona.Count:
			if !marked {
				v.Valid = true
				v.N, err = strconv.ParseInt(cells[i], 10, 64)
			}
		case *bool:
			*v = cells[i] == "1"
		}
		if err != nil {
			return row, fmt.Errorf("%s: %w", c.Name, err)
		}
	}
	return row, nil
}

// exact reads a number that may have an exponent.
func exact(text string) (dubbelkrona.Number, error) {
	x, ok := new(big.Rat).SetString(text)
	if !ok {
		return dubbelkrona.Number{}, fmt.Errorf("%q is not a number", text)
	}
	n, err := dubbelkrona.ParseNumber(x.FloatString(dubbelkrona.NumberScale))
	if err != nil { // binary floating point rounds the largest number up
		return dubbelkrona.ParseNumber(map[bool]string{true: "-"}[x.Sign() < 0] + strings.Repeat("9", 22))
	}
	return n, err
}

// A workbook in each language: the sheets and their first rows, the marks, text that
// looks like a formula or a number, and no formula.
func TestForPeople(t *testing.T) {
	value, err := dubbelkrona.ParseNumber("1234567.5")
	if err != nil {
		t.Fatal(err)
	}
	rows := []dubbelkrona.Result{
		{Metric: "=1+1", Municipality: "0586", Value: value, Persons: dubbelkrona.Count{N: 12, Valid: true}, Status: "ok", Fresh: "2026-02-28"},
		{Metric: "b", Municipality: "0586", Status: dubbelkrona.Suppressed, Target: value},
		{Metric: "c", Low: value, Status: "unknown", Synthetic: true},
	}
	document := func(language string) *export.Document {
		return &export.Document{Header: export.Header{Language: language, Snapshot: "s1", Sources: []export.Source{{Name: "avtal", Stale: true}}},
			Headline:    []export.Figure{{Name: "x", Title: dubbelkrona.Label{SV: "Titel", EN: "Title"}, Shown: dubbelkrona.Label{SV: "1 234 567,50", EN: "1,234,567.50"}, Result: rows[0]}},
			Definitions: []dubbelkrona.MetricDefinition{{Name: "m", Title: dubbelkrona.Label{SV: "Nyckeltal", EN: "Metric"}, Parts: []dubbelkrona.MetricPart{{Name: "p"}}}},
			Checks:      []dubbelkrona.CheckResult{{Name: "k", Status: dubbelkrona.CheckOffending, Offending: 3, Concerns: []string{"m", "n"}, Sample: dubbelkrona.Label{SV: "ett", EN: "one"}}},
			Rows:        each(rows)}
	}
	for language, want := range map[string][]string{
		"sv": {"Nyckeltal|Titel||1 234 567,50|1234567.5|", "Resultat|=1+1|", "Definitioner|m||Nyckeltal|", "Källor|avtal|–|–|ja|nej", "Varningar|k||varning|3|m, n|ett", "Om filen|snapshot|s1|"},
		"en": {"Headline|Title||1,234,567.50|1234567.5|", "Figures|=1+1|", "Definitions|m||Metric|", "Sources|avtal|–|–|yes|no", "Warnings|k||warning|3|m, n|one", "About|snapshot|s1|"},
	} {
		var out bytes.Buffer
		if err := (sink.Sink{}).Write(t.Context(), &out, document(language)); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(bytes.NewReader(out.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if names := f.GetSheetList(); len(names) != len(want) {
			t.Fatalf("sheets are %q", names)
		}
		for i, name := range f.GetSheetList() {
			got, err := f.GetRows(name)
			if err != nil || len(got) < 2 {
				t.Fatal(name, got, err)
			}
			if line := name + "|" + strings.Join(got[1], "|"); !strings.HasPrefix(line, want[i]) {
				t.Errorf("%s: %q, want %q", language, line, want[i])
			}
			panes, err := f.GetPanes(name)
			if tables, tableErr := f.GetTables(name); err != nil || tableErr != nil || !panes.Freeze || panes.YSplit != 1 || len(tables) != 1 {
				t.Errorf("%s: panes %+v, tables %+v, %v, %v", name, panes, tables, err, tableErr)
			}
		}
		checkMarks(t, f, f.GetSheetList()[1])
		noFormulas(t, out.Bytes())
	}
}

// checkMarks checks the cells of numbers and codes, and their types.
func checkMarks(t *testing.T, f *excelize.File, sheet string) {
	t.Helper()
	columns := dubbelkrona.ResultColumns()
	for _, want := range []struct {
		column string
		row    int
		text   string
		kind   excelize.CellType
	}{
		{"metric", 2, "=1+1", excelize.CellTypeInlineString}, {"municipality", 2, "0586", excelize.CellTypeInlineString}, {"fresh", 2, "2026-02-28", excelize.CellTypeInlineString},
		{"value", 2, "1234567.5", excelize.CellTypeUnset}, {"persons", 2, "12", excelize.CellTypeUnset}, {"low", 2, "", excelize.CellTypeUnset},
		{"value", 3, "..", excelize.CellTypeInlineString}, {"low", 3, "..", excelize.CellTypeInlineString}, {"high", 3, "..", excelize.CellTypeInlineString}, {"persons", 3, "..", excelize.CellTypeInlineString},
		{"value", 4, "–", excelize.CellTypeInlineString}, {"low", 4, "1234567.5", excelize.CellTypeUnset}, {"high", 4, "", excelize.CellTypeUnset}, {"persons", 4, "", excelize.CellTypeUnset},
		{"synthetic", 4, "TRUE", excelize.CellTypeBool},
		{"target", 2, "", excelize.CellTypeUnset}, {"gap", 2, "", excelize.CellTypeUnset},
		{"target", 3, "1234567.5", excelize.CellTypeUnset}, {"gap", 3, "..", excelize.CellTypeInlineString},
		{"target", 4, "", excelize.CellTypeUnset}, {"gap", 4, "", excelize.CellTypeUnset},
	} {
		at, err := excelize.CoordinatesToCellName(slices.IndexFunc(columns, func(c dubbelkrona.ResultColumn) bool { return c.Name == want.column })+1, want.row)
		if err != nil {
			t.Fatal(err)
		}
		text, err := f.GetCellValue(sheet, at)
		if kind, kindErr := f.GetCellType(sheet, at); err != nil || kindErr != nil || text != want.text || kind != want.kind {
			t.Errorf("%s of row %d is %q of type %v, want %q of %v; %v %v", want.column, want.row, text, kind, want.text, want.kind, err, kindErr)
		}
	}
}

// noFormulas looks for formulas in every part of a workbook.
func noFormulas(t *testing.T, content []byte) {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	formula, sheets := regexp.MustCompile(`<f[ >/]|<(\w+:)?(ext|external|connection)\w*Link`), 0
	for _, part := range in.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil || formula.Match(text) {
			t.Errorf("%s has a formula or a link, %v", part.Name, err)
		}
		if strings.HasPrefix(part.Name, "xl/worksheets/sheet") {
			sheets++
		}
	}
	if sheets != 6 {
		t.Errorf("%d sheets were searched", sheets)
	}
}
