package effect_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"dubbelkrona/metrics/effect"
	"dubbelkrona/metrics/effect/sensitivity"
)

// lalondeRows has age, educ, black, hispan, married, nodegree, re74, re75 as X, and as
// outcomes re78, whether it is above 0, and re75. The history is re75 again if asked for.
func lalondeRows(t *testing.T) (rows []effect.Row, bands []string) {
	t.Helper()
	for _, r := range records(t, "matchit_lalonde.csv") {
		row := effect.Row{Person: r["rownames"], Treated: r["treat"] == "1", Cluster: r["rownames"]}
		is := func(race string) float64 {
			if r["race"] == race {
				return 1
			}
			return 0
		}
		row.X = []float64{number(t, r["age"]), number(t, r["educ"]), is("black"), is("hispan"), number(t, r["married"]),
			number(t, r["nodegree"]), number(t, r["re74"]), number(t, r["re75"])}
		employed := 0.0
		if number(t, r["re78"]) > 0 {
			employed = 1
		}
		row.Y = []float64{number(t, r["re78"]), employed, row.X[7]}
		rows = append(rows, row)
		band, _ := slices.BinarySearch([]float64{20, 25, 30, 40}, row.X[0])
		bands = append(bands, fmt.Sprint(r["race"], band))
	}
	return rows, bands
}

func lalondeFigures(t *testing.T) figures {
	rows, bands := lalondeRows(t)
	f := make(figures)
	lalondeRegressions(t, f, rows, bands)
	lalondeBalanced(t, f, rows)
	lalondeMatched(t, f, rows)
	placebo := estimate(t, without(rows, 7), 2, effect.Options{})
	f["placebo re75: entropy balancing on 7 covariates"], f["placebo re75: EB SE"] = placebo.ATT, placebo.SE
	return f
}

func lalondeRegressions(t *testing.T, f figures, rows []effect.Row, bands []string) {
	raw, full := regress(t, rows, 0, 0), regress(t, rows, 0, 8)
	f["diff in means"] = estimate(t, rows, 0, effect.Options{Design: effect.Randomised}).ATT
	f["diff in means: SE classic (pooled)"] = raw.SE(effect.Classic)
	f["diff in means: SE Welch = HC2"] = raw.SE(effect.HC2)
	f["diff in means: SE HC1"] = raw.SE(effect.HC1)
	f["OLS 8 covariates"] = full.Coefficient
	for name, rule := range map[string]effect.Robust{"classic": effect.Classic, "HC0": effect.HC0, "HC1": effect.HC1, "HC2": effect.HC2, "HC3": effect.HC3} {
		f["OLS 8 covariates: SE "+name] = full.SE(rule)
	}
	f["clusters race x age band(20,25,30,40)"] = float64(len(slices.Collect(maps.Keys(set(bands)))))
	f["OLS 8 covariates: SE CR1 (15 clusters)"] = full.ClusterSE(bands)
	f["OLS: t CR1"] = full.Coefficient / full.ClusterSE(bands)
	pre, held := regress(t, rows, 2, 0), regress(t, rows, 2, 7)
	f["placebo re75: diff in means"], f["placebo re75: diff in means SE HC2"] = pre.Coefficient, pre.SE(effect.HC2)
	f["placebo re75: OLS 7 covariates (no re75)"], f["placebo re75: OLS SE HC1"] = held.Coefficient, held.SE(effect.HC1)
	const z95 = 1.6448536269514722
	f["placebo re75: OLS 90% low"] = held.Coefficient - z95*held.SE(effect.HC1)
	f["placebo re75: OLS 90% high"] = held.Coefficient + z95*held.SE(effect.HC1)
	s, err := effect.New(rows, effect.Options{})
	if err != nil {
		t.Fatal(err)
	}
	c, err := s.Confounders(0)
	if err != nil {
		t.Fatal(err)
	}
	f["OLS: t classic"] = c.T
	f["Cinelli-Hazlett RV q=1"] = sensitivity.Robustness(c.T, c.DF)
	f["partial R2 of treatment"] = sensitivity.PartialR2(c.T, c.DF)
	f["RV q=1 alpha=.05"] = sensitivity.RobustnessAt(c.T, c.DF, 0.05)
	f["RV q=1 alpha=.10"] = sensitivity.RobustnessAt(c.T, c.DF, 0.10)
	ols := estimate(t, rows, 0, effect.Options{Estimator: effect.LeastSquares})
	f["outcome model on controls (imputation ATT)"], f["outcome model: SE influence HC0"] = ols.ATT, ols.SE
	f["outcome model: implied weights ESS"] = ols.ESS
	f["outcome model: share of controls with negative implied weight"] = ols.NegativeShare
}

func lalondeBalanced(t *testing.T, f figures, rows []effect.Row) {
	e := estimate(t, rows, 0, effect.Options{})
	f["entropy balancing (first moments of 8 covariates)"] = e.ATT
	f["entropy balancing: SE influence (weights estimated) HC0"] = e.SE
	f["entropy balancing: ESS of controls"], f["entropy balancing: largest weight share"] = e.ESS, e.MaxWeight
	for name, j := range map[string]int{"age": 0, "black": 2, "married": 4, "re74": 6, "re75": 7} {
		b := e.Balance[j]
		f["SMD before (treated sd, ddof 1) "+name] = b.Before
		if j == 0 || j > 5 {
			f["variance ratio before "+name], f["variance ratio after EB "+name] = b.RatioBefore, b.RatioAfter
		}
	}
	// With the weights taken as fixed, influence is the distance from the means.
	fixed := 0.0
	s, err := effect.New(rows, effect.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range s.Rows() {
		mean := e.ComparisonMean
		if r.Treated {
			mean = e.TreatedMean
		}
		fixed += sq(e.Weights[i] * (r.Y[0] - mean))
	}
	f["entropy balancing: SE weights taken as fixed"] = root(fixed)
	work := estimate(t, rows, 1, effect.Options{})
	f["employed (re78>0): EB ATT"], f["employed (re78>0): EB SE"] = work.ATT, work.SE
	risk := work.TreatedMean / work.ComparisonMean
	f["employed (re78>0): risk ratio"] = risk
	f["E-value of the point"], _ = sensitivity.EValue(risk)
}

func lalondeMatched(t *testing.T, f figures, rows []effect.Row) {
	one := []float64{}
	bins := [][]float64{{20, 30, 40}, one, nil, nil, nil, nil, {0}, {0}}
	e := estimate(t, rows, 0, effect.Options{Estimator: effect.Coarsened, Bins: bins})
	f["CEM ATT (bins race,married,nodegree,age 20/30/40,re74=0,re75=0)"], f["CEM: SE influence HC0"] = e.ATT, e.SE
	f["stratified IPW ATT (Hajek) on the same strata"] = e.ATT // the same by algebra
	f["CEM: strata with both groups"], f["CEM: treated pruned"] = float64(e.Strata), float64(e.Pruned)
	f["CEM: controls kept"], f["CEM: ESS of controls"] = float64(e.Comparison), e.ESS
	bins = [][]float64{one, one, nil, nil, nil, nil, one, one}
	e = estimate(t, rows, 0, effect.Options{Estimator: effect.Coarsened, Bins: bins})
	f["CEM ATT (bins race,married,nodegree)"] = e.ATT
	f["CEM (race,married,nodegree): treated pruned"], f["CEM (race,married,nodegree): strata"] = float64(e.Pruned), float64(e.Strata)
}
