// Package csv writes CSV, in one of two dialects, both UTF-8 with a byte order mark,
// by which Excel knows the encoding.
//
// The standard dialect (RFC 4180) has commas, a decimal point and lines that end in
// CR LF. The Excel dialect, which a Swedish Excel opens directly, has semicolons and a
// decimal comma.
//
// In both, a text that a spreadsheet would take for a formula, one that begins
// with =, +, - or @ (normal or full width), a tab or a line break, is prefixed
// with an apostrophe. Numbers are not changed. NULL is an empty cell. The format
// has no header; every row has the snapshot's id.
package csv

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"dubbelkrona"
	"dubbelkrona/export"
)

// Sink writes all results.
type Sink struct {
	// Excel selects the dialect of a Swedish Excel.
	Excel bool
}

// Name implements export.Format.
func (s Sink) Name() string {
	if s.Excel {
		return "csv-excel"
	}
	return "csv"
}

// File implements export.Format.
func (s Sink) File() string {
	if s.Excel {
		return "metrics.excel.csv"
	}
	return "metrics.csv"
}

// MediaType implements export.Format.
func (Sink) MediaType() string { return "text/csv" }

// About implements export.Format.
func (s Sink) About() dubbelkrona.Label {
	if s.Excel {
		return dubbelkrona.Label{SV: "Alla resultat som CSV för svenskt Excel: semikolon och decimalkomma", EN: "All results as CSV for a Swedish Excel: semicolons and decimal commas"}
	}
	return dubbelkrona.Label{SV: "Alla resultat som CSV", EN: "All results as CSV"}
}

// Write implements export.Sink.
func (s Sink) Write(ctx context.Context, w io.Writer, d *export.Document) error {
	return write(ctx, w, d.Results(), s.Excel)
}

// Headline writes the headline, in the standard dialect.
type Headline struct{}

// Name implements export.Format.
func (Headline) Name() string { return "headline" }

// File implements export.Format.
func (Headline) File() string { return "headline.csv" }

// MediaType implements export.Format.
func (Headline) MediaType() string { return "text/csv" }

// About implements export.Format.
func (Headline) About() dubbelkrona.Label {
	return dubbelkrona.Label{SV: "De viktigaste siffrorna som CSV", EN: "The main figures as CSV"}
}

// Write implements export.Sink.
func (Headline) Write(ctx context.Context, w io.Writer, d *export.Document) error {
	return write(ctx, w, d.Figures(), false)
}

const byteOrderMark = "\ufeff"

// write writes a table in one of the dialects.
func write(ctx context.Context, w io.Writer, table export.Table, excel bool) error {
	if _, err := io.WriteString(w, byteOrderMark); err != nil {
		return fmt.Errorf("csv write: %w", err)
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	point := "."
	if excel {
		out.Comma, point = ';', ","
	}
	texts := make([]string, len(table.Columns))
	for i, c := range table.Columns {
		texts[i] = c.Name
	}
	if err := out.Write(texts); err != nil {
		return fmt.Errorf("csv write: %w", err)
	}
	err := table.Each(ctx, func(cells []any) error {
		for i, c := range cells {
			texts[i] = cell(c, point)
		}
		return out.Write(texts)
	})
	if err != nil {
		return fmt.Errorf("csv write: %w", err)
	}
	if out.Flush(); out.Error() != nil {
		return fmt.Errorf("csv write: %w", out.Error())
	}
	return nil
}

// cell returns the text of a value.
func cell(field any, point string) string {
	switch v := field.(type) {
	case *string:
		return guard(*v)
	case *dubbelkrona.Number:
		return strings.Replace(v.String(), ".", point, 1)
	case *bool:
		return strconv.FormatBool(*v)
	default: // a count, a day, or an object, which begins with a brace
		return fmt.Sprint(v)
	}
}

// guard prefixes a text that a spreadsheet would run as a formula.
func guard(text string) string {
	if first, _ := utf8.DecodeRuneInString(text); text != "" && strings.ContainsRune("=+-@＝＋－＠\t\r\n", first) {
		return "'" + text
	}
	return text
}
