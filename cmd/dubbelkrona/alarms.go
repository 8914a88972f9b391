package main

import (
	"context"
	"slices"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/notify"
	"dubbelkrona/internal/pipeline"
	"dubbelkrona/scheduler"
)

// alarms decides which of a daemon's events people are to be told of.
type alarms struct{ center *notify.Center }

// alarmStore keeps what the center must not forget in the ledger.
type alarmStore struct{ ledger *ledger.Ledger }

const alarmsFact = "alarms"

// LoadAlarms implements notify.Store.
func (s alarmStore) LoadAlarms(ctx context.Context) ([]byte, error) {
	text, known, err := s.ledger.Fact(ctx, alarmsFact)
	if err != nil || !known {
		return nil, err
	}
	return []byte(text), nil
}

// SaveAlarms implements notify.Store.
func (s alarmStore) SaveAlarms(ctx context.Context, data []byte) error {
	return s.ledger.SetFact(ctx, alarmsFact, string(data))
}

// endings are the alarms that a slot's end can be, of which the next one that
// ends well takes away all.
var endings = []notify.Kind{notify.Failed, notify.Missed, notify.Partial, notify.Blocked}

// event raises and clears alarms. What nobody is waiting for, a slot of the
// past, is the business of whoever asked for it.
func (a alarms) event(ctx context.Context, e scheduler.Event) {
	switch e.Kind {
	case scheduler.EventTrouble, scheduler.EventClock:
		a.center.Raise(ctx, notify.Trouble, "", e.Err.Error())
	case scheduler.EventStarted:
		// A slot is run by a scheduler that can work.
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
		return // skipped: the one before it is still at work, and will end
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

// kindOf is the alarm that a slot's end is; empty where it is none.
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

// sources raises and clears what is about sources: the age of those with
// a promise to break, and deliveries that are held back or do not come.
func (a alarms) sources(ctx context.Context, project *config.Project, all []pipeline.Freshness) {
	for i, s := range all {
		tried := !s.Succeeded.IsZero() || !s.Failed.IsZero()
		a.stand(ctx, notify.Stale, s.Source, project.Sources[i].Fresh != nil && s.Stale && tried, s.Message)
		a.stand(ctx, notify.Absent, s.Source, s.Nothing, s.Message)
		var held, gone []string
		for _, h := range s.Held {
			held = append(held, h.Object+" ("+pipeline.Changes(project.Language, h)+")")
		}
		for _, m := range s.Gone {
			gone = append(gone, m.Object)
		}
		a.stand(ctx, notify.Held, s.Source, len(held) > 0, strings.Join(held, "; "))
		a.stand(ctx, notify.Gone, s.Source, len(gone) > 0, some(gone))
	}
}

// stand raises an alarm that stands and clears one that does not.
func (a alarms) stand(ctx context.Context, kind notify.Kind, subject string, stands bool, detail string) {
	if stands {
		a.center.Raise(ctx, kind, subject, detail)
	} else {
		a.center.Clear(ctx, kind, subject)
	}
}

// some is the first few of many names.
func some(names []string) string {
	const shown = 5
	text := strings.Join(names[:min(len(names), shown)], ", ")
	if len(names) > shown {
		text += ", …"
	}
	return text
}

// configured drops the alarms about jobs and sources that are no more.
func (a alarms) configured(ctx context.Context, project *config.Project) {
	a.center.Retain(ctx, func(alarm notify.Alarm) bool {
		switch alarm.Kind {
		case notify.Trouble:
			return true
		case notify.Stale, notify.Held, notify.Absent, notify.Gone:
			return slices.ContainsFunc(project.Sources, func(s config.Source) bool { return s.Name == alarm.Subject })
		}
		return slices.ContainsFunc(project.Jobs(), func(j scheduler.Job) bool { return j.Name == alarm.Subject })
	})
}
