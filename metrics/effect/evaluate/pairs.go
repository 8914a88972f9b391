package evaluate

import (
	"dubbelkrona/metrics/effect"
	"dubbelkrona/metrics/effect/sensitivity"
)

// adjust sets the p values adjusted for all outcomes and blocks that are not primary
// (Holm 1979).
func adjust(list []Estimate) {
	var others []*Figures
	var p []float64
	for _, e := range list {
		if e.Figures != nil && e.P != nil && !e.Primary {
			others, p = append(others, e.Figures), append(p, *e.P)
		}
	}
	for i, adjusted := range sensitivity.Holm(p) {
		others[i].PHolm = &adjusted
	}
}

// covariances returns those of all pairs of estimates with figures.
func (s *scope) covariances(list []Estimate) (pairs []Covariance) {
	var places []int
	var fits []*effect.Estimate
	for i, e := range list {
		if e.Figures != nil {
			places, fits = append(places, i), append(fits, s.blocks[e.Block].fits[e.Outcome].Estimate)
		}
	}
	for a, row := range effect.Joint(fits) {
		for b, value := range row {
			if a == b {
				value = fits[a].SE * fits[a].SE
			}
			pairs = append(pairs, Covariance{places[a], places[b], value})
		}
	}
	return pairs
}
