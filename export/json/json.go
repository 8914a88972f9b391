// Package json writes results as one JSON object, {"header": {…}, "rows":
// [{…}, …]}, a row a line.
//
// Keys stand in the order of export.Columns. Numbers are exact decimals; a
// reader that turns them into binary floating point rounds them itself. NULL
// is null. Dimensions are a JSON object, not a text that holds one.
package json

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"time"

	"dubbelkrona/export"
)

// Sink writes JSON.
type Sink struct{}

// Name implements export.Sink.
func (Sink) Name() string { return "json" }

// Extension implements export.Sink.
func (Sink) Extension() string { return ".json" }

// header is export.Header as it stands in the file.
type header struct {
	Snapshot    string     `json:"snapshot"`
	Built       time.Time  `json:"built"`
	AsOf        *time.Time `json:"as_of"`
	Generator   string     `json:"generator"`
	Language    string     `json:"language"`
	Definitions string     `json:"definitions"`
}

// row is export.Row as it stands in the file.
type row struct {
	Metric       string          `json:"metric"`
	Part         string          `json:"part"`
	PeriodGrain  string          `json:"period_grain"`
	Period       string          `json:"period"`
	Grouping     string          `json:"grouping"`
	Municipality string          `json:"municipality"`
	Dimensions   json.RawMessage `json:"dimensions"`
	Value        export.Decimal  `json:"value"`
	Low          export.Decimal  `json:"low"`
	High         export.Decimal  `json:"high"`
	Persons      *int64          `json:"persons"`
	Unit         string          `json:"unit"`
	Grade        string          `json:"grade"`
	Status       string          `json:"status"`
	Synthetic    bool            `json:"synthetic"`
	Warnings     string          `json:"warnings"`
	Definition   string          `json:"definition"`
	Snapshot     string          `json:"snapshot"`
}

// Write implements export.Sink.
func (Sink) Write(ctx context.Context, w io.Writer, h export.Header, rows iter.Seq2[export.Row, error]) error {
	if err := write(ctx, w, h, rows); err != nil {
		return fmt.Errorf("json write: %w", err)
	}
	return nil
}

func write(ctx context.Context, w io.Writer, h export.Header, rows iter.Seq2[export.Row, error]) error {
	var line bytes.Buffer
	encoder := json.NewEncoder(&line)
	encoder.SetEscapeHTML(false)
	put := func(before string, value any) error {
		line.Reset()
		line.WriteString(before)
		if err := encoder.Encode(value); err != nil {
			return err
		}
		line.Truncate(line.Len() - 1) // Encode ends its line; the next value does that here
		_, err := w.Write(line.Bytes())
		return err
	}
	if err := put(`{"header":`, fileHeader(h)); err != nil {
		return err
	}
	if _, err := io.WriteString(w, ",\n\"rows\":["); err != nil {
		return err
	}
	before := "\n"
	err := export.Each(ctx, rows, func(r export.Row) error {
		err := put(before, fileRow(r))
		before = ",\n"
		return err
	})
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, "\n]}\n")
	return err
}

func fileHeader(h export.Header) header {
	out := header{Snapshot: h.Snapshot, Built: h.Built.UTC(), Generator: h.Generator, Language: h.Language, Definitions: h.Definitions}
	if !h.AsOf.IsZero() {
		asOf := h.AsOf.UTC()
		out.AsOf = &asOf
	}
	return out
}

func fileRow(r export.Row) row {
	out := row{
		Metric: r.Metric, Part: r.Part, PeriodGrain: r.PeriodGrain, Period: r.Period, Grouping: r.Grouping, Municipality: r.Municipality,
		Dimensions: json.RawMessage(r.Dimensions), Value: r.Value, Low: r.Low, High: r.High,
		Unit: r.Unit, Grade: r.Grade, Status: r.Status, Synthetic: r.Synthetic, Warnings: r.Warnings, Definition: r.Definition, Snapshot: r.Snapshot,
	}
	if r.Dimensions == "" {
		out.Dimensions = json.RawMessage("{}")
	}
	if r.Persons.Valid {
		out.Persons = &r.Persons.N
	}
	return out
}
