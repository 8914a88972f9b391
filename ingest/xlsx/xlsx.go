// Package xlsx reads the sheets of an Office Open XML workbook, row by row,
// with what the file has: numbers are plain digits (see package numeral) and not
// formatted, so that 1299.1199999999999 stays what it is and transform decides. A
// number in a cell whose style is a date becomes 2022-06-30, a time of day
// 14:30:00, both 2022-06-30T14:30:00; booleans are TRUE and FALSE; a formula is
// its last computed value, and a row with one that was never computed is broken;
// an empty cell is NULL.
//
// Workbooks are read from the archive as they stream past. excelize, which is
// the oracle and the yardstick of this package's tests, unpacks a sheet into
// memory or into a readable temporary file first, and its row iterator does
// not tell a date's style without formatting every number.
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

// Kind is the format as the registry knows it.
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

// New makes the format. Faulty settings are Invalid errors.
func New(s Settings) (*Format, error) {
	if s.HeaderRow < 0 {
		return nil, dubbelkrona.Invalidf("header_row: a row number from 1")
	}
	return &Format{s}, nil
}

// ole begins documents of the time before XML, and encrypted ones of today.
const ole = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// match takes old documents too, for which Decode knows what to do.
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

// Decode implements ingest.Format. Rows are rows of the sheet.
func (f *Format) Decode(ctx context.Context, in ingest.Input, emit func(*dubbelkrona.RawBatch) error) error {
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
		if err := f.decode(ctx, in, book, entry, sheet, emit); err != nil {
			return err
		}
	}
	return nil
}

// decode emits the rows of one sheet; of a hidden one beside others only that
// it is there.
func (f *Format) decode(ctx context.Context, in ingest.Input, book *workbook, entry sheetEntry, sheet *dubbelkrona.Sheet, emit func(*dubbelkrona.RawBatch) error) error {
	b := rawbatch.New(ctx, in, emit)
	defer b.Close()
	b.Of(sheet)
	if sheet != nil && sheet.Hidden {
		return b.Flush()
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
	if err := t.end(); err != nil {
		return err
	}
	return b.Flush()
}
