package effect

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// strata numbers rows by stratum.
type strata struct {
	of    []int // by row
	count int
}

// number gives rows with the same key the same number, in order of appearance.
func number(rows int, key func(int) string) strata {
	s := strata{of: make([]int, rows)}
	numbers := make(map[string]int)
	for i := range rows {
		k := key(i)
		n, ok := numbers[k]
		if !ok {
			n = len(numbers)
			numbers[k] = n
		}
		s.of[i] = n
	}
	s.count = len(numbers)
	return s
}

// batches returns the strata of a lottery.
func (s *Sample) batches() strata {
	return number(len(s.rows), func(i int) string { return strconv.Itoa(s.rows[i].Group) })
}

// coarsened returns the strata of coarsened exact matching: persons in the same bins of
// all columns (Iacus, King & Porro 2012).
func (s *Sample) coarsened() strata {
	bins := make([][]float64, s.x.columns)
	for j := range bins {
		if s.opt.Bins != nil && s.opt.Bins[j] != nil {
			bins[j] = slices.Sorted(slices.Values(s.opt.Bins[j]))
			continue
		}
		bins[j] = s.binsByRule(j)
	}
	return number(len(s.rows), func(i int) string {
		var key strings.Builder
		for j, ends := range bins {
			bin, _ := slices.BinarySearch(ends, s.x.row(i)[j])
			key.WriteString(strconv.Itoa(bin))
			key.WriteByte(' ')
		}
		return key.String()
	})
}

// exactBins is the largest number of values that are bins of their own.
const exactBins = 8

// binsByRule returns bins of a column from the values of the treated, so that further
// comparison persons do not change them: up to 8 values are bins of their own; otherwise
// the range is divided equally, into as many bins as Sturges' rule says. Values that no
// treated person has, or outside the range, are bins without treated persons.
func (s *Sample) binsByRule(j int) (ends []float64) {
	var values []float64
	for i := range s.rows {
		if s.rows[i].Treated {
			values = append(values, s.x.row(i)[j])
		}
	}
	slices.Sort(values)
	n := len(values)
	values = slices.Compact(values)
	if len(values) == 0 {
		return nil
	}
	if len(values) <= exactBins {
		for _, v := range values {
			ends = append(ends, math.Nextafter(v, math.Inf(-1)), v)
		}
		return ends
	}
	low, high := values[0], values[len(values)-1]
	count := math.Ceil(math.Log2(float64(n))) + 1
	ends = append(ends, math.Nextafter(low, math.Inf(-1)))
	for k := 1.0; k < count; k++ {
		ends = append(ends, low+(high-low)*k/count)
	}
	return append(ends, high)
}
