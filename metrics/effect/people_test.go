package effect_test

import (
	"encoding/csv"
	"math"
	"os"
	"testing"

	"dubbelkrona/metrics/effect"
)

// people has 88 invented rows of 44 persons in three risk sets, of whom 18 start with
// four suppliers. X is age and woman, H four shares; the outcomes are the share of months
// in work, the same where it counts as known, and the wage. The figures in the tests
// below were computed in Python with dense matrices and SciPy's optimiser.
func people(t *testing.T) (rows []effect.Row) {
	t.Helper()
	f, err := os.Open("testdata/people.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil || len(lines) != 89 {
		t.Fatal(len(lines), err)
	}
	for _, l := range lines[1:] {
		n := make([]float64, len(l))
		for i, cell := range l {
			if i != 0 && i != 2 {
				n[i] = number(t, cell)
			}
		}
		rows = append(rows, effect.Row{Person: l[0], Group: int(n[1]), Cluster: l[2], Treated: n[3] == 1, StartsLater: n[4] == 1,
			X: n[5:7], H: n[7:11], Y: []float64{n[11], n[11], n[13]}, Known: []float64{1, n[12], 1}})
	}
	return rows
}

// independent are figures of one estimate, as computed in Python.
type independent struct {
	att, treated, comparison, se, df, ess, low, high, p, influence float64
}

func (want independent) check(t *testing.T, e *effect.Estimate) {
	t.Helper()
	near(t, "ATT", e.ATT, want.att)
	near(t, "variance of the treated", e.VarianceTreated, want.treated)
	near(t, "variance of the comparison", e.VarianceComparison, want.comparison)
	near(t, "SE", e.SE, want.se)
	near(t, "df", e.DF, want.df)
	near(t, "ESS", e.ESS, want.ess)
	near(t, "low", e.Interval().Low, want.low)
	near(t, "high", e.Interval().High, want.high)
	near(t, "p", e.P(), want.p)
	squares := 0.0
	for _, x := range e.Psi {
		squares += x * x
	}
	near(t, "root of the squares of the influence values", root(squares), want.influence)
}

func TestEstimatesAreThoseOfAnotherProgram(t *testing.T) {
	bins := [][]float64{{30, 45}, nil, {}, {}, {}, {0.2}}
	for _, c := range []struct {
		name    string
		opt     effect.Options
		outcome int
		want    independent
	}{
		{"entropy", effect.Options{}, 0, independent{0.0878764432, 0.003028447367, 0.0006088209344, 0.06030976954, 23.85749240, 25.65915790, -0.01533119, 0.19108408, 0.15813027, 0.05731879437}},
		{"entropy, wage", effect.Options{}, 2, independent{24452.4664741181, 228397698.2, 48530109.32, 16641.14802, 24.23746983, 25.65915790, -4007.38837390, 52912.32132214, 0.15458648, 15796.38524}},
		{"entropy, missing", effect.Options{}, 1, independent{0.0517964760, 0.004474293958, 0.0007868208089, 0.07253354235, 18.91532953, 19.54809107, -0.07365240, 0.17724535, 0.48388271, 0.06837569184}},
		{"least squares", effect.Options{Estimator: effect.LeastSquares}, 0, independent{0.0781747957, 0.0029673134, 0.0007221707159, 0.06074112376, 25.30177970, 26.99945464, -0.02553203, 0.18188162, 0.20973897, 0.05782285414}},
		{"coarsened", effect.Options{Estimator: effect.Coarsened, Bins: bins}, 0, independent{0.0968492063, 0.0030841915, 0.0004473414331, 0.05942670219, 21.92679210, 22.64348289, -0.00520999, 0.19890840, 0.11744265, 0.05437920573}},
		{"coarsened, missing", effect.Options{Estimator: effect.Coarsened, Bins: bins}, 1, independent{0.0731256614, 0.005913223915, 0.0006107295376, 0.08077099388, 16.91679854, 21.30223564, -0.06742387, 0.21367520, 0.37799638, 0.07333733394}},
		{"lottery", effect.Options{Design: effect.Lottery}, 0, independent{0.0531705030, 0.006809303865, 0.001502228072, 0.09116760355, 4.10705572, 35.24874791, -0.13973835, 0.24607936, 0.59027525, 0.06997099416}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.want.check(t, of(t, sample(t, people(t), c.opt), c.outcome))
		})
	}
}

func TestDiagnosticsAreThoseOfAnotherProgram(t *testing.T) {
	s := sample(t, people(t), effect.Options{})
	e := of(t, s, 0)
	if e.Treated != 18 || e.Comparison != 26 || e.Clusters != 4 || len(e.Dropped) != 0 || e.Response != effect.Complete {
		t.Errorf("%d treated, %d comparison, %d suppliers, dropped %v, response %d", e.Treated, e.Comparison, e.Clusters, e.Dropped, e.Response)
	}
	near(t, "G*", e.EffectiveClusters, 3.76744186)
	near(t, "largest weight", e.MaxWeight, 0.10657289)
	near(t, "largest leverage", e.MaxLeverage, 0.42852584)
	near(t, "contamination", e.Contamination, 0.3239373830)
	near(t, "published low", e.Published(0.05).Low, -0.0461874175)
	near(t, "published high", e.Published(0.05).High, 0.2219403038)
	b := e.Balance[3]
	near(t, "difference before", b.Before, 0.22171208)
	near(t, "ratio before", b.RatioBefore, 0.80571482)
	near(t, "ratio after", b.RatioAfter, 0.82860071)
	if math.Abs(b.After) > 1e-8 {
		t.Errorf("difference after is %g", b.After)
	}
	held, err := s.HeldOut(0, 1)
	if err != nil {
		t.Fatal(err)
	}
	independent{0.0418052976, 0.0002953827643, 0.0001372759423, 0.02080044967, 5.83395588, 34.69722823, 0.001179313568, 0.08243128, 0.092528689, 0.0184143074}.check(t, held)
	c, err := s.Confounders(0)
	if err != nil || c.Column != 5 || c.DF != 80 {
		t.Errorf("strongest covariate %d, df %v, %v", c.Column, c.DF, err)
	}
	near(t, "t", c.T, 1.2490551142)
	near(t, "strongest", c.Strongest, 0.018318221894986483)
}
