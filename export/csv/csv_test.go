package csv_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dubbelkrona/export"
	sink "dubbelkrona/export/csv"
	"dubbelkrona/export/exporttest"
)

func TestSink(t *testing.T) {
	exporttest.Run(t, sink.Sink{}, reader(',', ".", ""))
}

func TestExcelSink(t *testing.T) {
	exporttest.Run(t, sink.Sink{Excel: true}, reader(';', ",", "\xef\xbb\xbf"))
}

// reader reads a dialect with the standard library and takes the apostrophes
// away that keep a spreadsheet from running texts.
func reader(comma rune, point, mark string) exporttest.Read {
	return func(content []byte) (exporttest.Document, error) {
		content, ok := bytes.CutPrefix(content, []byte(mark))
		if !ok {
			return exporttest.Document{}, fmt.Errorf("the file begins with % x", content[:3])
		}
		in := csv.NewReader(bytes.NewReader(content))
		in.Comma = comma
		lines, err := in.ReadAll()
		if err != nil {
			return exporttest.Document{}, err
		}
		if !slices.Equal(lines[0], export.Columns()) {
			return exporttest.Document{}, fmt.Errorf("columns are %v", lines[0])
		}
		var doc exporttest.Document
		for _, cells := range lines[1:] {
			row, err := readRow(cells, point)
			if err != nil {
				return doc, err
			}
			doc.Rows = append(doc.Rows, row)
		}
		return doc, nil
	}
}

func readRow(cells []string, point string) (row export.Row, err error) {
	text := func(i int) string {
		if rest, ok := strings.CutPrefix(cells[i], "'"); ok && strings.IndexAny(rest, "=+-@＝\t\n") == 0 {
			return rest
		}
		return cells[i]
	}
	row = export.Row{
		Metric: text(0), Part: text(1), PeriodGrain: text(2), Period: text(3), Grouping: text(4), Municipality: text(5), Dimensions: text(6),
		Unit: text(11), Grade: text(12), Status: text(13), Synthetic: cells[14] == "true", Warnings: text(15), Definition: text(16), Snapshot: text(17),
	}
	for i, d := range []*export.Decimal{&row.Value, &row.Low, &row.High} {
		if *d, err = export.ParseDecimal(strings.Replace(cells[7+i], point, ".", 1)); err != nil {
			return row, err
		}
	}
	if cells[10] != "" {
		row.Persons.Valid = true
		row.Persons.N, err = strconv.ParseInt(cells[10], 10, 64)
	}
	return row, err
}

// The bytes of both dialects, by hand.
func TestBytes(t *testing.T) {
	value, err := export.ParseDecimal("-1234.5")
	if err != nil {
		t.Fatal(err)
	}
	row := export.Row{Metric: "=cmd|' /C calc'!A0", Part: "a;b", Period: "2022-06", Municipality: "0360", Value: value,
		Persons: export.Count{N: -3, Valid: true}, Unit: "SEK", Warnings: "a,b", Snapshot: "s1"}
	names := strings.Join(export.Columns(), ",")
	for _, tc := range []struct {
		sink sink.Sink
		want string
	}{
		{sink.Sink{}, names + "\r\n" + `'=cmd|' /C calc'!A0,a;b,,2022-06,,0360,{},-1234.5,,,-3,SEK,,,false,"a,b",,s1` + "\r\n"},
		{sink.Sink{Excel: true}, "\ufeff" + strings.ReplaceAll(names, ",", ";") + "\r\n" +
			`'=cmd|' /C calc'!A0;"a;b";;2022-06;;0360;{};-1234,5;;;-3;SEK;;;false;a,b;;s1` + "\r\n"},
	} {
		var out bytes.Buffer
		err := tc.sink.Write(t.Context(), &out, export.Header{}, func(yield func(export.Row, error) bool) { yield(row, nil) })
		if err != nil || out.String() != tc.want {
			t.Errorf("%s wrote\n%q, %v\nwant\n%q", tc.sink.Name(), out.String(), err, tc.want)
		}
	}
}
