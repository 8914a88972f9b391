package upkeep

import (
	"context"
	"fmt"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/lake"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
)

// The tables that a limit of age may be set for, which are those of persons.
const (
	participantTable = "participant"
	placementTable   = "placement"
	outcomeTable     = "outcome"
)

// Retain drops the rows of persons that are older than a table's limit. How
// old a row is, its day tells:
//
//   - of an outcome, its month;
//   - of a placement, its last day; one without goes on, and its day is the one
//     on which the delivery that says so was committed;
//   - of a participant, the latest day of her placements and outcomes; if
//     she has none, the day on which the delivery was committed.
type Retain struct {
	// Before is, by table, the first day that is kept.
	Before map[string]time.Time
	latest map[Pseudonym]arrow.Date32
}

// Know reads the placements and outcomes among files, of which a participant's
// age is told. It must come before Edit if participants have a limit.
func (r *Retain) Know(ctx context.Context, l *lake.Lake, files []lake.SegmentFile) error {
	r.latest = make(map[Pseudonym]arrow.Date32)
	for i := range files {
		f := &files[i]
		if f.Table != placementTable && f.Table != outcomeTable {
			continue
		}
		err := l.Read(ctx, f.Path, func(rec arrow.Record) error {
			day, err := r.days(f, rec)
			if err != nil {
				return err
			}
			persons := columnOf(f.Of, rec, "person").(*array.FixedSizeBinary)
			for row := range persons.Len() {
				person := Pseudonym(persons.Value(row))
				if former, met := r.latest[person]; !met || day(row) > former {
					r.latest[person] = day(row)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Edit implements lake.Editor.
func (r *Retain) Edit(f *lake.SegmentFile, rec arrow.Record) (lake.Edited, error) {
	var edited lake.Edited
	first, limited := r.Before[f.Table]
	if !limited {
		return edited, nil
	}
	day, err := r.days(f, rec)
	if err != nil {
		return edited, err
	}
	limit := arrow.Date32FromTime(first)
	for row := range int(rec.NumRows()) {
		if day(row) < limit {
			edited.Drop(row, int(rec.NumRows()))
		}
	}
	return edited, nil
}

// days tells the day of a row of a record.
func (r *Retain) days(f *lake.SegmentFile, rec arrow.Record) (func(row int) arrow.Date32, error) {
	of := f.SegmentOf(rec)
	committed := make(map[int64]arrow.Date32, len(f.Segments))
	for _, s := range f.Segments {
		committed[s.ID] = arrow.Date32FromTime(s.Committed)
	}
	switch f.Table {
	case outcomeTable:
		months := columnOf(f.Of, rec, "month").(*array.Date32)
		return func(row int) arrow.Date32 { return months.Value(row) }, nil
	case placementTable:
		ends := columnOf(f.Of, rec, "end").(*array.Date32)
		return func(row int) arrow.Date32 {
			if ends.IsNull(row) {
				return committed[of(row)]
			}
			return ends.Value(row)
		}, nil
	case participantTable:
		persons := columnOf(f.Of, rec, "person").(*array.FixedSizeBinary)
		return func(row int) arrow.Date32 {
			if day, met := r.latest[Pseudonym(persons.Value(row))]; met {
				return day
			}
			return committed[of(row)]
		}, nil
	}
	return nil, fmt.Errorf("table %s has no limit of age", f.Table)
}

// columnOf finds a column of a table in a record of its rows.
func columnOf(t *dubbelkrona.Table, rec arrow.Record, name string) arrow.Array {
	for i := range t.Columns {
		if t.Columns[i].Name == name {
			return rec.Column(i)
		}
	}
	return nil
}
