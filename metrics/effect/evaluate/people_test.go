package evaluate_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"dubbelkrona/metrics/effect/evaluate"
)

// The truth of the simulated persons: a start adds a tenth of the year in work, and
// 26,000 kronor of labour cost to four bearers.
const (
	moreWork = 0.1
	moreCost = 26000.0
)

// plan is that of the simulated persons: work, and labour cost with its bearers, in two
// blocks. Labour cost is the second outcome.
func plan() evaluate.Plan {
	return evaluate.Plan{
		Baseline: []string{"woman", "age"}, History: []string{"work_36", "work_24", "work_12", "work_6"}, HistoryMonths: []int{12, 12, 6, 6},
		HeldOut: []string{"work_36", "work_24"},
		Outcomes: []evaluate.Outcome{{"work", evaluate.Share}, {"labour_cost", evaluate.SEK}, {"kommun", evaluate.SEK},
			{"region", evaluate.SEK}, {"stat", evaluate.SEK}, {"individ", evaluate.SEK}},
		Blocks: 2, Primary: evaluate.Cell{Outcome: 0, Block: 1}, Allowance: math.NaN(), YearlyWage: 300000, Seed: 1,
	}
}

// bearers share the labour cost.
var bearers = []float64{0.2, 0.1, 0.3, 0.4}

// people draws persons of whom about one in six starts, in three start months and with
// four suppliers. Those with little recent work start more often. Outcomes are linear
// in what is known before, so that the truth is exact.
func people(seed uint64, persons int) (rows []evaluate.Row) {
	r := rand.New(rand.NewPCG(seed, 2))
	for i := range persons {
		row := evaluate.Row{Region: "FA1", Source: "register", Due: []bool{true, true}}
		row.Person, row.Group = fmt.Sprintf("%05d", i), 24000+i%3
		woman, age, trait := float64(r.IntN(2)), 20+40*r.Float64(), r.Float64()
		row.X = []float64{woman, age}
		for range 4 {
			row.H = append(row.H, math.Round(12*(0.3*trait+0.3*r.Float64()))/12)
		}
		index := -1.2 - 2*row.H[3] + 0.01*(age-40) + 0.3*woman
		if row.Treated = r.Float64() < 1/(1+math.Exp(-index)); row.Treated {
			row.Cluster = fmt.Sprint("supplier ", r.IntN(4))
		} else {
			row.StartsLater = r.Float64() < 0.1
		}
		row.Y, row.Known = make([]float64, 12), slices.Repeat([]float64{1}, 12)
		for b := range 2 {
			work := 0.1 + 0.05*woman + 0.3*row.H[0] + 0.4*row.H[3] + 0.1*r.NormFloat64()
			cost := 260000*work + 20000*r.NormFloat64()
			if row.Treated {
				work += moreWork
				cost += moreCost
			}
			row.Y[b], row.Y[2+b] = work, cost
			rest := cost
			for k, share := range bearers[:3] {
				part := cost*share + 5000*r.NormFloat64()
				row.Y[4+2*k+b] = part
				rest -= part
			}
			row.Y[10+b] = rest
		}
		rows = append(rows, row)
	}
	return rows
}

// at returns an estimate.
func at(t *testing.T, r *evaluate.Result, outcome, block int) evaluate.Estimate {
	t.Helper()
	for _, e := range r.Estimates {
		if e.Cell == (evaluate.Cell{Outcome: outcome, Block: block}) {
			if e.Figures == nil {
				t.Fatalf("outcome %d, block %d: %v", outcome, block, e.Err)
			}
			return e
		}
	}
	t.Fatalf("no outcome %d in block %d", outcome, block)
	return evaluate.Estimate{}
}

// measure returns a measure of sensitivity.
func measure(t *testing.T, r *evaluate.Result, name string) float64 {
	t.Helper()
	for _, m := range r.Sensitivity {
		if m.Name == name {
			return m.Value
		}
	}
	t.Fatalf("no measure %s in %v", name, r.Sensitivity)
	return 0
}

func near(t *testing.T, name string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s is %.8g, want %.8g", name, got, want)
	}
}

// clone returns rows whose slices can be changed.
func clone(rows []evaluate.Row) []evaluate.Row {
	out := slices.Clone(rows)
	for i := range out {
		r := &out[i]
		for _, list := range []*[]float64{&r.X, &r.H, &r.Y, &r.Known, &r.Before, &r.HeldOut} {
			*list = slices.Clone(*list)
		}
		r.Due = slices.Clone(r.Due)
	}
	return out
}

// starters returns the places of the treated.
func starters(rows []evaluate.Row) (places []int) {
	for i := range rows {
		if rows[i].Treated {
			places = append(places, i)
		}
	}
	return places
}
