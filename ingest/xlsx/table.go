package xlsx

import (
	"bytes"
	"fmt"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/rawbatch"
)

// sampleRows is the number of non-empty rows among which the header is
// detected.
const sampleRows = 100

// table adds the rows of a sheet to batches. It buffers the first rows until
// the header is detected.
type table struct {
	b         *rawbatch.Batcher
	headerRow int64 // from the settings; 0: detect
	sheet     *dubbelkrona.Sheet
	sample    []*row
	columns   []int // the batcher's column for each column of the sheet, -1 for none yet
	started   bool
}

func (t *table) add(r *row) error {
	if r.blank() {
		return nil
	}
	if t.started {
		return t.emit(r)
	}
	t.sample = append(t.sample, r.clone())
	if len(t.sample) < sampleRows && (t.headerRow == 0 || r.number < t.headerRow) {
		return nil
	}
	return t.start()
}

// end finishes a sheet that is shorter than the sample.
func (t *table) end() error {
	if t.started {
		return nil
	}
	if len(t.sample) == 0 {
		return ingest.ErrNoHeader()
	}
	return t.start()
}

// start detects the header and emits the sample's rows below it.
func (t *table) start() error {
	texts := make([][]string, len(t.sample))
	at := -1
	for i, r := range t.sample {
		texts[i] = r.texts()
		if t.headerRow > 0 && r.number == t.headerRow {
			at = i
		}
	}
	if t.headerRow == 0 {
		at = rawbatch.FindHeader(texts)
	}
	if at < 0 && t.headerRow > t.sample[len(t.sample)-1].number {
		t.sample = t.sample[:0] // rows above the configured header
		return nil
	}
	if at < 0 && t.sheet != nil {
		t.started, t.sample = true, nil // a sheet without the mapping's columns
		return nil
	}
	if at < 0 {
		return dubbelkrona.Invalidf("header_row: row %d is empty", t.headerRow)
	}
	if err := t.b.Header(texts[at]); err != nil {
		return err
	}
	for i := range texts[at] {
		t.columns = append(t.columns, i)
	}
	t.started = true
	for _, r := range t.sample[at+1:] {
		if err := t.emit(r); err != nil {
			return err
		}
	}
	t.sample = nil
	return nil
}

func (t *table) emit(r *row) error {
	t.b.Fault(r.fault)
	for _, c := range r.cells {
		col, err := t.column(c.column)
		if err != nil {
			return fmt.Errorf("sheet row %d: %w", r.number, err)
		}
		if t.b.Has(col) {
			t.b.Fault("row.cells: two cells stand at one place")
			continue
		}
		t.b.Set(col, r.text[c.start:c.end])
	}
	return t.b.End(r.number)
}

// column returns the batcher's column for a column of the sheet. Columns to the
// right of the header, such as remarks, are named by their position.
func (t *table) column(i int) (int, error) {
	for i >= len(t.columns) {
		t.columns = append(t.columns, -1)
	}
	if t.columns[i] < 0 {
		name := rawbatch.PlaceName(i)
		for {
			if _, taken := t.b.Lookup([]byte(name)); !taken {
				break
			}
			name += "_"
		}
		col, err := t.b.Column(name)
		if err != nil {
			return 0, err
		}
		t.columns[i] = col
	}
	return t.columns[i], nil
}

// row is a row of a sheet with its cells in order.
type row struct {
	number int64
	cells  []cell
	text   []byte // of all cells
	fault  string // what is wrong with the row as a whole, as Batcher.Fault has it
}

// cell is a non-empty cell: text[start:end] of its row.
type cell struct {
	column     int // from 0
	start, end int
}

func (r *row) blank() bool {
	return r.fault == "" && len(bytes.TrimSpace(r.text)) == 0
}

func (r *row) clone() *row {
	return &row{r.number, append([]cell(nil), r.cells...), bytes.Clone(r.text), r.fault}
}

// texts returns the cells from the first column to the last non-empty one.
func (r *row) texts() []string {
	width := 0
	for _, c := range r.cells {
		width = max(width, c.column+1)
	}
	texts := make([]string, width)
	for _, c := range r.cells {
		texts[c.column] = string(r.text[c.start:c.end])
	}
	return texts
}
