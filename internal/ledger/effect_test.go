package ledger_test

import (
	"maps"
	"reflect"
	"testing"
	"time"

	"dubbelkrona/internal/ledger"
)

// publish records the publication of a new snapshot with evaluations.
func publish(t *testing.T, l *ledger.Ledger, id string, effects ...ledger.EffectEvaluation) {
	t.Helper()
	if err := l.Snapshots.Record(t.Context(), ledger.Snapshot{ID: id, RunID: "r"}); err != nil {
		t.Fatal(err)
	}
	if err := l.Snapshots.RecordPublication(t.Context(), ledger.Publication{SnapshotID: id, RunID: "r", Effects: effects}); err != nil {
		t.Fatal(err)
	}
}

func register(t *testing.T, l *ledger.Ledger, r ledger.EffectRegistration) (v ledger.EffectVersion, anew bool) {
	t.Helper()
	v, anew, err := l.Effects.Register(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return v, anew
}

func versions(t *testing.T, l *ledger.Ledger) []ledger.EffectVersion {
	t.Helper()
	all, err := l.Effects.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Versions are numbered for each effect in the order in which a hash is first seen,
// whether it is registered or evaluated then. The values are those of the last
// evaluation, in which a scope may be missing.
func TestVersionsOfEffects(t *testing.T) {
	c := newClock()
	begin := c.at
	l, _ := open(t, ledger.Options{Now: c.now})
	first, anew := register(t, l, ledger.EffectRegistration{Effect: "work", Hash: "a", Through: "2025-11", MDE: map[string]float64{"2182": 0.13}})
	if !anew || first.Number != 1 || first.Registered != begin {
		t.Errorf("registered: %+v, %v", first, anew)
	}
	c.pass(time.Hour)
	publish(t, l, "s1", ledger.EffectEvaluation{Effect: "work", Hash: "b", Values: map[string]float64{"2182": 0.06, "2480": 0.2}},
		ledger.EffectEvaluation{Effect: "other", Hash: "b"})
	c.pass(time.Hour)
	publish(t, l, "s2", ledger.EffectEvaluation{Effect: "work", Hash: "b", Values: map[string]float64{"2182": 0.14}})
	c.pass(time.Hour)
	publish(t, l, "s3", ledger.EffectEvaluation{Effect: "work", Hash: "a", Values: map[string]float64{"2182": 0.1}})
	none := map[string]float64{}
	want := []ledger.EffectVersion{
		{Effect: "other", Number: 1, Hash: "b", Evaluated: begin.Add(time.Hour), MDE: none, Values: none},
		{Effect: "work", Number: 1, Hash: "a", Evaluated: begin.Add(3 * time.Hour), Registered: begin, Through: "2025-11",
			MDE: map[string]float64{"2182": 0.13}, Values: map[string]float64{"2182": 0.1}},
		{Effect: "work", Number: 2, Hash: "b", Evaluated: begin.Add(time.Hour), MDE: none, Values: map[string]float64{"2182": 0.14}},
	}
	if got := versions(t, l); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v\nwant %+v", got, want)
	}
}

// What was registered first stays: a later registration of the same hash, with later
// outcomes in the lake, changes nothing.
func TestRegisteringAgainChangesNothing(t *testing.T) {
	c := newClock()
	l, path := open(t, ledger.Options{Now: c.now})
	first, _ := register(t, l, ledger.EffectRegistration{Effect: "work", Hash: "a", MDE: map[string]float64{"2182": 0.13}})
	before := versions(t, l)
	c.pass(time.Hour)
	again, anew := register(t, l, ledger.EffectRegistration{Effect: "work", Hash: "a", Through: "2026-02", MDE: map[string]float64{"2182": 0.05, "2480": 0.1}})
	if anew || !reflect.DeepEqual(again, first) {
		t.Errorf("registered again: %+v, %v, want %+v", again, anew, first)
	}
	l.Close()
	if after := versions(t, reopen(t, path, ledger.Options{})); !reflect.DeepEqual(after, before) {
		t.Errorf("%+v\nbefore %+v", after, before)
	}
}

// A version that has been evaluated can be registered afterwards; it keeps its number and
// its values.
func TestRegisteringWhatWasEvaluated(t *testing.T) {
	l, _ := open(t, ledger.Options{})
	values := map[string]float64{"2182": -0.02}
	publish(t, l, "s1", ledger.EffectEvaluation{Effect: "work", Hash: "a", Values: values})
	v, anew := register(t, l, ledger.EffectRegistration{Effect: "work", Hash: "a", Through: "2026-02"})
	if !anew || v.Number != 1 || v.Through != "2026-02" || v.Evaluated.IsZero() || !maps.Equal(v.Values, values) {
		t.Errorf("%+v, %v", v, anew)
	}
}

// An older ledger, put back by mistake, lacks the mark of a registration.
func TestRegistrationIsAStateOfTheLedger(t *testing.T) {
	var marks []ledger.Mark
	l, _ := open(t, ledger.Options{Changed: func(m ledger.Mark) { marks = append(marks, m) }})
	register(t, l, ledger.EffectRegistration{Effect: "work", Hash: "a"})
	if len(marks) != 1 {
		t.Errorf("%d marks, want one", len(marks))
	}
}
