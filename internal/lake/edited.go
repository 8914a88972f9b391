package lake

import (
	"bytes"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// Edited says what becomes of a record's rows. The zero value leaves them as
// they are.
type Edited struct {
	// Dropped rows go; nil if none does.
	Dropped []bool
	// Columns take the place of the record's own, by index, and belong to the
	// Edited; Rows counts the rows in which they differ.
	Columns map[int]arrow.Array
	Rows    int64
}

// Drop drops a row of a record that has a number of rows.
func (e *Edited) Drop(row, rows int) {
	if e.Dropped == nil {
		e.Dropped = make([]bool, rows)
	}
	e.Dropped[row] = true
}

// Replace puts values in the place of a column, which change a number of rows.
// It takes the values over.
func (e *Edited) Replace(column int, values arrow.Array, rows int64) {
	if e.Columns == nil {
		e.Columns = make(map[int]arrow.Array)
	}
	e.Columns[column] = values
	e.Rows = max(e.Rows, rows)
}

// ReplaceTexts edits the values of the text columns that contain a part
// somewhere: most columns do not, which the bytes of a whole column tell at
// once. edit returns a text without that part as it is.
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

// apply emits what is left of a record: slices between the rows that go.
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
