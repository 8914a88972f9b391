// Package xlsx reads the sheets of an Office Open XML workbook row by row.
// Cells have the stored value, not the formatted one: numbers are plain digits
// (see package numeral), so that 1299.1199999999999 is kept and transform
// decides. A number in a cell whose style is a date becomes 2022-06-30, a time
// of day 14:30:00, both 2022-06-30T14:30:00; booleans are TRUE and FALSE; a
// formula is its last computed value, and a row with a formula that was never
// computed is faulty; an empty cell is NULL.
//
// Sheets are streamed from the archive. excelize, which the tests compare
// results and times with, first unpacks a sheet into memory or a readable
// temporary file, and its row iterator cannot detect a date without formatting
// every number.
package xlsx

import (
	"context"
	"fmt"
	"path"
	"strings"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/charset"
	"dubbelkrona/internal/rawbatch"
)

// Settings are the settings of the format xlsx.
type Settings struct {
	// Sheet is the name of the sheet to read. Default: every sheet that has the
	// same columns of the mapping as the first one that has any. A warning names
	// other sheets that are not empty. Hidden sheets are read only if all others
	// are empty.
	Sheet string `yaml:"sheet"`
	// HeaderRow is the number of the row with the column names, as the spreadsheet
	// shows it. Default: found as for csv.
	HeaderRow int `yaml:"header_row"`
}

// Format reads workbooks.
type Format struct{ settings Settings }

// Kind describes the format for the registry.
func Kind() ingest.FormatKind {
	return ingest.FormatKind{
		Name:     "xlsx",
		Version:  1,
		Title:    dubbelkrona.Label{SV: "Excel-arbetsbok (XLSX)", EN: "Excel workbook (XLSX)"},
		Settings: Settings{},
		Example: `  - name: upphandlingar
    files: "data/*.xlsx"
    format: {kind: xlsx, sheet: Export}
    profile: uhm-upphandlingar
`,
		New:   ingest.FormatNew(New),
		Match: match,
	}
}

// New makes the format. Invalid settings are Invalid errors.
func New(s Settings) (*Format, error) {
	if s.HeaderRow < 0 {
		return nil, dubbelkrona.Invalidf("header_row: a row number from 1")
	}
	return &Format{s}, nil
}

// ole is the signature of old binary documents and of encrypted new ones.
const ole = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// match also accepts old documents, for which Decode has a helpful error.
func match(name string, head []byte) bool {
	text := string(head)
	if strings.HasPrefix(text, ole) {
		return true
	}
	if !strings.HasPrefix(text, "PK\x03\x04") {
		return false
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".xlsx", ".xlsm", ".xltx", ".xls":
		return true
	}
	return strings.Contains(text, "[Content_Types].xml") || strings.Contains(text, "xl/")
}

// Charset implements ingest.Format.
func (f *Format) Charset() charset.Charset { return charset.Binary }

// Decode implements ingest.Format. A row's number is that in the sheet.
func (f *Format) Decode(_ context.Context, in ingest.Input, b *rawbatch.Batcher) error {
	file, err := in.OpenAt()
	if err != nil {
		return err
	}
	book, err := openWorkbook(file, in.Limits)
	if err != nil {
		return err
	}
	entries, err := book.wanted(f.settings.Sheet)
	if err != nil {
		return err
	}
	for i, entry := range entries {
		var sheet *dubbelkrona.Sheet
		if len(entries) > 1 {
			sheet = &dubbelkrona.Sheet{Name: entry.name, Number: i + 1, Hidden: entry.hidden}
		}
		if err := f.decode(book, entry, sheet, b); err != nil {
			return err
		}
	}
	return nil
}

// decode emits the rows of one sheet. For a hidden sheet beside visible ones it
// only reports that the sheet exists.
func (f *Format) decode(book *workbook, entry sheetEntry, sheet *dubbelkrona.Sheet, b *rawbatch.Batcher) error {
	if err := b.StartSheet(sheet); err != nil || sheet != nil && sheet.Hidden {
		return err
	}
	s, err := book.openSheet(entry)
	if err != nil {
		return err
	}
	defer s.close()
	t := &table{b: b, headerRow: int64(f.settings.HeaderRow), sheet: sheet}
	for {
		row, err := s.next()
		if err != nil {
			return fmt.Errorf("sheet row %d: %w", s.row.number, err)
		}
		if row == nil {
			break
		}
		if err := t.add(row); err != nil {
			return err
		}
	}
	return t.end()
}
