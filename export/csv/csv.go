// Package csv writes results as CSV, in one of two dialects.
//
// The standard dialect (RFC 4180) is UTF-8 without a byte order mark, with commas,
// a decimal point and lines that end in CR LF. The Excel dialect, which a Swedish
// Excel opens directly, is UTF-8 with a byte order mark, semicolons and a decimal
// comma.
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
	"iter"
	"strconv"
	"strings"
	"unicode/utf8"

	"dubbelkrona"
	"dubbelkrona/export"
)

// Sink writes CSV.
type Sink struct {
	// Excel selects the dialect of a Swedish Excel.
	Excel bool
}

// Name implements export.Sink.
func (s Sink) Name() string {
	if s.Excel {
		return "csv-excel"
	}
	return "csv"
}

// Extension implements export.Sink. The dialects have different extensions, so
// that both can be in one folder.
func (s Sink) Extension() string {
	if s.Excel {
		return ".excel.csv"
	}
	return ".csv"
}

const byteOrderMark = "\ufeff"

// Write implements export.Sink.
func (s Sink) Write(ctx context.Context, w io.Writer, _ export.Header, rows iter.Seq2[dubbelkrona.Result, error]) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if s.Excel {
		out.Comma = ';'
		if _, err := io.WriteString(w, byteOrderMark); err != nil {
			return fmt.Errorf("csv write: %w", err)
		}
	}
	columns := dubbelkrona.ResultColumns()
	cells := make([]string, len(columns))
	for i, c := range columns {
		cells[i] = c.Name
	}
	if err := out.Write(cells); err != nil {
		return fmt.Errorf("csv write: %w", err)
	}
	err := export.Each(ctx, rows, func(row *dubbelkrona.Result) error {
		for i, c := range columns {
			cells[i] = s.cell(c.Field(row))
		}
		return out.Write(cells)
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
func (s Sink) cell(field any) string {
	switch v := field.(type) {
	case *string:
		return guard(*v)
	case *dubbelkrona.Number:
		if s.Excel {
			return strings.Replace(v.String(), ".", ",", 1)
		}
		return v.String()
	case *bool:
		return strconv.FormatBool(*v)
	default: // a count, or an object, which begins with a brace
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
