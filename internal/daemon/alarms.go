package daemon

import (
	"context"
	"slices"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/notify"
	"dubbelkrona/internal/published"
	"dubbelkrona/scheduler"
)

// alarms raises and clears alarms for a daemon's events and the state of sources.
type alarms struct {
	center *notify.Center
	owners *owners
}

// alarmStore keeps the center's state in the ledger.
type alarmStore struct{ ledger *ledger.Ledger }

const alarmsFact = "alarms"

// LoadAlarms implements notify.Store.
func (s alarmStore) LoadAlarms(ctx context.Context) ([]byte, error) {
	text, known, err := s.ledger.Facts.Get(ctx, alarmsFact)
	if err != nil || !known {
		return nil, err
	}
	return []byte(text), nil
}

// SaveAlarms implements notify.Store.
func (s alarmStore) SaveAlarms(ctx context.Context, data []byte) error {
	return s.ledger.Facts.Set(ctx, alarmsFact, string(data))
}

// endings are the alarms that the end of a slot can raise. The next slot of the
// job that ends well clears all of them.
var endings = []notify.Kind{notify.Failed, notify.Missed, notify.Partial, notify.Blocked}

// event raises and clears alarms for an event. Past slots raise none: whoever
// requested them sees how they end.
func (a alarms) event(ctx context.Context, e scheduler.Event) {
	switch e.Kind {
	case scheduler.EventTrouble, scheduler.EventClock:
		a.center.Raise(ctx, notify.Trouble, "", e.Err.Error())
	case scheduler.EventStarted:
		// A scheduler that starts a slot can work.
		a.center.Clear(ctx, notify.Trouble, "")
	case scheduler.EventEnded:
		if e.Slot.Kind == dubbelkrona.SlotScheduled {
			a.ended(ctx, e)
		}
	}
}

func (a alarms) ended(ctx context.Context, e scheduler.Event) {
	kind := kindOf(e)
	if kind == "" && e.Slot.State != dubbelkrona.SlotDone {
		return // skipped: the slot before it is still running, and will end
	}
	for _, other := range endings {
		switch {
		case kind == "":
			a.center.Clear(ctx, other, e.Slot.Job)
		case other != kind:
			a.center.Withdraw(ctx, other, e.Slot.Job)
		}
	}
	if kind != "" {
		a.center.Raise(ctx, kind, e.Slot.Job, e.Slot.Message)
	}
}

// kindOf returns the alarm that the end of a slot raises, or "".
func kindOf(e scheduler.Event) notify.Kind {
	switch e.Slot.State {
	case dubbelkrona.SlotFailed:
		if dubbelkrona.KindOf(e.Err) == dubbelkrona.Blocked {
			return notify.Blocked
		}
		return notify.Failed
	case dubbelkrona.SlotMissed:
		return notify.Missed
	case dubbelkrona.SlotPartial:
		return notify.Partial
	}
	return ""
}

// sources raises and clears alarms about sources: data older than the source's
// limit, and deliveries that are held back or did not come.
func (a alarms) sources(ctx context.Context, project *config.Project, all []dubbelkrona.SourceStatus) {
	for i, s := range all {
		tried := !s.Succeeded.IsZero() || !s.Failed.IsZero()
		a.stand(ctx, notify.Stale, s.Source, project.Sources[i].Fresh != nil && s.Stale && tried, s.Message)
		a.stand(ctx, notify.Absent, s.Source, s.Nothing, s.Message)
		var held, gone []string
		for _, h := range s.Held {
			held = append(held, h.Object+" ("+h.Changes+")")
		}
		for _, m := range s.Gone {
			gone = append(gone, m.Object)
		}
		a.stand(ctx, notify.Held, s.Source, len(held) > 0, strings.Join(held, "; "))
		a.stand(ctx, notify.Gone, s.Source, len(gone) > 0, some(gone))
	}
}

// found raises an alarm for each check of the last build that found something about a
// metric with an owner, and clears those for all others.
func (a alarms) found(ctx context.Context, project *config.Project, findings []published.Finding) {
	a.owners.learn(findings)
	stands := make(map[string]bool)
	for _, f := range findings {
		stands[subjectOf(f)] = true
		a.center.Raise(ctx, notify.Found, subjectOf(f), f.Title.In(project.Language))
	}
	for _, subject := range a.center.Subjects(notify.Found) {
		if !stands[subject] {
			a.center.Clear(ctx, notify.Found, subject)
		}
	}
}

// stand raises an alarm if it stands and clears it otherwise.
func (a alarms) stand(ctx context.Context, kind notify.Kind, subject string, stands bool, detail string) {
	if stands {
		a.center.Raise(ctx, kind, subject, detail)
	} else {
		a.center.Clear(ctx, kind, subject)
	}
}

// some lists the first few of many names.
func some(names []string) string {
	const shown = 5
	text := strings.Join(names[:min(len(names), shown)], ", ")
	if len(names) > shown {
		text += ", …"
	}
	return text
}

// configured drops the alarms about jobs and sources that the configuration no
// longer has.
func (a alarms) configured(ctx context.Context, project *config.Project) {
	a.center.Retain(ctx, func(alarm notify.Alarm) bool {
		switch alarm.Kind {
		case notify.Trouble, notify.Found:
			return true
		case notify.Stale, notify.Held, notify.Absent, notify.Gone:
			return slices.ContainsFunc(project.Sources, func(s config.Source) bool { return s.Name == alarm.Subject })
		}
		return slices.ContainsFunc(project.Jobs(), func(j scheduler.Job) bool { return j.Name == alarm.Subject })
	})
}
