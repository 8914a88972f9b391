// Package json writes JSON: all results as one array of objects, [{…}, …], with one row
// per line, and the headline as one object with the header of the snapshot.
//
// Keys are in the order of the columns. Numbers are exact decimals; a reader that
// converts them to binary floating point rounds them. NULL is null. Dimensions is a
// JSON object, not a string.
package json

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"

	"dubbelkrona"
	"dubbelkrona/export"
)

// Sink writes all results.
type Sink struct{}

// Name implements export.Format.
func (Sink) Name() string { return "json" }

// File implements export.Format.
func (Sink) File() string { return "metrics.json" }

// MediaType implements export.Format.
func (Sink) MediaType() string { return "application/json" }

// About implements export.Format.
func (Sink) About() dubbelkrona.Label {
	return dubbelkrona.Label{SV: "Alla resultat som JSON", EN: "All results as JSON"}
}

// Write implements export.Sink.
func (Sink) Write(ctx context.Context, w io.Writer, d *export.Document) error {
	out := newWriter(w)
	err := out.rows(ctx, d.Results())
	if err == nil {
		err = out.end("\n")
	}
	if err != nil {
		return fmt.Errorf("json write: %w", err)
	}
	return nil
}

// Headline writes the headline.
type Headline struct{}

// Name implements export.Format.
func (Headline) Name() string { return "headline" }

// File implements export.Format.
func (Headline) File() string { return "headline.json" }

// MediaType implements export.Format.
func (Headline) MediaType() string { return "application/json" }

// About implements export.Format.
func (Headline) About() dubbelkrona.Label {
	return dubbelkrona.Label{SV: "De viktigaste siffrorna som JSON", EN: "The main figures as JSON"}
}

// Write implements export.Sink.
func (Headline) Write(ctx context.Context, w io.Writer, d *export.Document) error {
	out := newWriter(w)
	err := out.header(d)
	if err == nil {
		err = out.rows(ctx, d.Figures())
	}
	if err == nil {
		err = out.end("}\n")
	}
	if err != nil {
		return fmt.Errorf("json write: %w", err)
	}
	return nil
}

// writer writes JSON row by row.
type writer struct {
	w       io.Writer
	line    *bytes.Buffer
	encoder *json.Encoder
}

func newWriter(w io.Writer) *writer {
	line := new(bytes.Buffer)
	encoder := json.NewEncoder(line)
	encoder.SetEscapeHTML(false)
	return &writer{w, line, encoder}
}

// put adds a text and a value to the line.
func (w *writer) put(before string, value any) error {
	w.line.WriteString(before)
	err := w.encoder.Encode(value)
	w.line.Truncate(w.line.Len() - 1) // Encode ends its line
	return err
}

// end writes the line with a last text.
func (w *writer) end(text string) error {
	w.line.WriteString(text)
	_, err := w.line.WriteTo(w.w)
	return err
}

// header writes the header up to the key of the figures.
func (w *writer) header(d *export.Document) error {
	before := "{"
	for _, fact := range d.Header.Facts() {
		var value any = fact.Value
		switch {
		case fact.Value == "":
			value = nil
		case fact.Name == "synthetic":
			value = d.Header.Synthetic
		}
		if err := w.put(before+`"`+fact.Name+`":`, value); err != nil {
			return err
		}
		before = ",\n"
	}
	w.line.WriteString(",\n\"figures\":")
	return nil
}

// rows writes a table as an array, without a line break at its end.
func (w *writer) rows(ctx context.Context, table export.Table) error {
	keys := make([]string, len(table.Columns))
	for i, c := range table.Columns {
		keys[i] = `,"` + c.Name + `":`
	}
	keys[0] = "{" + keys[0][1:]
	w.line.WriteString("[")
	before := "\n"
	err := table.Each(ctx, func(cells []any) error {
		w.line.WriteString(before)
		for i, c := range cells {
			if err := w.put(keys[i], c); err != nil {
				return err
			}
		}
		before = ",\n"
		return w.end("}")
	})
	w.line.WriteString("\n]")
	return err
}
