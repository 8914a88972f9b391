// Package csv writes results as CSV, in one of two dialects.
//
// The ordinary one is what programs read everywhere: UTF-8 without a byte
// order mark, commas, a decimal point, lines that end in CR LF (RFC 4180). The
// Excel one is what a Swedish Excel opens by a double click: UTF-8 with a byte
// order mark, semicolons, a decimal comma.
//
// In both a text that a spreadsheet would take for a formula, one that begins
// with =, +, - or @ (of any width), a tab or a line break, gets an apostrophe before it.
// Numbers are left alone. NULL is an empty cell. The file has no place for
// a header; the snapshot's id stands in every row.
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
	// Excel chooses the dialect of a Swedish Excel.
	Excel bool
}

// Name implements export.Sink.
func (s Sink) Name() string {
	if s.Excel {
		return "csv-excel"
	}
	return "csv"
}

// Extension implements export.Sink. The dialects differ in it so that both can
// be in one folder.
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

// cell is the text of a column.
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

// guard keeps a spreadsheet from running a text as a formula.
func guard(text string) string {
	if first, _ := utf8.DecodeRuneInString(text); text != "" && strings.ContainsRune("=+-@＝＋－＠\t\r\n", first) {
		return "'" + text
	}
	return text
}
