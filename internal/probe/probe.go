package probe

import (
	"context"
	"errors"

	"github.com/apache/arrow/go/v15/arrow/array"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/rawbatch"
	"dubbelkrona/transform"
)

// SampleRows is the max number of rows that are read, from the start.
const SampleRows = 2000

// Report describes one object.
type Report struct {
	Object      string
	Bytes       int64
	Description ingest.Description
	Rows        int64 // rows of the sample
	Whole       bool  // the sample has all rows of the object
	Faults      int64 // rows of the sample that the format could not split into columns
	// Columns are in the object's order. They have the names kolumn_1, kolumn_2
	// and so on if Nameless.
	Columns []Column
	// Nameless reports that the column names look like data: the object may
	// have no header.
	Nameless bool
	// Fits are the profiles that accept rows, the best first.
	Fits []Fit
	// Guess is the table whose columns the file's resemble most, if no profile
	// accepts rows; nil if there is none.
	Guess *Guess
}

// Object examines one object of a source.
func Object(ctx context.Context, registry *ingest.Registry, src ingest.Source, obj ingest.Object, env transform.Env) (*Report, error) {
	d, err := registry.Describe(ctx, src, obj)
	if err != nil {
		return nil, err
	}
	r := &Report{Object: obj.Label, Bytes: d.Origin.Bytes, Description: d}
	sample := &sample{}
	r.Whole, err = first(ctx, src, obj, d.Origin, sample.add)
	if err != nil {
		return nil, err
	}
	r.Rows, r.Faults, r.Columns = sample.rows, sample.faults, sample.columns
	for _, profile := range transform.Profiles() {
		fit, err := try(ctx, src, obj, d.Origin, profile, env)
		if err != nil {
			return nil, err
		}
		if fit.Written > 0 {
			r.Fits = append(r.Fits, fit)
		}
	}
	rank(r.Fits)
	r.hideNames()
	if len(r.Fits) == 0 {
		r.Guess = guess(r.Columns)
	}
	return r, nil
}

// hideNames replaces the column names by their positions if they look like data.
func (r *Report) hideNames() {
	names := make([]string, len(r.Columns))
	for i, c := range r.Columns {
		names[i] = c.Name
	}
	if r.Nameless = !transform.IsHeading(names); !r.Nameless {
		return
	}
	for i := range r.Columns {
		r.Columns[i].Name = rawbatch.PlaceName(i)
	}
}

// errEnough ends Read when the sample is full.
var errEnough = errors.New("enough rows")

// first reads the rows of the sample, and reports whether the object has no more.
func first(ctx context.Context, src ingest.Source, obj ingest.Object, origin dubbelkrona.Origin, each func(*dubbelkrona.RawBatch) error) (whole bool, err error) {
	var rows int64
	err = src.Read(ctx, obj, origin, func(b *dubbelkrona.RawBatch) error {
		cut := b.Record.NewSlice(0, min(b.Record.NumRows(), SampleRows-rows))
		defer cut.Release()
		part := &dubbelkrona.RawBatch{Origin: b.Origin, Record: cut, Rows: b.Rows[:cut.NumRows()], Sheet: b.Sheet}
		if err := each(part); err != nil {
			return err
		}
		if rows += cut.NumRows(); rows >= SampleRows {
			return errEnough
		}
		return nil
	})
	if err == errEnough {
		return false, nil
	}
	return true, err
}

// sample counts what the cells of each column look like.
type sample struct {
	rows, faults int64
	columns      []Column
	index        map[string]int
}

func (s *sample) add(b *dubbelkrona.RawBatch) error {
	if s.index == nil {
		s.index = make(map[string]int)
	}
	for i, field := range b.Record.Schema().Fields() {
		cells := b.Record.Column(i).(*array.String)
		if field.Name == rawbatch.FaultColumn {
			s.faults += int64(cells.Len() - cells.NullN())
			continue
		}
		at, known := s.index[field.Name]
		if !known {
			at = len(s.columns)
			s.index[field.Name] = at
			s.columns = append(s.columns, Column{Name: field.Name})
		}
		for n := range cells.Len() {
			if cells.IsValid(n) {
				s.columns[at].look(cells.Value(n))
			}
		}
	}
	s.rows += b.Record.NumRows()
	return nil
}
