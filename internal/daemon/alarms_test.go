package daemon

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/notify"
	"dubbelkrona/internal/published"
	"dubbelkrona/scheduler"
)

// inbox is a channel that records the news it gets as "kind subject", with the
// prefix "over" if the alarm has ended.
type inbox struct{ news []string }

func (*inbox) Name() string { return "inbox" }

func (i *inbox) Send(_ context.Context, m notify.Message) error {
	for _, n := range m.News {
		text := string(n.Kind) + " " + n.Subject
		if n.Owner != "" {
			text += " to " + string(n.Owner)
		}
		if n.Over {
			text = "over " + text
		}
		i.news = append(i.news, text)
	}
	return nil
}

// loaded returns a project with two sources, the first with a limit of freshness.
func loaded(t *testing.T) *config.Project {
	t.Helper()
	root := t.TempDir()
	text := `project: natt
schedule: {zone: UTC, at: "30 2 * * *"}
sources:
  - {name: avtal, files: data/*.csv, profile: contract, fresh: 36h}
  - {name: reskontra, files: data/*.csv, profile: leverantorsreskontra}
`
	if err := os.WriteFile(filepath.Join(root, config.FileName), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	project, faults := config.Load(root)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return project
}

// alarmed returns the alarms of a project, stored in a ledger, and the channel
// to which they are sent.
func alarmed(t *testing.T) (alarms, *inbox) {
	t.Helper()
	now := func() time.Time { return time.Date(2031, 3, 2, 2, 30, 0, 0, time.UTC) }
	l, err := ledger.Open(filepath.Join(t.TempDir(), "ledger.db"), ledger.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	to := &inbox{}
	who := newOwners(loaded(t))
	center, err := notify.New(t.Context(), notify.Options{Project: "natt", Owner: who.of, Channels: []notify.Channel{to}, Store: alarmStore{l}, Now: now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return alarms{center, who}, to
}

// wantSent sends the due messages and checks their news.
func wantSent(t *testing.T, a alarms, to *inbox, want ...string) {
	t.Helper()
	to.news = nil
	a.center.Tick(t.Context())
	slices.Sort(to.news)
	if !slices.Equal(to.news, want) {
		t.Errorf("sent %q, want %q", to.news, want)
	}
}

// A slot that does not end well raises one alarm of its job, the next slot that
// is done clears it, and backfilled slots raise none.
func TestSlotsRaiseAndClearAlarms(t *testing.T) {
	a, to := alarmed(t)
	end := func(state dubbelkrona.SlotState, err error) {
		slot := dubbelkrona.Slot{Job: "publish", Kind: dubbelkrona.SlotScheduled, State: state}
		a.event(t.Context(), scheduler.Event{Kind: scheduler.EventEnded, Slot: slot, Err: err})
	}
	end(dubbelkrona.SlotFailed, errors.New("disk full"))
	wantSent(t, a, to, "failed publish")
	end(dubbelkrona.SlotFailed, dubbelkrona.Errorf(dubbelkrona.Blocked, "a check"))
	wantSent(t, a, to, "blocked publish")
	end(dubbelkrona.SlotSkipped, nil)
	wantSent(t, a, to)
	end(dubbelkrona.SlotDone, nil)
	wantSent(t, a, to, "over blocked publish")
	end(dubbelkrona.SlotMissed, nil)
	wantSent(t, a, to, "missed publish")
	end(dubbelkrona.SlotPartial, nil)
	wantSent(t, a, to, "partial publish")

	past := dubbelkrona.Slot{Job: "ingest:avtal", Kind: dubbelkrona.SlotBackfill, State: dubbelkrona.SlotFailed}
	a.event(t.Context(), scheduler.Event{Kind: scheduler.EventEnded, Slot: past})
	wantSent(t, a, to)
}

// A scheduler that cannot work raises an alarm until it starts a slot.
func TestTroubleIsOverWhenASlotStarts(t *testing.T) {
	a, to := alarmed(t)
	a.event(t.Context(), scheduler.Event{Kind: scheduler.EventTrouble, Err: errors.New("the ledger is locked")})
	wantSent(t, a, to, "trouble ")
	a.event(t.Context(), scheduler.Event{Kind: scheduler.EventStarted})
	wantSent(t, a, to, "over trouble ")
}

// Old data raises an alarm if the source has a limit and was tried. Held back,
// gone and absent objects raise one alarm per source.
func TestSourcesRaiseAlarms(t *testing.T) {
	a, to := alarmed(t)
	project, tried := loaded(t), time.Date(2031, 3, 1, 0, 0, 0, 0, time.UTC)
	a.sources(t.Context(), project, []dubbelkrona.SourceStatus{{Source: "avtal", Stale: true}, {Source: "reskontra", Stale: true, Failed: tried}})
	wantSent(t, a, to)
	held, gone := []dubbelkrona.NotedObject{{Object: "a.csv"}}, []dubbelkrona.NotedObject{{Object: "b.csv"}}
	a.sources(t.Context(), project, []dubbelkrona.SourceStatus{{Source: "avtal", Stale: true, Failed: tried, Nothing: true}, {Source: "reskontra", Held: held, Gone: gone}})
	wantSent(t, a, to, "absent avtal", "gone reskontra", "held reskontra", "stale avtal")
	a.sources(t.Context(), project, []dubbelkrona.SourceStatus{{Source: "avtal", Succeeded: tried}, {Source: "reskontra"}})
	wantSent(t, a, to, "over absent avtal", "over gone reskontra", "over held reskontra", "over stale avtal")
}

// A reload drops the alarms about sources and jobs that are no longer configured.
func TestAlarmsOfFormerSourcesAreDropped(t *testing.T) {
	a, to := alarmed(t)
	for _, subject := range []string{"avtal", "before"} {
		a.center.Raise(t.Context(), notify.Stale, subject, "")
		a.center.Raise(t.Context(), notify.Failed, config.IngestJob(subject), "")
	}
	wantSent(t, a, to, "failed ingest:avtal", "failed ingest:before", "stale avtal", "stale before")
	a.configured(t.Context(), loaded(t))
	active := 0
	a.center.Retain(t.Context(), func(notify.Alarm) bool {
		active++
		return true
	})
	if active != 2 {
		t.Errorf("%d active alarms, want 2", active)
	}
	for _, subject := range []string{"avtal", "before"} {
		a.center.Clear(t.Context(), notify.Stale, subject)
	}
	wantSent(t, a, to, "over stale avtal")
}

// Alarms about a source, and those of the job that reads it, are for its owner. Each check
// that finds something about a metric with an owner raises one alarm, for that owner, until
// it no longer does.
func TestAlarmsHaveOwners(t *testing.T) {
	a, to := alarmed(t)
	a.owners.project.Sources[1].Owner = "Ekonomienheten"
	project, tried := a.owners.project, time.Date(2031, 3, 1, 0, 0, 0, 0, time.UTC)
	a.sources(t.Context(), project, []dubbelkrona.SourceStatus{{Source: "avtal", Nothing: true, Failed: tried}, {Source: "reskontra", Nothing: true}})
	for _, job := range []string{"ingest:reskontra", "ingest:avtal", "publish", "reskontra"} {
		a.event(t.Context(), scheduler.Event{Kind: scheduler.EventEnded, Slot: dubbelkrona.Slot{Job: job, Kind: dubbelkrona.SlotScheduled, State: dubbelkrona.SlotFailed}, Err: errors.New("x")})
	}
	wantSent(t, a, to, "absent avtal", "absent reskontra to Ekonomienheten", "failed ingest:avtal", "failed ingest:reskontra to Ekonomienheten", "failed publish", "failed reskontra")

	one := published.Finding{Metric: "small", Owner: "Controllern", Check: "stale", Title: dubbelkrona.Label{SV: "Gammal", EN: "Old"}}
	two := one
	two.Check = "empty"
	a.found(t.Context(), project, []published.Finding{one})
	wantSent(t, a, to, "found small (stale) to Controllern")
	a.found(t.Context(), project, []published.Finding{one, two})
	wantSent(t, a, to, "found small (empty) to Controllern")
	a.configured(t.Context(), project)
	a.found(t.Context(), project, []published.Finding{two})
	wantSent(t, a, to, "over found small (stale) to Controllern")
	a.found(t.Context(), project, nil)
	wantSent(t, a, to, "over found small (empty) to Controllern")
}
