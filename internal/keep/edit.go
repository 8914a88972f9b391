package keep

import (
	"context"
	"errors"

	"dubbelkrona"
	"dubbelkrona/internal/lake"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
)

// Edited says what becomes of a record's rows. The zero value leaves them as
// they are.
type Edited struct {
	Drop []bool // rows that go; nil where none does
	// Columns take the place of the record's own; Rows counts the rows in
	// which they differ.
	Columns map[int]arrow.Array
	Rows    int64
}

func (e Edited) changed() bool { return e.Drop != nil || e.Rows > 0 }

func (e Edited) release() {
	for _, c := range e.Columns {
		c.Release()
	}
}

// Editor looks at a record of a file's rows.
type Editor interface {
	Edit(f *File, rec arrow.Record) (Edited, error)
}

// Rewritten is a file that was written anew.
type Rewritten struct {
	File lake.File
	// Rows is how many rows went or changed.
	Rows int64
	// Segments are those with such rows, and how many rows each has left.
	Segments map[int64]int64
}

// errChanges ends a first reading as soon as it has seen a change.
var errChanges = errors.New("the file changes")

// Rewrite writes a file anew as an editor says, and keeps it beside the old
// one. changed is false, and nothing is written, where the editor leaves every
// row as it is.
func Rewrite(ctx context.Context, l *lake.Lake, f File, e Editor) (r Rewritten, changed bool, err error) {
	err = l.Read(ctx, f.Path, func(rec arrow.Record) error {
		edited, err := e.Edit(&f, rec)
		if err != nil {
			return err
		}
		defer edited.release()
		if edited.changed() {
			return errChanges
		}
		return nil
	})
	if !errors.Is(err, errChanges) {
		return Rewritten{}, false, err
	}
	r = Rewritten{Segments: make(map[int64]int64)}
	left := make(map[int64]int64, len(f.Segments))
	for _, s := range f.Segments {
		left[s.ID] = s.Rows
	}
	r.File, err = l.Rewrite(ctx, f.Of, f.Path, f.Packed, func(rec arrow.Record, emit func(arrow.Record) error) error {
		edited, err := e.Edit(&f, rec)
		if err != nil {
			return err
		}
		defer edited.release()
		r.count(&f, rec, edited, left)
		return edited.apply(rec, emit)
	})
	if err != nil {
		return Rewritten{}, false, err
	}
	for id := range r.Segments {
		r.Segments[id] = left[id]
	}
	r.File, err = l.Keep(r.File)
	return r, true, err
}

// count notes which segments an edited record changes.
func (r *Rewritten) count(f *File, rec arrow.Record, edited Edited, left map[int64]int64) {
	if !edited.changed() {
		return
	}
	r.Rows += edited.Rows
	of := segmentNumbers(f, rec)
	for row := range int(rec.NumRows()) {
		id := of(row)
		if edited.Drop != nil && edited.Drop[row] {
			r.Rows++
			left[id]--
			r.Segments[id] = 0
		} else if edited.Rows > 0 {
			r.Segments[id] = 0
		}
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
	gone := func(row int64) bool { return e.Drop != nil && e.Drop[row] }
	for from := int64(0); from < rows; from++ {
		to := from
		for to < rows && !gone(to) {
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

// segmentNumbers tells of which segment a row of a record is.
func segmentNumbers(f *File, rec arrow.Record) func(row int) int64 {
	if !f.Packed {
		id := f.Segments[0].ID
		return func(int) int64 { return id }
	}
	numbers := rec.Column(int(rec.NumCols()) - 1).(*array.Int64)
	return func(row int) int64 { return numbers.Value(row) }
}

// column finds a column of the table in a record of its rows.
func column(t *dubbelkrona.Table, rec arrow.Record, name string) arrow.Array {
	for i := range t.Columns {
		if t.Columns[i].Name == name {
			return rec.Column(i)
		}
	}
	return nil
}

// Apply emits what an editor leaves of a record that is in no file yet, and
// says how many rows went or changed.
func Apply(e Editor, t *dubbelkrona.Table, rec arrow.Record, emit func(arrow.Record) error) (rows int64, err error) {
	edited, err := e.Edit(&File{Of: t}, rec)
	if err != nil {
		return 0, err
	}
	defer edited.release()
	rows = edited.Rows
	for _, gone := range edited.Drop {
		if gone {
			rows++
		}
	}
	return rows, edited.apply(rec, emit)
}
