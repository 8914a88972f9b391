package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/pipeline"
	"dubbelkrona/internal/session"
)

// A night with one good file and one that is refused: what is told of it, and
// what is not.
func TestWhatIsToldOfANight(t *testing.T) {
	root, r := project(t), &recorder{}
	write(t, root, "data/"+private+".csv", "something;else\n"+cell+";1\n")
	p := compiled(t, root, r)
	report, err := p.Run(t.Context())
	if err != nil || report.Run.State != dubbelkrona.RunPartial {
		t.Fatal(report.Run, err)
	}
	if want := []string{"run > source > object", "run > source", "run > source > object", "run > source",
		"run > build", "run > publish", "run > export", "run"}; !slices.Equal(r.paths(), want) {
		t.Fatalf("spans %q", r.paths())
	}
	id := report.Run.ID
	for i, want := range map[int]string{
		0: "map[rejected:0 rows:2 skipped:false source:avtal]",
		1: "map[failed:0 objects:1 rejected:0 rows:2 skipped:0 source:avtal]",
		2: "map[rejected:0 rows:0 skipped:false source:trasig]",
		3: "map[failed:1 objects:0 rejected:0 rows:0 skipped:0 source:trasig]",
		4: "map[snapshot:" + id + "]",
		5: "map[snapshot:" + id + "]",
		6: "map[files:1 snapshot:" + id + "]",
		7: "map[failed:1 objects:1 rejected:0 rows:2 run:" + id + " skipped:0 snapshot:" + id + " state:partial]",
	} {
		if got := fmt.Sprint(r.spans[i].attrs); got != want {
			t.Errorf("%s: %s, want %s", r.spans[i].path, got, want)
		}
		refused := i == 2 || i == 3
		if (r.spans[i].err != nil) != refused || refused && kind(r.spans[i].err) != dubbelkrona.Invalid {
			t.Errorf("%s: %v", r.spans[i].path, r.spans[i].err)
		}
	}
	if want := []string{"run started: ->",
		"run partial: source.avtal(2) source.trasig(0) -> lake.contract(2) core.contract(2)@snapshot"}; !slices.Equal(r.outlines(), want) {
		t.Errorf("lineage %q", r.outlines())
	}
	end := r.runs[1]
	if end.ID != id || end.Outputs[1].Version != id || end.Reason != "1 objekt eller källa nekades" || end.Time != report.Run.Ended ||
		len(end.Outputs[1].Columns) == 0 {
		t.Errorf("%+v", end)
	}
	r.nothingPrivate(t)
}

// The daemon's jobs: each is a run of its own, and publishing reads what they
// have committed.
func TestWhatIsToldOfJobsInSlots(t *testing.T) {
	root, r := project(t), &recorder{}
	p := compiled(t, root, r)
	slot := time.Date(2026, 11, 25, 2, 30, 0, 0, time.FixedZone("CET", 3600))
	for range 2 { // the second time nothing has changed
		if _, err := p.Ingest(t.Context(), "avtal", slot); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := p.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if want := []string{"ingest:avtal started: ->", "ingest:avtal done: source.avtal(2) -> lake.contract(2)",
		"ingest:avtal started: ->", "ingest:avtal done: source.avtal(0) ->",
		"publish started: ->", "publish done: lake.contract -> core.contract(2)@snapshot"}; !slices.Equal(r.outlines(), want) {
		t.Errorf("lineage %q", r.outlines())
	}
	if !r.runs[1].Slot.Equal(slot) || !r.runs[5].Slot.IsZero() {
		t.Errorf("slots %v %v", r.runs[1].Slot, r.runs[5].Slot)
	}
	if s := r.spans[3]; s.path != "ingest:avtal > source > object" || s.attrs["skipped"] != "true" || s.attrs["rows"] != "0" {
		t.Errorf("%+v", s)
	}
}

// The error of a run names the object that it ended with; outside it does not.
func TestARunThatFailsTellsWithoutNames(t *testing.T) {
	root, r := project(t), &recorder{}
	write(t, root, "data/"+private+".csv", contracts)
	commits := 0
	report, err := compiled(t, root, r, func(o *pipeline.Options) {
		o.Fault = func(point string) error {
			if point != ledger.PointBeforeCommit {
				return nil
			}
			if commits++; commits < 2 {
				return nil
			}
			return errors.New("the disk is full")
		}
	}).Run(t.Context())
	if err == nil || !strings.Contains(report.Run.Message, private) {
		t.Fatalf("%v; the test has nothing to hide", err)
	}
	last, told := r.spans[len(r.spans)-1], r.runs[1]
	if last.path != "run" || !strings.Contains(last.err.Error(), "the disk is full") || last.attrs["state"] != "failed" {
		t.Errorf("%+v", last)
	}
	if told.State != dubbelkrona.RunFailed || told.Reason != last.err.Error() || told.Stopped || r.outlines()[1] != "run failed: source.avtal(2) source.trasig(0) -> lake.contract(2)" {
		t.Errorf("%+v %q", told, r.outlines())
	}
	r.nothingPrivate(t)
}

// What a check has found is cells of the sources.
func TestABlockedRunTellsOfTheCheckAlone(t *testing.T) {
	root, r := project(t), &recorder{}
	write(t, root, "data/contract.csv", strings.ReplaceAll(contracts, ";Avtal;", ";"+cell+";"))
	write(t, root, "queries/checks/no_titles.sql", `/*
title: {sv: Titlar, en: Titles}
doc: {sv: Titlar, en: Titles}
severity: error
message: {sv: "{title}", en: "{title}"}
*/
SELECT title FROM core.contract
`)
	report, err := compiled(t, root, r).Run(t.Context())
	if kind(err) != dubbelkrona.Blocked || !strings.Contains(report.Run.Message, cell) {
		t.Fatalf("%v; the test has nothing to hide", err)
	}
	told := r.runs[1]
	if told.State != dubbelkrona.RunBlocked || told.Reason != "checks forbid publishing: no_titles" || r.outlines()[1] != "run blocked: source.avtal(2) source.trasig(0) -> lake.contract(2)" {
		t.Errorf("%+v %q", told, r.outlines())
	}
	r.nothingPrivate(t)
}

func TestARunThatIsStopped(t *testing.T) {
	root, r := project(t), &recorder{}
	ctx, cancel := context.WithCancelCause(t.Context())
	_, err := compiled(t, root, r, func(o *pipeline.Options) {
		o.Progress = func(at session.Progress) {
			if at.Stage == session.StageBuild {
				cancel(errors.New("its time is up"))
			}
		}
	}).Run(ctx)
	if told := r.runs[1]; err == nil || !told.Stopped || told.State != dubbelkrona.RunFailed || len(r.outlines()) != 2 {
		t.Errorf("%v: %+v", err, told)
	}
}

// A run whose process died is told of by the next one.
func TestAnAbandonedRunIsToldOf(t *testing.T) {
	root, r := project(t), &recorder{}
	p := compiled(t, root, r)
	var dead []string
	for range 2 {
		if _, err := p.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		loaded, _ := config.Load(root)
		l, err := ledger.Open(loaded.Ledger(), ledger.Options{Now: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		run, err := l.Runs.Begin(t.Context(), "gc")
		if err := errors.Join(err, l.Close()); err != nil {
			t.Fatal(err)
		}
		dead = append(dead, run.ID)
	}
	if _, err := p.Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, run := range r.runs {
		if run.State == dubbelkrona.RunAbandoned {
			told = append(told, run.ID)
		}
	}
	// Each once, and before the run that found it began.
	if !slices.Equal(told, dead) || r.runs[2].ID != dead[0] {
		t.Errorf("told of %q, dead are %q", told, dead)
	}
}
