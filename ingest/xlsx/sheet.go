package xlsx

import (
	"encoding/xml"
	"io"
	"slices"
	"strconv"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/numeral"
)

// wanted returns the sheet of the given name, or all sheets with content if
// name is empty: the visible ones and then the hidden ones, or only the first
// hidden one if no visible sheet has content.
func (w *workbook) wanted(name string) (all []sheetEntry, err error) {
	if name != "" {
		at := slices.IndexFunc(w.sheets, func(s sheetEntry) bool { return s.name == name })
		if at < 0 {
			return nil, dubbelkrona.Invalidf("sheet: there is no sheet of that name among its %d sheets", len(w.sheets))
		}
		return w.sheets[at : at+1], nil
	}
	ordered := slices.Clone(w.sheets)
	slices.SortStableFunc(ordered, func(a, b sheetEntry) int {
		switch {
		case a.hidden == b.hidden:
			return 0
		case a.hidden:
			return 1
		}
		return -1
	})
	for _, entry := range ordered {
		filled, err := w.filled(entry)
		if err != nil {
			return nil, err
		}
		if filled {
			all = append(all, entry)
		}
	}
	switch {
	case len(all) == 0:
		return nil, ingest.ErrNoHeader()
	case all[0].hidden:
		return all[:1], nil
	}
	return all, nil
}

func (w *workbook) filled(entry sheetEntry) (bool, error) {
	s, err := w.openSheet(entry)
	if err != nil {
		return false, err
	}
	defer s.close()
	for {
		r, err := s.next()
		if err != nil || r == nil {
			return false, err
		}
		if !r.blank() {
			return true, nil
		}
	}
}

func (w *workbook) openSheet(entry sheetEntry) (*sheet, error) {
	r, err := w.open(entry.part)
	if err != nil {
		return nil, err
	}
	b := &budget{r: r, left: w.limits.Record, what: "a row"}
	return &sheet{book: w, file: r, budget: b, d: xml.NewDecoder(b)}, nil
}

// sheet is a stream of rows.
type sheet struct {
	book   *workbook
	file   io.Closer
	budget *budget
	d      *xml.Decoder
	row    row
	// What the current token is within.
	inRow, inCell, inValue bool

	// The current cell.
	column int
	kind   string // attribute t
	style  int
	value  []byte
	has    bool
	// formula reports that the cell has a formula; its last computed value is
	// read.
	formula bool
}

func (s *sheet) close() { s.file.Close() }

// next returns the next row, valid until the following call, or nil at the end.
func (s *sheet) next() (*row, error) {
	s.budget.left = s.book.limits.Record
	s.inRow, s.inCell, s.inValue = false, false, false
	for {
		token, err := s.d.RawToken()
		if err == io.EOF {
			if s.inRow {
				return nil, dubbelkrona.Invalidf("its XML ends too early; the workbook is damaged or cut off")
			}
			return nil, nil
		}
		if err != nil {
			return nil, classified(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			if err := s.begin(e); err != nil {
				return nil, err
			}
		case xml.CharData:
			if s.inValue {
				s.value = append(s.value, e...)
			}
		case xml.EndElement:
			if err := s.end(e.Name.Local); err != nil {
				return nil, err
			}
			if e.Name.Local == "row" {
				return &s.row, nil
			}
		}
	}
}

// begin begins an element. Tokens are raw, so only begin and end compare whether
// elements are nested.
func (s *sheet) begin(e xml.StartElement) (err error) {
	switch e.Name.Local {
	case "row":
		if s.inRow {
			return errMisplaced
		}
		s.inRow = true
		if s.startRow(e); s.row.number > mostRows {
			return dubbelkrona.Invalidf("it has more than %d rows, the max of a workbook; deliver it as CSV or in several sheets", mostRows)
		}
	case "c":
		if s.inCell {
			return errMisplaced
		}
		if s.inCell = s.inRow; s.inCell { // else it is part of an extension
			return s.startCell(e)
		}
	case "v":
		s.inValue, s.has = true, true
	case "f":
		s.formula = true
	case "is":
		s.has = true
		s.value, err = richText(s.d, "is", s.value)
	}
	return err
}

// end ends an element.
func (s *sheet) end(name string) error {
	switch name {
	case "v":
		s.inValue = false
	case "c":
		if s.inCell {
			s.inCell = false
			return s.endCell()
		}
		if s.inRow {
			return errMisplaced
		}
	case "row":
		if !s.inRow || s.inCell {
			return errMisplaced
		}
	}
	return nil
}

// errMisplaced is the error of a sheet whose rows and cells are not nested.
var errMisplaced = dubbelkrona.Invalidf("a row or a cell begins or ends at the wrong place; the workbook is damaged")

func (s *sheet) startRow(e xml.StartElement) {
	number := s.row.number + 1
	for _, a := range e.Attr {
		if a.Name.Local == "r" {
			if n, err := strconv.ParseInt(a.Value, 10, 64); err == nil && n > s.row.number {
				number = n
			}
		}
	}
	s.row = row{number: number, cells: s.row.cells[:0], text: s.row.text[:0]}
	s.column = -1
}

// The max number of columns and rows of a sheet.
const (
	columns  = 16384
	mostRows = 1_048_576
)

func (s *sheet) startCell(e xml.StartElement) error {
	s.column, s.kind, s.style, s.value, s.has, s.formula = s.column+1, "", 0, s.value[:0], false, false
	for _, a := range e.Attr {
		switch a.Name.Local {
		case "r":
			if c := columnOf(a.Value); c >= 0 {
				s.column = c
			}
		case "t":
			s.kind = a.Value
		case "s":
			s.style, _ = strconv.Atoi(a.Value)
		}
	}
	if s.column >= columns {
		return dubbelkrona.Invalidf("a cell lies beyond column XFD")
	}
	return nil
}

// columnOf returns the column of a reference such as AB12, from 0, or -1.
func columnOf(reference string) int {
	n := 0
	for i := 0; i < len(reference) && n <= columns; i++ {
		c := reference[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			break
		}
		n = 26*n + int(c-'A') + 1
	}
	return n - 1
}

// uncomputed reports whether the cell has a formula without a computed value.
// Programs that do not compute leave the value out, or write 0 and request a
// recalculation when the workbook is opened.
func (s *sheet) uncomputed() bool {
	return s.formula && s.kind != "str" && (len(s.value) == 0 || s.book.recompute && string(s.value) == "0")
}

// endCell adds the cell to the row, if it has a value.
func (s *sheet) endCell() error {
	if s.uncomputed() {
		s.row.fault = "row.formula: a formula has no computed value; open the workbook in a spreadsheet program and save it"
		return nil
	}
	if !s.has {
		return nil
	}
	start := len(s.row.text)
	switch s.kind {
	case "s":
		i, err := strconv.Atoi(string(s.value))
		text, ok := s.book.shared.at(i)
		if err != nil || !ok {
			return dubbelkrona.Invalidf("a cell refers to a shared string that does not exist; the workbook is damaged")
		}
		s.row.text = append(s.row.text, text...)
	case "b":
		if string(s.value) == "0" {
			s.row.text = append(s.row.text, "FALSE"...)
		} else {
			s.row.text = append(s.row.text, "TRUE"...)
		}
	case "str", "inlineStr":
		s.row.text = unescape(append(s.row.text, s.value...), start)
	case "", "n":
		s.number()
	default: // e, an error such as #REF!; d, a date in ISO form
		s.row.text = append(s.row.text, s.value...)
	}
	if int64(len(s.row.text)) > s.book.limits.Record {
		return dubbelkrona.Invalidf("a row is longer than %d bytes", s.book.limits.Record)
	}
	if len(s.row.text) > start {
		s.row.cells = append(s.row.cells, cell{s.column, start, len(s.row.text)})
	}
	return nil
}

func (s *sheet) number() {
	if s.style >= 0 && s.style < len(s.book.styles) {
		if style := s.book.styles[s.style]; style.date || style.clock {
			text, ok := s.book.appendDate(s.row.text, s.value, style)
			if ok {
				s.row.text = text
				return
			}
		}
	}
	s.row.text = numeral.Append(s.row.text, s.value)
}
