package evaluate_test

import (
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
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

// A person in a start month in which nobody starts, or nobody who is due, and rows that are
// not due, are in no figure.
func TestRowsThatAreNotComparedChangeNothing(t *testing.T) {
	rows := people(3, 500)
	want := evaluate.Scope(plan(), rows)
	alone, early := clone(rows)[0], clone(rows)[1]
	alone.Person, alone.Group, alone.Treated, alone.Region, alone.Source = "alone", 25000, false, "FA9", "other"
	early.Person, early.Treated, early.Due, early.Region = "early", false, []bool{false, false}, "FA9"
	if got := evaluate.Scope(plan(), append(rows, alone, early)); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	late := clone(rows)[starters(rows)[0]]
	late.Person, late.Group, late.Due = "late", alone.Group, []bool{false, false}
	got := evaluate.Scope(plan(), append(rows, alone, late))
	if *got.Preliminary == 0 {
		t.Error("nobody is preliminary")
	}
	if got.Preliminary = want.Preliminary; !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// Two in five of the comparison start later, so that the effect is that of an earlier
// start.
func TestEarlierStart(t *testing.T) {
	rows := people(3, 500)
	if r := evaluate.Scope(plan(), rows); r.EarlierStart || *r.Contamination > 0.2 {
		t.Errorf("contamination %v, flags %v", *r.Contamination, r.Flags)
	}
	for i := range rows {
		rows[i].StartsLater = !rows[i].Treated && i%5 < 2
	}
	r := evaluate.Scope(plan(), rows)
	if !r.EarlierStart || !slices.Contains(r.Flags, gate.EarlierStart) || r.Verdict != gate.Estimated {
		t.Errorf("contamination %v, flags %v, %v", *r.Contamination, r.Flags, r.Verdict)
	}
}

func TestColumnsAreNamedByKind(t *testing.T) {
	rows := people(3, 500)
	for i := range rows {
		rows[i].H[2] = 1 - rows[i].X[0] // a combination of the baseline
	}
	r := evaluate.Scope(plan(), rows)
	var baseline, history []string
	for _, b := range r.Balance {
		if b.History {
			history = append(history, b.Column)
		} else {
			baseline = append(baseline, b.Column)
		}
	}
	if p := plan(); !slices.Equal(baseline, p.Baseline) || !slices.Equal(history, p.History) || !slices.Equal(r.Overlap[1].Dropped, []string{"work_12"}) {
		t.Errorf("baseline %v, history %v, dropped %v", baseline, history, r.Overlap[1].Dropped)
	}
	if r.Overlap[0].Response != "complete" {
		t.Errorf("response %q", r.Overlap[0].Response)
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
