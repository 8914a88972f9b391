package lake

import (
	"context"
	"errors"

	"dubbelkrona"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
)

// Editor decides which rows of a record of a file are dropped or changed. A file
// is read twice, so an Editor must return the same result each time.
type Editor interface {
	Edit(f *dubbelkrona.File, rec arrow.Record) (Edited, error)
}

// Rewritten is a file that was rewritten.
type Rewritten struct {
	File dubbelkrona.File
	// Rows is the number of rows dropped or changed.
	Rows int64
	// Segments are the segments with such rows, and how many rows each has left.
	Segments map[int64]int64
}

// errChanges stops the first read of a file at the first change.
var errChanges = errors.New("the file changes")

// Edit rewrites a file with an editor and stores it beside the old one. If the
// editor leaves every row unchanged, changed is false and nothing is written.
func (l *Lake) Edit(ctx context.Context, f dubbelkrona.File, e Editor) (r Rewritten, changed bool, err error) {
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
	r.File, err = l.Rewrite(ctx, f, func(rec arrow.Record, emit func(arrow.Record) error) error {
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
	r.File, err = l.Store(r.File)
	return r, true, err
}

// count updates the counts of rows with an edited record.
func (r *Rewritten) count(f *dubbelkrona.File, rec arrow.Record, edited Edited, left map[int64]int64) {
	if !edited.changed() {
		return
	}
	r.Rows += edited.Rows
	of := SegmentOf(f, rec)
	for row := range int(rec.NumRows()) {
		id := of(row)
		if edited.Dropped != nil && edited.Dropped[row] {
			r.Rows++
			left[id]--
			r.Segments[id] = 0
		} else if edited.Rows > 0 {
			r.Segments[id] = 0
		}
	}
}

// EditRecord edits a record that is in no file yet, emits the result and returns
// the number of rows dropped or changed.
func EditRecord(e Editor, t *dubbelkrona.Table, rec arrow.Record, emit func(arrow.Record) error) (rows int64, err error) {
	edited, err := e.Edit(&dubbelkrona.File{Table: t}, rec)
	if err != nil {
		return 0, err
	}
	defer edited.release()
	rows = edited.Rows
	for _, dropped := range edited.Dropped {
		if dropped {
			rows++
		}
	}
	return rows, edited.apply(rec, emit)
}

// OnlySegments keeps only the rows of the segments with these numbers.
type OnlySegments map[int64]bool

// Edit implements Editor.
func (only OnlySegments) Edit(f *dubbelkrona.File, rec arrow.Record) (Edited, error) {
	var edited Edited
	of := SegmentOf(f, rec)
	for row := range int(rec.NumRows()) {
		if !only[of(row)] {
			edited.Drop(row, int(rec.NumRows()))
		}
	}
	return edited, nil
}

// SegmentOf returns a function from a row of a record of a file to the number of
// its segment.
func SegmentOf(f *dubbelkrona.File, rec arrow.Record) func(row int) int64 {
	if !f.Packed {
		id := f.Segments[0].ID
		return func(int) int64 { return id }
	}
	numbers := rec.Column(int(rec.NumCols()) - 1).(*array.Int64)
	return func(row int) int64 { return numbers.Value(row) }
}

// WithoutPersons drops the rows of persons for whose pseudonym it returns true.
type WithoutPersons func(pseudonym []byte) bool

// Edit implements Editor.
func (of WithoutPersons) Edit(_ *dubbelkrona.File, rec arrow.Record) (Edited, error) {
	var edited Edited
	for _, c := range rec.Columns() {
		persons, ok := c.(*array.FixedSizeBinary)
		if !ok {
			continue
		}
		for row := range persons.Len() {
			if persons.IsValid(row) && of(persons.Value(row)) {
				edited.Drop(row, persons.Len())
			}
		}
	}
	return edited, nil
}
