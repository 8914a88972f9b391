package lake

import (
	"bytes"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// Edited is the result of editing a record. The zero value leaves all rows
// unchanged.
type Edited struct {
	// Dropped marks the rows to remove; nil means none.
	Dropped []bool
	// Columns replace the record's columns, by index; the Edited owns them. Rows
	// is the number of rows in which they differ.
	Columns map[int]arrow.Array
	Rows    int64
}

// Drop marks a row as dropped; rows is the number of rows of the record.
func (e *Edited) Drop(row, rows int) {
	if e.Dropped == nil {
		e.Dropped = make([]bool, rows)
	}
	e.Dropped[row] = true
}

// Replace replaces a column by values, which differ in a number of rows. It takes
// ownership of the values.
func (e *Edited) Replace(column int, values arrow.Array, rows int64) {
	if e.Columns == nil {
		e.Columns = make(map[int]arrow.Array)
	}
	e.Columns[column] = values
	e.Rows = max(e.Rows, rows)
}

// ReplaceTexts applies edit to the values of the text columns that contain part
// anywhere; the other columns are skipped after one search of their bytes. edit
// must return a text without part unchanged.
func (e *Edited) ReplaceTexts(rec arrow.Record, part string, edit func(string) string) {
	for i, c := range rec.Columns() {
		if col, ok := c.(*array.String); ok && col.Len() > 0 && bytes.Contains(valueBytes(col)[col.ValueOffset(0):col.ValueOffset(col.Len())], []byte(part)) {
			e.replaceTexts(i, col, edit)
		}
	}
}

func (e *Edited) replaceTexts(i int, col *array.String, edit func(string) string) {
	b := array.NewStringBuilder(memory.DefaultAllocator)
	defer b.Release()
	b.Reserve(col.Len())
	var changed int64
	for row := range col.Len() {
		if col.IsNull(row) {
			b.AppendNull()
			continue
		}
		text := edit(col.Value(row))
		if text != col.Value(row) {
			changed++
		}
		b.Append(text)
	}
	if changed > 0 {
		e.Replace(i, b.NewArray(), changed)
	}
}

func (e Edited) changed() bool { return e.Dropped != nil || e.Rows > 0 }

func (e Edited) release() {
	for _, c := range e.Columns {
		c.Release()
	}
}

// apply emits what is left of a record: slices between the dropped rows.
func (e Edited) apply(rec arrow.Record, emit func(arrow.Record) error) error {
	if !e.changed() {
		return emit(rec)
	}
	columns := make([]arrow.Array, rec.NumCols())
	for i, c := range rec.Columns() {
		columns[i] = c
		if own, ok := e.Columns[i]; ok {
			columns[i] = own
		}
	}
	edited := array.NewRecord(rec.Schema(), columns, rec.NumRows())
	defer edited.Release()
	rows := rec.NumRows()
	dropped := func(row int64) bool { return e.Dropped != nil && e.Dropped[row] }
	for from := int64(0); from < rows; from++ {
		to := from
		for to < rows && !dropped(to) {
			to++
		}
		if to > from {
			part := edited.NewSlice(from, to)
			err := emit(part)
			part.Release()
			if err != nil {
				return err
			}
		}
		from = to
	}
	return nil
}
