package effect

import (
	"math"
	"slices"
)

// vary sets the standard error, the degrees of freedom and what they are made of, from
// the members. A person who was compared before starting counts whole among the treated:
// the parts are summed by person first.
func (e *Estimate) vary() {
	e.Persons, e.Psi = make([]string, len(e.members)), make([]float64, len(e.members))
	for i, m := range e.members {
		e.Persons[i], e.Psi[i] = m.person, m.psi
	}
	treated, _ := counts(e.members)
	within, comparison := e.squares()
	between := e.betweenClusters()
	if e.opt.Variance == Influence {
		e.VarianceTreated, e.VarianceComparison = within, comparison
		e.SE, e.DF = root(within+comparison), math.Inf(1)
		return
	}
	n := float64(treated)
	df := n - 1
	e.VarianceTreated, e.VarianceComparison = 0, comparison
	if n > 1 {
		e.VarianceTreated = within * n / (n - 1)
	}
	if between > e.VarianceTreated {
		e.VarianceTreated, df = between, e.EffectiveClusters-1
	}
	e.SE = root(e.VarianceTreated + e.VarianceComparison)
	e.DF = satterthwaite(e.VarianceTreated, df, e.VarianceComparison, e.ESS-1)
}

// squares returns the sums of squares of the treated and of the comparison.
func (e *Estimate) squares() (treated, comparison float64) {
	for _, m := range e.members {
		part := m.inflated
		if e.opt.Variance == Influence {
			part = m.psi
		}
		if m.treated {
			treated += part * part
		} else {
			comparison += part * part
		}
	}
	return treated, comparison
}

// betweenClusters returns the variance of the treated when those of one supplier may
// vary together, and sets the numbers of suppliers.
func (e *Estimate) betweenClusters() (variance float64) {
	names, sums, sizes := e.clusters()
	total, squares := 0.0, 0.0
	for i := range names {
		variance += sums[i] * sums[i]
		total += sizes[i]
		squares += sizes[i] * sizes[i]
	}
	e.Clusters = len(names)
	if squares > 0 {
		e.EffectiveClusters = total * total / squares
	}
	if len(names) < 2 {
		return 0
	}
	g := float64(len(names))
	return variance * g / (g - 1)
}

// clusters returns the suppliers by name, with the sums of the inflated parts of their
// treated persons and the number of these.
func (e *Estimate) clusters() (names []string, sums, sizes []float64) {
	for _, m := range e.members {
		if m.treated {
			names = append(names, m.cluster)
		}
	}
	slices.Sort(names)
	names = slices.Compact(names)
	sums, sizes = make([]float64, len(names)), make([]float64, len(names))
	for _, m := range e.members {
		if m.treated {
			i, _ := slices.BinarySearch(names, m.cluster)
			sums[i] += m.inflated
			sizes[i]++
		}
	}
	return names, sums, sizes
}

// satterthwaite returns the degrees of freedom of a sum of two variances. None counts
// with less than one degree of freedom, as the quantiles of less say nothing.
func satterthwaite(a, dfA, b, dfB float64) float64 {
	dfA, dfB = max(dfA, 1), max(dfB, 1)
	if a+b == 0 {
		return min(dfA, dfB)
	}
	// Shares, since squares of variances may be below the smallest number.
	shareA, shareB := a/(a+b), b/(a+b)
	return 1 / (shareA*shareA/dfA + shareB*shareB/dfB)
}
