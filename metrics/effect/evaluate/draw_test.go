package evaluate_test

import (
	"fmt"
	"math"
	"testing"

	"dubbelkrona/metrics/effect"
	"dubbelkrona/metrics/effect/evaluate"
	"dubbelkrona/metrics/effect/gate"
)

// lottery returns rows of two batches: in the first two of four start, in the second one
// of three.
func lottery() (rows []evaluate.Row) {
	for i, y := range []float64{0.9, 0.5, 0.4, 0.2, 0.6, 0.6, 0.2} {
		row := evaluate.Row{Due: []bool{true}}
		row.Person, row.Group, row.Treated, row.Y = string(rune('a'+i)), i/4, i < 2 || i == 4, []float64{y}
		if row.Treated {
			row.Cluster = "one"
		}
		rows = append(rows, row)
	}
	return rows
}

func lotteryPlan() evaluate.Plan {
	return evaluate.Plan{Design: effect.Lottery, Outcomes: []evaluate.Outcome{{Name: "work", Unit: evaluate.Share}}, Blocks: 1, Allowance: math.NaN(), Seed: 5}
}

// All is worked out by hand. The differences of the batches are 0.4 and 0.2, the first
// with two of the three treated. Of the 18 ways to draw, 4 give a difference at least as
// large in size: 2 with the same persons of the first batch and another one of equal
// outcome, and those of −0.4 and −1/3.
func TestALotteryByHand(t *testing.T) {
	r := evaluate.Scope(lotteryPlan(), lottery())
	e := at(t, r, 0, 0)
	near(t, "effect", e.ATT, 1.0/3, 1e-12)
	near(t, "mean of the treated", e.TreatedMean, 2.0/3, 1e-12)
	near(t, "ESS", *r.ESS, 3.6, 1e-12)
	near(t, "p", *e.P, 4.0/18, 0.03)
	if *e.P != math.Round(*e.P*2000)/2000 {
		t.Errorf("p %v is not of 2,000 draws", *e.P)
	}
	near(t, "allowance", *e.Allowance, 0, 0)
	if *e.Published != e.Interval || e.PHolm != nil || e.Next != nil {
		t.Errorf("published %+v, %+v; adjusted p %v, next %v", *e.Published, e.Interval, e.PHolm, e.Next)
	}
	near(t, "E-value", measure(t, r, "e_value"), 2+math.Sqrt2, 1e-9)
	// Variances 0.04333 and 0.03077 within the groups, deff 1 + 2·0.05.
	near(t, "detectable effect", *r.MDE, 2.486475*math.Sqrt((0.13/3+0.4/13)/2*0.8*(1.1/3+1/3.6)), 1e-6)
	near(t, "lower bound", measure(t, r, "lee_low"), 1.0/3, 1e-12)
	// Without covariates the other estimators are differences of all means.
	near(t, "least squares", measure(t, r, "ols"), 2.0/3-0.35, 1e-12)
	near(t, "strata", measure(t, r, "cem"), 2.0/3-0.35, 1e-12)
	if r.Verdict != gate.TooFew || r.Treated != 3 || r.Comparison != 4 || r.Suppliers != 1 || fmt.Sprint(r.Flags) != "[large_weight one_supplier]" {
		t.Errorf("%v of %d, %d, %d suppliers, flags %v", r.Verdict, r.Treated, r.Comparison, r.Suppliers, r.Flags)
	}
	// Weights of the comparison: 1/6, 1/6, 1/3, 1/3. The third decile is at 0.9 of the
	// way between the first two, the fourth at 0.2 between the next.
	for k, want := range map[int]float64{0: 1.0 / 6, 3: 1.0 / 6, 4: 0.2/6 + 1.0/6, 7: 1.0 / 3, 10: 1.0 / 3} {
		near(t, fmt.Sprint("decile ", k), r.Weights[k].Weight, want, 1e-12)
	}
}

// Of a hundred who were drawn 8, or 4, are unknown, and of the hundred others none. At
// a difference of 5 points and more bounds are published: the comparison, with outcomes
// 0, 0.01 to 0.99, is cut by as large a share at the top or at the bottom.
func TestBoundsArePublishedWhereLossesDiffer(t *testing.T) {
	for lost, bounds := range map[int]effect.Interval{8: {Low: 0.9 - 0.535, High: 0.9 - 0.455}, 4: {Low: 0.9 - 0.495, High: 0.9 - 0.495}} {
		var rows []evaluate.Row
		for i := range 200 {
			row := evaluate.Row{Due: []bool{true}}
			row.Person, row.Treated, row.Y = fmt.Sprint(i), i >= 100, []float64{float64(i) / 100}
			if row.Treated {
				row.Cluster, row.Y[0] = fmt.Sprint(i%5), 0.9
			}
			if i >= 200-lost {
				row.Y[0] = math.NaN()
			}
			rows = append(rows, row)
		}
		p := lotteryPlan()
		p.Substitutes = map[gate.Check]string{gate.Source: "one", gate.LabourMarket: "one", gate.History: "drawn"}
		r := evaluate.Scope(p, rows)
		e := at(t, r, 0, 0)
		if r.Verdict != gate.Estimated || (r.Findings[gate.Attrition].State == gate.Marked) != (lost == 8) {
			t.Errorf("%v, closed by %+v, %+v", r.Verdict, r.Closed, r.Findings[gate.Attrition])
		}
		half := (e.High - e.Low) / 2
		near(t, "published low", e.Published.Low, bounds.Low-half, 1e-12)
		near(t, "published high", e.Published.High, bounds.High+half, 1e-12)
		near(t, "loss", *r.Overlap[0].LossTreated, float64(lost)/100, 1e-12)
	}
}

// For kronor the allowance needs the yearly wage; without it nothing is published.
func TestAnUnknownWageLeavesAmountsUnpublished(t *testing.T) {
	p := plan()
	p.YearlyWage = math.NaN()
	r := evaluate.Scope(p, people(3, 500))
	if work, cost := at(t, r, 0, 1), at(t, r, 1, 1); work.Published == nil || cost.Published != nil || cost.Allowance != nil {
		t.Errorf("published %v and %v", work.Published, cost.Published)
	}
	p.Allowance = 0.02
	near(t, "allowance by parameter", *at(t, evaluate.Scope(p, people(3, 500)), 0, 1).Allowance, 0.02, 0)
}

// Covariances are symmetric, with the squares of the standard errors, and no correlation
// is above 1. Adjusted p values are those of Holm for all but the primary one.
func TestPairs(t *testing.T) {
	r := evaluate.Scope(plan(), people(3, 500))
	n := len(r.Estimates)
	table := make(map[[2]int]float64)
	for _, c := range r.Covariance {
		table[[2]int{c.A, c.B}] = c.Value
	}
	if len(table) != n*n || n != 12 {
		t.Fatalf("%d covariances of %d estimates", len(table), n)
	}
	smallest := math.Inf(1)
	for a, e := range r.Estimates {
		near(t, "variance", table[[2]int{a, a}], e.SE*e.SE, 0)
		for b, f := range r.Estimates {
			c := table[[2]int{a, b}]
			if c != table[[2]int{b, a}] || math.Abs(c) > e.SE*f.SE*(1+1e-9) {
				t.Errorf("covariance of %d and %d is %v", a, b, c)
			}
		}
		if e.Primary != (a == 1) || (e.PHolm == nil) != e.Primary {
			t.Errorf("estimate %d: primary %v, adjusted p %v", a, e.Primary, e.PHolm)
		}
		if !e.Primary {
			smallest = min(smallest, *e.P)
		}
	}
	for _, e := range r.Estimates {
		if !e.Primary && *e.P == smallest {
			near(t, "smallest adjusted p", *e.PHolm, 11*smallest, 1e-15)
		}
	}
	// The same outcomes in the same persons move together.
	if c := table[[2]int{2, 2}]; !(table[[2]int{2, 10}] > 0.1*c) {
		t.Errorf("labour cost and its largest part have covariance %v, variance %v", table[[2]int{2, 10}], c)
	}
}

// Nobody of the comparison has the age of any treated person: least squares extrapolates,
// strata have nobody for all of the treated.
func TestStrataWithoutAComparisonPruneAll(t *testing.T) {
	rows := people(3, 500)
	for i := range rows {
		if rows[i].X[1] = float64(30 + 10*(i%2)); rows[i].Treated {
			rows[i].X[1] = 35
		}
	}
	o := evaluate.Scope(plan(), rows).Overlap[1]
	near(t, "pruned", *o.PrunedShare, 1, 0)
}
