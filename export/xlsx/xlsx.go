// Package xlsx writes a workbook for people: the headline, all results, the definitions
// of the metrics, the sources, the warnings, and what the file was made from.
//
// Texts are text cells, also codes such as 0586 and texts that look like formulas, so
// that a program that opens the file neither changes nor runs them. Numbers are number
// cells with the 15 digits that such programs have; the CSV and Parquet files have them
// exactly. In place of a number that is not released or unknown stands its mark, as
// text. A day is text, as 2026-03-01.
//
// The compressed workbook is held in memory. Results beyond the length of a sheet
// continue on another.
package xlsx

import (
	"context"
	"errors"
	"fmt"
	"io"

	"dubbelkrona"
	"dubbelkrona/export"

	"github.com/xuri/excelize/v2"
)

// Sink writes the workbook.
type Sink struct {
	// Rows is the max number of results on a sheet; 0 means all that a sheet can have.
	Rows int
}

// Name implements export.Format.
func (Sink) Name() string { return "xlsx" }

// File implements export.Format.
func (Sink) File() string { return "metrics.xlsx" }

// MediaType implements export.Format.
func (Sink) MediaType() string {
	return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
}

// About implements export.Format.
func (Sink) About() dubbelkrona.Label {
	return dubbelkrona.Label{SV: "Arbetsbok med alla resultat, definitioner, källor och varningar", EN: "Workbook with all results, definitions, sources and warnings"}
}

// Write implements export.Sink.
func (s Sink) Write(ctx context.Context, w io.Writer, d *export.Document) (err error) {
	b := &book{file: excelize.NewFile(), document: d}
	defer func() {
		if err = errors.Join(err, b.file.Close()); err != nil {
			err = fmt.Errorf("xlsx write: %w", err)
		}
	}()
	b.file.SetZipWriter(newSorted)
	if b.mark, err = b.file.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{Horizontal: "right"}}); err != nil {
		return err
	}
	if b.title, err = b.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}}); err != nil {
		return err
	}
	rows := s.Rows
	if rows == 0 {
		rows = excelize.TotalRows - 1
	}
	for _, fill := range []func() error{
		b.headline, func() error { return b.results(ctx, rows) }, b.definitions, b.sources, b.warnings, b.about, b.properties,
	} {
		if err := fill(); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return b.file.Write(w)
}

// book is a workbook in the making.
type book struct {
	file     *excelize.File
	document *export.Document
	mark     int // style of a mark
	title    int // style of a title
	sheets   int
}

// in returns the text in the language of the document.
func (b *book) in(l dubbelkrona.Label) string { return l.In(b.document.Header.Language) }

// pick is in, of a text in Swedish and one in English.
func (b *book) pick(sv, en string) string { return b.in(dubbelkrona.Label{SV: sv, EN: en}) }

// properties are those that programs show of a file.
func (b *book) properties() error {
	h := &b.document.Header
	stamp := h.Built.UTC().Format("2006-01-02T15:04:05Z")
	return b.file.SetDocProps(&excelize.DocProperties{
		Title: b.pick("Nyckeltal om offentliga inköp", "Metrics of public purchasing"), Subject: h.Project, Creator: h.Generator, LastModifiedBy: h.Generator,
		Description: b.in(h.Cite()), Identifier: h.Snapshot, Created: stamp, Modified: stamp, Language: b.pick("sv-SE", "en-GB"), Version: h.Snapshot,
	})
}
