package effect

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Permute returns the p value of no effect on outcome k for anybody, by exchanging who
// was drawn within each batch: the share of draws with a difference at least as large as
// the one observed, which counts as a draw itself. Equal seeds give equal values.
func (s *Sample) Permute(k, draws int, seed uint64) (float64, error) {
	known, err := s.observed(k)
	if err != nil {
		return 0, err
	}
	if draws < 1 {
		return 0, fmt.Errorf("%w: %d draws", ErrOption, draws)
	}
	w, err := s.stratify(s.batches(), known)
	if err != nil {
		return 0, err
	}
	batches := s.drawn(w, k)
	observed := math.Abs(difference(batches))
	source := rand.New(rand.NewPCG(seed, uint64(len(s.rows))))
	as := 1
	for range draws {
		for _, b := range batches {
			source.Shuffle(len(b.y), func(i, j int) { b.y[i], b.y[j] = b.y[j], b.y[i] })
		}
		// Sums in another order differ by rounding.
		if math.Abs(difference(batches)) >= observed*(1-1e-12) {
			as++
		}
	}
	return float64(as) / float64(draws+1), nil
}

// batch has the outcomes of a batch, those who were drawn first.
type batch struct {
	y       []float64
	treated int
	share   float64 // of the treated of all batches
}

// drawn returns the batches of the rows in use. Within a batch the treated weigh the same
// and so does the comparison.
func (s *Sample) drawn(w *weighting, k int) (batches []batch) {
	index := make(map[int]int)
	add := func(row int, share float64) {
		g := s.rows[row].Group
		if _, ok := index[g]; !ok {
			index[g] = len(batches)
			batches = append(batches, batch{})
		}
		b := &batches[index[g]]
		b.y = append(b.y, s.rows[row].Y[k])
		b.share += share
	}
	for i, row := range w.treated {
		add(row, w.v[i])
	}
	for i := range batches {
		batches[i].treated = len(batches[i].y)
	}
	for _, row := range w.comparison {
		add(row, 0)
	}
	return batches
}

// difference returns the differences of means, weighted by the batches' shares.
func difference(batches []batch) (sum float64) {
	for _, b := range batches {
		treated, rest := 0.0, 0.0
		for i, y := range b.y {
			if i < b.treated {
				treated += y
			} else {
				rest += y
			}
		}
		sum += b.share * (treated/float64(b.treated) - rest/float64(len(b.y)-b.treated))
	}
	return sum
}
