package json_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"dubbelkrona"
	"dubbelkrona/export"
	"dubbelkrona/export/exporttest"
	sink "dubbelkrona/export/json"
)

func TestSink(t *testing.T) { exporttest.Run(t, sink.Sink{}, read) }

// read decodes into maps, so that a missing or misspelt key is detected.
func read(content []byte) (exporttest.Content, error) {
	var rows []map[string]json.RawMessage
	if err := json.Unmarshal(content, &rows); err != nil {
		return exporttest.Content{}, err
	}
	if rows == nil {
		return exporttest.Content{}, fmt.Errorf("rows are null")
	}
	var doc exporttest.Content
	for _, cells := range rows {
		row, err := readRow(cells)
		if err != nil {
			return doc, err
		}
		doc.Rows = append(doc.Rows, row)
	}
	return doc, nil
}

func readRow(cells map[string]json.RawMessage) (row dubbelkrona.Result, err error) {
	columns := dubbelkrona.ResultColumns()
	for _, c := range columns {
		cell, ok := cells[c.Name]
		if !ok || len(cells) != len(columns) {
			return row, fmt.Errorf("a row has %d keys, %s among them: %v", len(cells), c.Name, ok)
		}
		switch v := c.Field(&row).(type) {
		case *dubbelkrona.Dimensions:
			*v = dubbelkrona.Dimensions(cell)
		case *dubbelkrona.Number:
			if string(cell) != "null" {
				*v, err = dubbelkrona.ParseNumber(string(cell))
			}
		case *dubbelkrona.Count:
			if string(cell) != "null" {
				v.Valid = true
				err = json.Unmarshal(cell, &v.N)
			}
		case *dubbelkrona.Day:
			if string(cell) != "null" {
				err = json.Unmarshal(cell, v)
			}
		default: // a text or a bool
			err = json.Unmarshal(cell, v)
		}
		if err != nil {
			return row, fmt.Errorf("%s: %w", c.Name, err)
		}
	}
	return row, nil
}

// The expected bytes are written by hand.
func TestBytes(t *testing.T) {
	value, err := dubbelkrona.ParseNumber("9007199254740993.10")
	if err != nil {
		t.Fatal(err)
	}
	row := dubbelkrona.Result{Metric: "a<b", Value: value, Snapshot: "s1"}
	for want, rows := range map[string][]dubbelkrona.Result{
		"[\n]\n": nil,
		"[\n" + `{"metric":"a<b","part":"","period_grain":"","period":"","grouping":"","municipality":"","dimensions":{},"value":9007199254740993.1,"low":null,"high":null,` +
			`"persons":null,"unit":"","grade":"","status":"","target":null,"gap":null,"target_status":"","synthetic":false,"warnings":"","comments":"","fresh":null,"definition":"","snapshot":"s1"}` + "\n]\n": {row},
	} {
		var out bytes.Buffer
		err := sink.Sink{}.Write(t.Context(), &out, &export.Document{Rows: func(yield func(dubbelkrona.Result, error) bool) {
			for _, r := range rows {
				if !yield(r, nil) {
					return
				}
			}
		}})
		if err != nil || out.String() != want {
			t.Errorf("wrote\n%s%v\nwant\n%s", out.String(), err, want)
		}
	}
}

func TestInvalidDimensionsAreRejected(t *testing.T) {
	err := sink.Sink{}.Write(t.Context(), &bytes.Buffer{}, &export.Document{Rows: func(yield func(dubbelkrona.Result, error) bool) {
		yield(dubbelkrona.Result{Dimensions: `{"a":`}, nil)
	}})
	if err == nil {
		t.Error("a file that is not JSON was written")
	}
}
