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

// emitBegin emits the lineage event of the run's begin.
func (s *Session) emitBegin(ctx context.Context) {
	if s.Lineage == nil {
		return
	}
	s.emitAbandoned(ctx)
	run := s.Report.Run
	s.Lineage(lineage.Run{ID: run.ID, Command: run.Command, State: run.State, Time: run.Started})
}

// emitEnd emits the lineage event of the run's end, with what it read and wrote.
func (s *Session) emitEnd(ctx context.Context, err error) {
	if s.Lineage == nil {
		return
	}
	run := s.Report.Run
	event := lineage.Run{ID: run.ID, Command: run.Command, State: run.State, Time: run.Ended, Slot: s.Report.Slot,
		Stopped: err != nil && ctx.Err() != nil, Outputs: s.Report.committed()}
	switch {
	case err != nil:
		event.Reason = s.Outward(err).Error()
	case run.State == dubbelkrona.RunPartial:
		event.Reason = run.Message
	}
	for _, source := range s.Report.Sources {
		event.Inputs = append(event.Inputs, lineage.Dataset{Name: "source." + source.Name, Rows: new(source.Rows)})
	}
	if err == nil && s.Report.Built {
		read, built := s.Report.folded()
		event.Inputs, event.Outputs = append(event.Inputs, read...), append(event.Outputs, built...)
	}
	s.Lineage(event)
}

// committed returns the tables of the lake that rows were committed to.
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

// folded returns the tables of the snapshot that was built as outputs, and the
// tables of the lake that they were made of as inputs, but for those that the
// run itself wrote.
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
	if t, ok := dubbelkrona.TableByName(table); ok {
		return t.Columns
	}
	return nil
}

// emitAbandoned emits the end of the runs whose process died and that this run
// has marked as abandoned.
func (s *Session) emitAbandoned(ctx context.Context) {
	if s.Report.Abandoned == 0 {
		return
	}
	const recent = 100 // runs; the abandoned ones are among them
	runs, err := s.Ledger.Runs.Latest(ctx, recent)
	if err != nil {
		s.Log.Warn("no lineage events for abandoned runs", "error", err)
		return
	}
	var latest time.Time // when they were marked, all at once
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
