package json_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/export"
	"dubbelkrona/export/exporttest"
	sink "dubbelkrona/export/json"
)

func TestSink(t *testing.T) { exporttest.Run(t, sink.Sink{}, read) }

// read decodes into maps, so that a missing or misspelt key is detected.
func read(content []byte) (exporttest.Document, error) {
	var file struct {
		Header map[string]any               `json:"header"`
		Rows   []map[string]json.RawMessage `json:"rows"`
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&file); err != nil {
		return exporttest.Document{}, err
	}
	if file.Rows == nil {
		return exporttest.Document{}, fmt.Errorf("rows are null")
	}
	header, err := readHeader(file.Header)
	doc := exporttest.Document{Header: &header}
	for _, cells := range file.Rows {
		var row dubbelkrona.Result
		if row, err = readRow(cells); err != nil {
			return doc, err
		}
		doc.Rows = append(doc.Rows, row)
	}
	return doc, err
}

func readHeader(h map[string]any) (export.Header, error) {
	out := export.Header{
		Snapshot: h["snapshot"].(string), Generator: h["generator"].(string), Language: h["language"].(string), Definitions: h["definitions"].(string),
	}
	var err error
	if out.Built, err = time.Parse(time.RFC3339Nano, h["built"].(string)); err != nil {
		return out, err
	}
	out.AsOf, err = time.Parse(time.RFC3339Nano, h["as_of"].(string))
	return out, err
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
	h := export.Header{Snapshot: "s1", Built: time.Date(2026, 3, 1, 2, 0, 0, 0, time.UTC), Generator: "g", Language: "sv"}
	row := dubbelkrona.Result{Metric: "a<b", Value: value, Snapshot: "s1"}
	for want, rows := range map[string][]dubbelkrona.Result{
		"{\"header\":{\"snapshot\":\"s1\",\"built\":\"2026-03-01T02:00:00Z\",\"as_of\":null,\"generator\":\"g\",\"language\":\"sv\",\"definitions\":\"\"},\n\"rows\":[\n]}\n": nil,
		"{\"header\":{\"snapshot\":\"s1\",\"built\":\"2026-03-01T02:00:00Z\",\"as_of\":null,\"generator\":\"g\",\"language\":\"sv\",\"definitions\":\"\"},\n\"rows\":[\n" +
			`{"metric":"a<b","part":"","period_grain":"","period":"","grouping":"","municipality":"","dimensions":{},"value":9007199254740993.1,"low":null,"high":null,` +
			`"persons":null,"unit":"","grade":"","status":"","synthetic":false,"warnings":"","fresh":null,"definition":"","snapshot":"s1"}` + "\n]}\n": {row},
	} {
		var out bytes.Buffer
		err := sink.Sink{}.Write(t.Context(), &out, h, func(yield func(dubbelkrona.Result, error) bool) {
			for _, r := range rows {
				if !yield(r, nil) {
					return
				}
			}
		})
		if err != nil || out.String() != want {
			t.Errorf("wrote\n%s%v\nwant\n%s", out.String(), err, want)
		}
	}
}

func TestInvalidDimensionsAreRejected(t *testing.T) {
	err := sink.Sink{}.Write(t.Context(), &bytes.Buffer{}, export.Header{}, func(yield func(dubbelkrona.Result, error) bool) {
		yield(dubbelkrona.Result{Dimensions: `{"a":`}, nil)
	})
	if err == nil {
		t.Error("a file that is not JSON was written")
	}
}
