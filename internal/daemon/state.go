package daemon

import (
	"context"
	"fmt"

	"dubbelkrona"
	"dubbelkrona/internal/arrival"
	"dubbelkrona/internal/pipeline"
	"dubbelkrona/internal/session"
	"dubbelkrona/internal/web"
)

// state reads the state of the project, for web.
func (w *watch) state(ctx context.Context) (web.State, error) {
	w.mu.Lock()
	project := w.project
	w.mu.Unlock()
	status, err := pipeline.ReadStatus(ctx, project, w.with.Now())
	if err != nil {
		return web.State{}, err
	}
	if reason := status.Strange.EN; reason != "" {
		return web.State{}, fmt.Errorf("%w: %s", session.ErrOtherLedger, reason)
	}
	slots, err := pipeline.CountSlots(ctx, project)
	if err != nil {
		return web.State{}, err
	}
	s := web.State{Project: project.Name, Version: w.with.Version, Language: project.Language, Snapshot: status.Published.ID, Published: status.Published.Published,
		LastRun: status.LastRun, Backfill: status.Backfill, Faults: status.Faults,
		Bytes: map[string]int64{"ledger": status.LedgerBytes, "lake": status.LiveBytes, "published": status.PublishedBytes}}
	for _, j := range status.Jobs {
		s.Jobs = append(s.Jobs, web.Job{Name: j.Job, Next: j.Next, Last: j.Last, Slots: slots[j.Job]})
	}
	quarantined := make(map[string]int64)
	for _, i := range status.Issues {
		if i.Severity == dubbelkrona.Reject {
			quarantined[i.Source] += i.Count
		}
	}
	for _, f := range status.Sources {
		source := web.Source{Name: f.Source, Succeeded: f.Succeeded, Delivered: f.Delivered, Stale: f.Stale, Message: f.Message, Absent: f.Nothing,
			Rows: status.RowsOf[f.Source], Quarantined: quarantined[f.Source]}
		for _, h := range f.Held {
			source.Held = append(source.Held, h.Object+" ("+arrival.Changes(project.Language, h)+")")
		}
		for _, m := range f.Gone {
			source.Gone = append(source.Gone, m.Object)
		}
		s.Sources = append(s.Sources, source)
	}
	return s, nil
}
