package evaluate_test

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"dubbelkrona/metrics/effect/evaluate"
	"dubbelkrona/metrics/effect/gate"
)

// Of twenty populations nine in ten or more have the truth in the published interval of
// both units, and nothing closes more often than its false alarms.
func TestTheTruthIsInThePublishedInterval(t *testing.T) {
	const populations = 20
	var shown, work, cost int
	for seed := range uint64(populations) {
		r := evaluate.Scope(plan(), people(seed, 600))
		if r.Err != nil {
			t.Fatal(r.Err)
		}
		if r.Verdict == gate.Estimated {
			shown++
		}
		a, b := at(t, r, 0, 1), at(t, r, 1, 1)
		if a.Published.Low <= moreWork && moreWork <= a.Published.High {
			work++
		}
		if b.Published.Low <= moreCost && moreCost <= b.Published.High {
			cost++
		}
		near(t, "effect", a.ATT, moreWork, 0.05)
		near(t, "allowance", *a.Allowance, 0.05, 0)
		near(t, "allowance in kronor", *b.Allowance, 15000, 1e-9)
	}
	if shown < 17 || work < 18 || cost < 18 {
		t.Errorf("of %d: %d shown, truth in the interval of %d and %d", populations, shown, work, cost)
	}
}

// The effects on the bearers are the effect on the labour cost, also where amounts are
// unknown for different persons by different outcomes.
func TestBearersAddUp(t *testing.T) {
	rows := people(1, 600)
	for i := range rows {
		rows[i].Known[2+2*(i%5)] = 1 - 0.5*float64(i%7/6) // of one amount in block 1
	}
	r := evaluate.Scope(plan(), rows)
	for b := range 2 {
		sum, persons := 0.0, at(t, r, 1, b).Treated
		for o := 2; o < 6; o++ {
			e := at(t, r, o, b)
			sum += e.ATT
			if e.Treated != persons {
				t.Errorf("outcome %d has %d treated, labour cost %d", o, e.Treated, persons)
			}
		}
		near(t, "sum of the bearers", sum, at(t, r, 1, b).ATT, 1e-6)
	}
	if all, some := at(t, r, 0, 0).Treated, at(t, r, 1, 0).Treated; some >= all {
		t.Errorf("%d treated with amounts, of %d with work", some, all)
	}
}

// An amount that nobody has does not make the others unknown.
func TestAnAmountThatNobodyHasIsLeftOut(t *testing.T) {
	rows := people(1, 600)
	for i := range rows {
		rows[i].Y[11] = math.NaN()
	}
	r := evaluate.Scope(plan(), rows)
	at(t, r, 4, 1)
	for _, e := range r.Estimates {
		if missing := e.Outcome == 5 && e.Block == 1; missing != (e.Figures == nil) || missing != (e.Err != nil) {
			t.Errorf("outcome %d in block %d: %v, %v", e.Outcome, e.Block, e.Figures, e.Err)
		}
	}
}

func TestTheOrderOfRowsIsOfNoImportance(t *testing.T) {
	rows := people(3, 500)
	want := evaluate.Scope(plan(), rows)
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	if got := evaluate.Scope(plan(), rows); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// A person in a start month in which nobody starts, and rows that are not due, are in no
// figure.
func TestRowsThatAreNotComparedChangeNothing(t *testing.T) {
	rows := people(3, 500)
	want := evaluate.Scope(plan(), rows)
	alone, early := clone(rows)[0], clone(rows)[1]
	alone.Person, alone.Group, alone.Treated, alone.Region, alone.Source = "alone", 25000, false, "FA9", "other"
	early.Person, early.Treated, early.Due, early.Region = "early", false, []bool{false, false}, "FA9"
	if got := evaluate.Scope(plan(), append(rows, alone, early)); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// Fourteen of the treated are not due in the second block.
func TestRowsThatAreNotDueAreInNoSample(t *testing.T) {
	rows := people(3, 500)
	places := starters(rows)
	for _, i := range places[:14] {
		rows[i].Due[1] = false
		rows[i].Y[1] = math.NaN()
	}
	r := evaluate.Scope(plan(), rows)
	n := len(places)
	if first, second := at(t, r, 0, 0), at(t, r, 0, 1); first.Treated != n || second.Treated != n-14 || r.Treated != n-14 {
		t.Errorf("%d and %d treated of %d, %d in the scope", first.Treated, second.Treated, n, r.Treated)
	}
	near(t, "preliminary", *r.Preliminary, 14/float64(n), 1e-15)
	near(t, "loss", *r.Overlap[1].LossTreated, 0, 0)
}

// A block with few who are due is too small by itself; if the primary one is, all are.
func TestEachBlockHasItsOwnSize(t *testing.T) {
	rows := people(3, 500)
	for _, i := range starters(rows)[12:] {
		rows[i].Due[1] = false
	}
	p := plan()
	p.Primary.Block = 0
	r := evaluate.Scope(p, rows)
	if a, b := at(t, r, 0, 0), at(t, r, 0, 1); r.Verdict != gate.Estimated || a.Verdict != gate.Estimated || b.Verdict != gate.TooFew {
		t.Errorf("%v: first block %v, second %v; closed by %+v", r.Verdict, a.Verdict, b.Verdict, r.Closed)
	}
	p.Primary.Block = 1
	r = evaluate.Scope(p, rows)
	if a, b := at(t, r, 0, 0), at(t, r, 0, 1); r.Verdict != gate.TooFew || a.Verdict != gate.TooFew || b.Verdict != gate.TooFew {
		t.Errorf("%v: first block %v, second %v", r.Verdict, a.Verdict, b.Verdict)
	}
	if r.Closed.Value != 12 || r.Closed.Limit != 25 {
		t.Errorf("closed by %+v", r.Closed)
	}
}
