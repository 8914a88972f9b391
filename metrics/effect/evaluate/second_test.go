package evaluate_test

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"testing"

	"dubbelkrona/metrics/effect/evaluate"
	"dubbelkrona/metrics/effect/gate"
)

// withSecond adds a second pool: copies of the comparison with other names, whose
// outcome is larger by a number.
func withSecond(rows []evaluate.Row, larger float64) []evaluate.Row {
	all := slices.Clone(rows)
	for _, row := range rows {
		if row.Treated {
			continue
		}
		row.Second, row.Person, row.Y = true, "second "+row.Person, slices.Clone(row.Y)
		for k := range row.Y {
			row.Y[k] += larger
		}
		all = append(all, row)
	}
	return all
}

// A second pool changes nothing but its own measures, and sets a flag where it gives
// another answer.
func TestSecondPool(t *testing.T) {
	rows := people(1, 400)
	alone := evaluate.Scope(plan(), rows)
	for _, c := range []struct {
		larger float64
		flag   bool
	}{{0, false}, {0.08, true}} {
		t.Run(fmt.Sprint(c.larger), func(t *testing.T) {
			r := evaluate.Scope(plan(), withSecond(rows, c.larger))
			first := at(t, r, 0, 1)
			if !reflect.DeepEqual(first, at(t, alone, 0, 1)) || !reflect.DeepEqual(r.Decision, alone.Decision) || r.Comparison != alone.Comparison {
				t.Error("the second pool changes the estimate")
			}
			// The same weights on outcomes that are larger by a number.
			if got := measure(t, r, "second"); math.Abs(got-(first.ATT-c.larger)) > 1e-9 {
				t.Errorf("second %v, want %v", got, first.ATT-c.larger)
			}
			if got := slices.Contains(r.Flags, gate.SecondComparison); got != c.flag {
				t.Errorf("flag %v; first %v ± %v, second %v ± %v", got, first.ATT, first.SE, measure(t, r, "second"), measure(t, r, "second_se"))
			}
		})
	}
}
