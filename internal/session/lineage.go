package session

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/lineage"
)

// tellBegin tells that the run begins.
func (s *Session) tellBegin(ctx context.Context) {
	if s.Lineage == nil {
		return
	}
	s.tellAbandoned(ctx)
	run := s.Report.Run
	s.Lineage(lineage.Run{ID: run.ID, Command: run.Command, State: run.State, Time: run.Started})
}

// tellEnd tells how the run ended, what it read and what it wrote.
func (s *Session) tellEnd(ctx context.Context, err error) {
	if s.Lineage == nil {
		return
	}
	run := s.Report.Run
	told := lineage.Run{ID: run.ID, Command: run.Command, State: run.State, Time: run.Ended, Slot: s.Report.Slot,
		Stopped: err != nil && ctx.Err() != nil, Outputs: s.Report.committed()}
	switch {
	case err != nil:
		told.Reason = s.Outward(err).Error()
	case run.State == dubbelkrona.RunPartial:
		told.Reason = run.Message
	}
	for _, source := range s.Report.Sources {
		told.Inputs = append(told.Inputs, lineage.Dataset{Name: "source." + source.Name, Rows: new(source.Rows)})
	}
	if err == nil && s.Report.Built {
		read, built := s.Report.folded()
		told.Inputs, told.Outputs = append(told.Inputs, read...), append(told.Outputs, built...)
	}
	s.Lineage(told)
}

// committed are the tables of the lake that rows were committed to.
func (r *Report) committed() (outputs []lineage.Dataset) {
	rows := make(map[string]int64)
	for _, source := range r.Sources {
		for table, n := range source.Tables {
			rows[table] += n
		}
	}
	for _, table := range slices.Sorted(maps.Keys(rows)) {
		outputs = append(outputs, lineage.Dataset{Name: "lake." + table, Rows: new(rows[table]), Columns: columnsOf(table)})
	}
	return outputs
}

// folded are the tables of the snapshot that was built, and those of the lake
// that they were made of. What the run has committed itself comes from its
// sources.
func (r *Report) folded() (inputs, outputs []lineage.Dataset) {
	written := r.committed()
	for _, t := range r.Tables {
		table, core := strings.CutPrefix(t.Table, "core.")
		if !core || t.Rows == 0 {
			continue
		}
		outputs = append(outputs, lineage.Dataset{Name: t.Table, Rows: new(t.Rows), Version: r.Run.ID, Columns: columnsOf(table)})
		if name := "lake." + table; !slices.ContainsFunc(written, func(d lineage.Dataset) bool { return d.Name == name }) {
			inputs = append(inputs, lineage.Dataset{Name: name, Columns: columnsOf(table)})
		}
	}
	return inputs, outputs
}

func columnsOf(table string) []dubbelkrona.Column {
	for _, t := range dubbelkrona.Tables() {
		if t.Name == table {
			return t.Columns
		}
	}
	return nil
}

// tellAbandoned tells of the runs whose process died, which this run has found.
func (s *Session) tellAbandoned(ctx context.Context) {
	if s.Report.Abandoned == 0 {
		return
	}
	const recent = 100 // runs, of which they are among the last
	runs, err := s.Ledger.Runs(ctx, recent)
	if err != nil {
		s.Log.Warn("abandoned runs are not told of", "error", err)
		return
	}
	var latest time.Time // at which all of them were given up
	for _, run := range runs {
		if run.State == dubbelkrona.RunAbandoned && run.Ended.After(latest) {
			latest = run.Ended
		}
	}
	for _, run := range runs {
		if run.State == dubbelkrona.RunAbandoned && run.Ended.Equal(latest) {
			s.Lineage(lineage.Run{ID: run.ID, Command: run.Command, State: run.State, Time: run.Ended, Reason: run.Message})
		}
	}
}
