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

// The spans and lineage of a run with one good file and one that is refused.
func TestTelemetryOfARun(t *testing.T) {
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

// Each job of the daemon is a run of its own, and publishing reads what the
// others have committed.
func TestTelemetryOfSlots(t *testing.T) {
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

// The error of a failed run names the object; traces and lineage do not.
func TestTelemetryOfAFailedRunNamesNoObject(t *testing.T) {
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
		t.Fatalf("%v; the message does not contain what the test looks for", err)
	}
	last, sent := r.spans[len(r.spans)-1], r.runs[1]
	if last.path != "run" || !strings.Contains(last.err.Error(), "the disk is full") || last.attrs["state"] != "failed" {
		t.Errorf("%+v", last)
	}
	if sent.State != dubbelkrona.RunFailed || sent.Reason != last.err.Error() || sent.Stopped || r.outlines()[1] != "run failed: source.avtal(2) source.trasig(0) -> lake.contract(2)" {
		t.Errorf("%+v %q", sent, r.outlines())
	}
	r.nothingPrivate(t)
}

// Traces and lineage of a blocked run name the check but not its rows, which have
// cells of the sources.
func TestTelemetryOfABlockedRunHasNoCells(t *testing.T) {
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
		t.Fatalf("%v; the message does not contain what the test looks for", err)
	}
	sent := r.runs[1]
	if sent.State != dubbelkrona.RunBlocked || sent.Reason != "checks forbid publishing: no_titles" || r.outlines()[1] != "run blocked: source.avtal(2) source.trasig(0) -> lake.contract(2)" {
		t.Errorf("%+v %q", sent, r.outlines())
	}
	r.nothingPrivate(t)
}

func TestLineageOfAStoppedRun(t *testing.T) {
	root, r := project(t), &recorder{}
	ctx, cancel := context.WithCancelCause(t.Context())
	_, err := compiled(t, root, r, func(o *pipeline.Options) {
		o.Progress = func(at session.Progress) {
			if at.Stage == session.StageBuild {
				cancel(errors.New("its time is up"))
			}
		}
	}).Run(ctx)
	if sent := r.runs[1]; err == nil || !sent.Stopped || sent.State != dubbelkrona.RunFailed || len(r.outlines()) != 2 {
		t.Errorf("%v: %+v", err, sent)
	}
}

// The next run reports a run whose process died.
func TestLineageOfAnAbandonedRun(t *testing.T) {
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
	var sent []string
	for _, run := range r.runs {
		if run.State == dubbelkrona.RunAbandoned {
			sent = append(sent, run.ID)
		}
	}
	// Each is reported once, before the start of the run that found it.
	if !slices.Equal(sent, dead) || r.runs[2].ID != dead[0] {
		t.Errorf("abandoned runs %q, want %q", sent, dead)
	}
}
