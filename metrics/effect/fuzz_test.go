package effect_test

import (
	"fmt"
	"math"
	"testing"

	"dubbelkrona/metrics/effect"
)

// FuzzEstimate makes small tables of bytes: few persons, few different values, columns
// that are constant, equal or combinations. Whatever comes, there is an error or an
// estimate of numbers, and weights have the means of the treated.
func FuzzEstimate(f *testing.F) {
	f.Add([]byte{}, uint8(0))
	f.Add([]byte("a single row"), uint8(1))
	f.Add([]byte("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), uint8(2))
	f.Add([]byte("the quick brown fox jumps over the lazy dog, the quick brown fox jumps over the lazy dog 0123456789"), uint8(0))
	f.Add([]byte("the quick brown fox jumps over the lazy dog, the quick brown fox jumps over the lazy dog 0123456789"), uint8(3))
	f.Fuzz(func(t *testing.T, data []byte, options uint8) {
		opt := effect.Options{Estimator: effect.Estimator(options % 5), Variance: effect.Variance(options / 5 % 2)}
		s, err := effect.New(fuzzed(data), opt)
		if err != nil {
			return
		}
		for k := range 2 {
			e, err := s.Estimate(k)
			if err != nil {
				continue
			}
			finite(t, e)
			if e.Imbalance > 1e-8 {
				t.Errorf("imbalance %g", e.Imbalance)
			}
			if held, err := s.HeldOut(0); err == nil {
				finite(t, held)
			}
			if next, err := e.NextContract(); err == nil && (next.Low != next.Low || next.High != next.High) {
				t.Errorf("next contract %+v", next)
			}
			if c, err := s.Confounders(k); err == nil && !(c.Strongest >= 0 && c.Strongest <= 1) {
				t.Errorf("strongest %v", c.Strongest)
			}
			if p, err := s.Permute(k, 20, 1); err == nil && !(p > 0 && p <= 1) {
				t.Errorf("p %v", p)
			}
		}
	})
}

// fuzzed returns a row for each 4 bytes.
func fuzzed(data []byte) (rows []effect.Row) {
	for i := 0; i+4 <= len(data) && i < 400; i += 4 {
		a, b, c, d := data[i], data[i+1], data[i+2], data[i+3]
		x := float64(b % 4)
		r := effect.Row{Person: fmt.Sprint(i), Group: int(a >> 6), Cluster: fmt.Sprint(a >> 4 & 3), Treated: a&1 == 1, StartsLater: a&2 == 2,
			X: []float64{x, float64(b >> 2 & 3), 7, 2*x - float64(b>>2&3)}, H: []float64{float64(c) / 255, float64(c & 1)},
			Y: []float64{float64(d & 1), float64(d) * 1e6}, Known: []float64{1, float64(d%11) / 10}}
		if a&8 == 8 && i >= 4 {
			r.Person = fmt.Sprint(i - 4)
		}
		rows = append(rows, r)
	}
	return rows
}

// finite reports what is not a number in an estimate.
func finite(t *testing.T, e *effect.Estimate) {
	t.Helper()
	i := e.Interval()
	for name, x := range map[string]float64{"ATT": e.ATT, "SE": e.SE, "ESS": e.ESS, "low": i.Low, "high": i.High, "p": e.P(), "largest weight": e.MaxWeight,
		"leverage": e.MaxLeverage, "contamination": e.Contamination, "loss": e.LossTreated + e.LossComparison, "pruned": e.PrunedShare, "G*": e.EffectiveClusters} {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			t.Errorf("%s is %v", name, x)
		}
	}
	if !(e.DF >= 1) {
		t.Errorf("df is %v", e.DF)
	}
	for _, b := range e.Balance {
		if sum := b.Before + b.After + b.RatioBefore + b.RatioAfter; math.IsNaN(sum) || math.IsInf(sum, 0) {
			t.Errorf("balance %+v", b)
		}
	}
}

// FuzzPanel makes small panels with gaps: all that comes is an error or a number.
func FuzzPanel(f *testing.F) {
	f.Add([]byte{}, uint8(0))
	f.Add([]byte("the quick brown fox jumps over the lazy dog, the quick brown fox jumps over the lazy dog 0123456789"), uint8(0))
	f.Add([]byte("the quick brown fox jumps over the lazy dog, the quick brown fox jumps over the lazy dog 0123456789"), uint8(7))
	f.Fuzz(func(t *testing.T, data []byte, options uint8) {
		opt := effect.PanelOptions{NotYet: options&1 == 1, Short: options&2 == 2, Anticipation: int(options >> 2 & 1)}
		var units []effect.Unit
		for i := 0; i+6 <= len(data) && i < 600; i += 6 {
			u := effect.Unit{Person: fmt.Sprint(i), Cluster: fmt.Sprint(data[i] >> 6), Start: int(data[i] % 6), X: []float64{float64(data[i+1] % 5), 1}}
			if u.Start == 0 {
				u.Start = effect.Never
			}
			for _, b := range data[i+2 : i+6] {
				y := float64(b)
				if b%16 == 1 {
					y = math.NaN()
				}
				u.Y = append(u.Y, y)
			}
			units = append(units, u)
		}
		p, err := effect.GroupTime([]int{1, 2, 3, 4}, units, opt)
		if err != nil {
			return
		}
		for _, of := range []func() (*effect.Estimate, error){p.Simple, p.Dynamic, p.Groups, func() (*effect.Estimate, error) { return p.Event(-2) }} {
			if e, err := of(); err == nil && (math.IsNaN(e.ATT) || math.IsNaN(e.SE) || math.IsNaN(e.P()) || !(e.DF >= 1)) {
				t.Errorf("%v ± %v, df %v", e.ATT, e.SE, e.DF)
			}
		}
		if w, err := p.PreTrend(); err == nil && !(w.P >= 0 && w.P <= 1) {
			t.Errorf("%+v", w)
		}
	})
}
