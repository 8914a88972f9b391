// Package json writes results as one JSON object, {"header": {…}, "rows":
// [{…}, …]}, with one row per line.
//
// Keys are in the order of dubbelkrona.ResultColumns. Numbers are exact decimals;
// a reader that converts them to binary floating point rounds them. NULL is null.
// Dimensions is a JSON object, not a string.
package json

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"time"

	"dubbelkrona"
	"dubbelkrona/export"
)

// Sink writes JSON.
type Sink struct{}

// Name implements export.Sink.
func (Sink) Name() string { return "json" }

// Extension implements export.Sink.
func (Sink) Extension() string { return ".json" }

// header is export.Header in the file.
type header struct {
	Snapshot    string     `json:"snapshot"`
	Built       time.Time  `json:"built"`
	AsOf        *time.Time `json:"as_of"`
	Generator   string     `json:"generator"`
	Language    string     `json:"language"`
	Definitions string     `json:"definitions"`
}

// Write implements export.Sink.
func (Sink) Write(ctx context.Context, w io.Writer, h export.Header, rows iter.Seq2[dubbelkrona.Result, error]) error {
	if err := write(ctx, w, h, rows); err != nil {
		return fmt.Errorf("json write: %w", err)
	}
	return nil
}

func write(ctx context.Context, w io.Writer, h export.Header, rows iter.Seq2[dubbelkrona.Result, error]) error {
	var line bytes.Buffer
	encoder := json.NewEncoder(&line)
	encoder.SetEscapeHTML(false)
	put := func(before string, value any) error {
		line.WriteString(before)
		err := encoder.Encode(value)
		line.Truncate(line.Len() - 1) // Encode ends its line; what follows does that here
		return err
	}
	if err := put(`{"header":`, fileHeader(h)); err != nil {
		return err
	}
	line.WriteString(",\n\"rows\":[")
	columns := dubbelkrona.ResultColumns()
	keys := make([]string, len(columns))
	for i, c := range columns {
		keys[i] = `,"` + c.Name + `":`
	}
	keys[0] = "{" + keys[0][1:]
	before := "\n"
	err := export.Each(ctx, rows, func(row *dubbelkrona.Result) error {
		line.WriteString(before)
		for i, c := range columns {
			if err := put(keys[i], c.Field(row)); err != nil {
				return err
			}
		}
		line.WriteString("}")
		before = ",\n"
		_, err := line.WriteTo(w)
		return err
	})
	if err != nil {
		return err
	}
	line.WriteString("\n]}\n")
	_, err = line.WriteTo(w)
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
