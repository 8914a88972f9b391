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

// The tables for which a retention limit can be set, which are those of persons.
const (
	participantTable = "participant"
	placementTable   = "placement"
	outcomeTable     = "outcome"
)

// Retain is a lake.Editor that drops the rows about persons that are older than
// their table's limit. The day of a row is:
//
//   - for an outcome, its month;
//   - for a placement, its last day or, if it has not ended, the day on which its
//     delivery was committed;
//   - for a participant, the latest day of the person's placements and outcomes or,
//     without any, the day on which its delivery was committed.
type Retain struct {
	// Before is the first day that is kept, by table.
	Before map[string]time.Time
	latest map[Pseudonym]arrow.Date32
}

// LoadDays reads the placements and outcomes among files, which determine the days
// of participants. It must be called before Edit if participants have a limit.
func (r *Retain) LoadDays(ctx context.Context, l *lake.Lake, files []dubbelkrona.File) error {
	r.latest = make(map[Pseudonym]arrow.Date32)
	for i := range files {
		f := &files[i]
		if f.Table.Name != placementTable && f.Table.Name != outcomeTable {
			continue
		}
		err := l.Read(ctx, f.Path, func(rec arrow.Record) error {
			day, err := r.days(f, rec)
			if err != nil {
				return err
			}
			persons := columnOf(rec, "person").(*array.FixedSizeBinary)
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
func (r *Retain) Edit(f *dubbelkrona.File, rec arrow.Record) (lake.Edited, error) {
	var edited lake.Edited
	first, limited := r.Before[f.Table.Name]
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

// days returns a function that returns the day of a row of a record.
func (r *Retain) days(f *dubbelkrona.File, rec arrow.Record) (func(row int) arrow.Date32, error) {
	of := lake.SegmentOf(f, rec)
	committed := make(map[int64]arrow.Date32, len(f.Segments))
	for _, s := range f.Segments {
		committed[s.ID] = arrow.Date32FromTime(s.Committed)
	}
	switch f.Table.Name {
	case outcomeTable:
		months := columnOf(rec, "month").(*array.Date32)
		return func(row int) arrow.Date32 { return months.Value(row) }, nil
	case placementTable:
		ends := columnOf(rec, "end").(*array.Date32)
		return func(row int) arrow.Date32 {
			if ends.IsNull(row) {
				return committed[of(row)]
			}
			return ends.Value(row)
		}, nil
	case participantTable:
		persons := columnOf(rec, "person").(*array.FixedSizeBinary)
		return func(row int) arrow.Date32 {
			if day, met := r.latest[Pseudonym(persons.Value(row))]; met {
				return day
			}
			return committed[of(row)]
		}, nil
	}
	return nil, fmt.Errorf("table %s has no retention limit", f.Table.Name)
}

// columnOf returns the column of a record with the given name; nil if it has none. A
// file that is older than its table may have its columns in other places.
func columnOf(rec arrow.Record, name string) arrow.Array {
	if at := rec.Schema().FieldIndices(name); len(at) == 1 {
		return rec.Column(at[0])
	}
	return nil
}
