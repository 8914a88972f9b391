package csv_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/export"
	sink "dubbelkrona/export/csv"
	"dubbelkrona/export/exporttest"
)

func TestSink(t *testing.T) {
	exporttest.Run(t, sink.Sink{}, reader(',', "."))
}

func TestExcelSink(t *testing.T) {
	exporttest.Run(t, sink.Sink{Excel: true}, reader(';', ","))
}

// reader reads a dialect with the standard library and removes the apostrophes
// that guard adds.
func reader(comma rune, point string) exporttest.Read {
	return func(content []byte) (exporttest.Content, error) {
		content, ok := bytes.CutPrefix(content, []byte("\xef\xbb\xbf"))
		if !ok {
			return exporttest.Content{}, fmt.Errorf("the file begins with % x", content[:3])
		}
		in := csv.NewReader(bytes.NewReader(content))
		in.Comma = comma
		lines, err := in.ReadAll()
		if err != nil {
			return exporttest.Content{}, err
		}
		if !slices.Equal(lines[0], names()) {
			return exporttest.Content{}, fmt.Errorf("columns are %v", lines[0])
		}
		var doc exporttest.Content
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

func names() (all []string) {
	for _, c := range dubbelkrona.ResultColumns() {
		all = append(all, c.Name)
	}
	return all
}

func readRow(cells []string, point string) (row dubbelkrona.Result, err error) {
	for i, c := range dubbelkrona.ResultColumns() {
		switch v := c.Field(&row).(type) {
		case *string:
			*v = cells[i]
			if rest, ok := strings.CutPrefix(cells[i], "'"); ok && strings.IndexAny(rest, "=+-@＝\t\n") == 0 {
				*v = rest
			}
		case *dubbelkrona.Dimensions:
			*v = dubbelkrona.Dimensions(cells[i])
		case *dubbelkrona.Number:
			*v, err = dubbelkrona.ParseNumber(strings.Replace(cells[i], point, ".", 1))
		case *dubbelkrona.Count:
			if cells[i] != "" {
				v.Valid = true
				v.N, err = strconv.ParseInt(cells[i], 10, 64)
			}
		case *dubbelkrona.Day:
			*v = dubbelkrona.Day(cells[i])
		case *bool:
			*v = cells[i] == "true"
		}
		if err != nil {
			return row, fmt.Errorf("%s: %w", c.Name, err)
		}
	}
	return row, nil
}

// The expected bytes of both dialects are written by hand.
func TestBytes(t *testing.T) {
	value, err := dubbelkrona.ParseNumber("-1234.5")
	if err != nil {
		t.Fatal(err)
	}
	row := dubbelkrona.Result{Metric: "=cmd|' /C calc'!A0", Part: "a;b", Period: "2022-06", Municipality: "0360", Value: value,
		Persons: dubbelkrona.Count{N: -3, Valid: true}, Unit: "SEK", Warnings: "a,b", Fresh: "2026-02-28", Snapshot: "s1"}
	names := strings.Join(names(), ",")
	for _, tc := range []struct {
		sink sink.Sink
		want string
	}{
		{sink.Sink{}, "\ufeff" + names + "\r\n" + `'=cmd|' /C calc'!A0,a;b,,2022-06,,0360,{},-1234.5,,,-3,SEK,,,,,,false,"a,b",,2026-02-28,,s1` + "\r\n"},
		{sink.Sink{Excel: true}, "\ufeff" + strings.ReplaceAll(names, ",", ";") + "\r\n" +
			`'=cmd|' /C calc'!A0;"a;b";;2022-06;;0360;{};-1234,5;;;-3;SEK;;;;;;false;a,b;;2026-02-28;;s1` + "\r\n"},
	} {
		var out bytes.Buffer
		err := tc.sink.Write(t.Context(), &out, &export.Document{Rows: func(yield func(dubbelkrona.Result, error) bool) { yield(row, nil) }})
		if err != nil || out.String() != tc.want {
			t.Errorf("%s wrote\n%q, %v\nwant\n%q", tc.sink.Name(), out.String(), err, tc.want)
		}
	}
}
