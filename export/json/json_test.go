package json_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"dubbelkrona/export"
	"dubbelkrona/export/exporttest"
	sink "dubbelkrona/export/json"
)

func TestSink(t *testing.T) { exporttest.Run(t, sink.Sink{}, read) }

// read decodes into maps, so that a key that is missing or misspelt shows.
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
		var row export.Row
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

func readRow(cells map[string]json.RawMessage) (row export.Row, err error) {
	texts := map[string]*string{
		"metric": &row.Metric, "part": &row.Part, "period_grain": &row.PeriodGrain, "period": &row.Period, "grouping": &row.Grouping,
		"municipality": &row.Municipality, "unit": &row.Unit, "grade": &row.Grade, "status": &row.Status, "warnings": &row.Warnings,
		"definition": &row.Definition, "snapshot": &row.Snapshot,
	}
	numbers := map[string]*export.Decimal{"value": &row.Value, "low": &row.Low, "high": &row.High}
	for _, name := range export.Columns() {
		cell, ok := cells[name]
		if !ok || len(cells) != len(export.Columns()) {
			return row, fmt.Errorf("a row has %d keys, %s among them: %v", len(cells), name, ok)
		}
		switch {
		case texts[name] != nil:
			err = json.Unmarshal(cell, texts[name])
		case numbers[name] != nil && string(cell) != "null":
			*numbers[name], err = export.ParseDecimal(string(cell))
		case name == "persons" && string(cell) != "null":
			row.Persons.Valid = true
			err = json.Unmarshal(cell, &row.Persons.N)
		case name == "synthetic":
			err = json.Unmarshal(cell, &row.Synthetic)
		case name == "dimensions":
			row.Dimensions = string(cell)
		}
		if err != nil {
			return row, err
		}
	}
	return row, nil
}

// The bytes, by hand.
func TestBytes(t *testing.T) {
	value, err := export.ParseDecimal("9007199254740993.10")
	if err != nil {
		t.Fatal(err)
	}
	h := export.Header{Snapshot: "s1", Built: time.Date(2026, 3, 1, 2, 0, 0, 0, time.UTC), Generator: "g", Language: "sv"}
	row := export.Row{Metric: "a<b", Value: value, Snapshot: "s1"}
	for want, rows := range map[string][]export.Row{
		"{\"header\":{\"snapshot\":\"s1\",\"built\":\"2026-03-01T02:00:00Z\",\"as_of\":null,\"generator\":\"g\",\"language\":\"sv\",\"definitions\":\"\"},\n\"rows\":[\n]}\n": nil,
		"{\"header\":{\"snapshot\":\"s1\",\"built\":\"2026-03-01T02:00:00Z\",\"as_of\":null,\"generator\":\"g\",\"language\":\"sv\",\"definitions\":\"\"},\n\"rows\":[\n" +
			`{"metric":"a<b","part":"","period_grain":"","period":"","grouping":"","municipality":"","dimensions":{},"value":9007199254740993.1,"low":null,"high":null,` +
			`"persons":null,"unit":"","grade":"","status":"","synthetic":false,"warnings":"","definition":"","snapshot":"s1"}` + "\n]}\n": {row},
	} {
		var out bytes.Buffer
		err := sink.Sink{}.Write(t.Context(), &out, h, func(yield func(export.Row, error) bool) {
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

func TestDimensionsThatAreNotJSONAreRefused(t *testing.T) {
	err := sink.Sink{}.Write(t.Context(), &bytes.Buffer{}, export.Header{}, func(yield func(export.Row, error) bool) {
		yield(export.Row{Dimensions: `{"a":`}, nil)
	})
	if err == nil {
		t.Error("a file that is not JSON was written")
	}
}
