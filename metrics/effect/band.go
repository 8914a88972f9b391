package effect

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// Band returns the multiple of their standard errors by which intervals of all estimates
// hold together at a level, instead of each by itself. It is a quantile of the largest
// of the estimates' t values when each person's influence values are multiplied by 1 or
// −1 at random, the same for all estimates (Callaway & Sant'Anna 2021). It is at least the
// normal quantile of a single interval, below which the draws can be with few persons.
// Equal seeds give equal values.
func Band(estimates []*Estimate, level float64, draws int, seed uint64) (float64, error) {
	if len(estimates) == 0 || draws < 1 || !(level > 0 && level < 1) {
		return 0, fmt.Errorf("%w: %d estimates, %d draws, level %v", ErrOption, len(estimates), draws, level)
	}
	psi := aligned(estimates)
	source := rand.New(rand.NewPCG(seed, uint64(len(psi))))
	most := make([]float64, draws)
	sums := make([]float64, len(estimates))
	for d := range most {
		clear(sums)
		var bits uint64
		for i, row := range psi {
			if i%64 == 0 {
				bits = source.Uint64()
			}
			sign := 1 - 2*float64(bits&1)
			bits >>= 1
			for k, x := range row {
				sums[k] += sign * x
			}
		}
		most[d] = largest(sums)
	}
	slices.Sort(most)
	drawn := most[min(draws-1, int(math.Ceil(level*float64(draws)))-1)]
	return max(drawn, quantile(0.5+level/2, math.Inf(1))), nil
}

// aligned returns one row for each person with the influence values in the estimates,
// each divided by the root of its sum of squares.
func aligned(estimates []*Estimate) [][]float64 {
	index := make(map[string]int)
	var psi [][]float64
	for k, e := range estimates {
		unit := root(dot(e.Psi, e.Psi))
		if unit == 0 {
			continue
		}
		for i, person := range e.Persons {
			at, ok := index[person]
			if !ok {
				at = len(psi)
				index[person] = at
				psi = append(psi, make([]float64, len(estimates)))
			}
			psi[at][k] = e.Psi[i] / unit
		}
	}
	return psi
}
