package effect

import (
	"fmt"
	"math"
)

// table has the covariates of some rows, row by row, with the mean of all treated at 0
// and in standard deviations of the treated. Where these do not vary, the deviation of
// the comparison is the unit.
type table struct {
	rows, columns int
	values        []float64
}

// row returns the covariates of row i.
func (t *table) row(i int) []float64 { return t.values[i*t.columns : (i+1)*t.columns] }

// scale is the origin and unit of each column.
type scale struct{ mean, unit []float64 }

// scaling returns the scale of the columns. A column that does not vary in either
// group has the unit 1 if the groups have the same value.
func (s *Sample) scaling() (scale, error) {
	sc := scale{make([]float64, s.columns), make([]float64, s.columns)}
	for j := range s.columns {
		comparison, treated := s.moments[0][j], s.moments[1][j]
		sc.mean[j], sc.unit[j] = treated.mean, treated.sd()
		if flat(sc.unit[j], sc.mean[j]) {
			sc.unit[j] = comparison.sd()
		}
		if flat(sc.unit[j], comparison.mean) {
			if treated.mean != comparison.mean && !flat(treated.mean-comparison.mean, treated.mean) {
				return sc, fmt.Errorf("%w: column %d has one value among the treated and another in the comparison", ErrNoOverlap, j)
			}
			sc.unit[j] = 1
		}
	}
	return sc, nil
}

// flat reports whether a deviation is no more than rounding of values of that size.
func flat(deviation, size float64) bool { return math.Abs(deviation) <= 1e-12*math.Abs(size) }

// moment is a mean and a sum of squared deviations.
type moment struct {
	n, mean, squares float64
}

// sd returns the standard deviation with n − 1, and 0 for fewer than two values.
func (m moment) sd() float64 {
	if m.n < 2 {
		return 0
	}
	return math.Sqrt(m.squares / (m.n - 1))
}

// measure sets the covariates of the rows and their moments among treated and comparison
// rows. Deviations are taken from the mean, in a second pass, since values may be large
// and differ little.
func (s *Sample) measure() {
	s.values = make([]float64, 0, len(s.rows)*s.columns)
	for i := range s.rows {
		s.values = append(append(s.values, s.rows[i].X...), s.rows[i].H...)
	}
	s.moments = [2][]moment{make([]moment, s.columns), make([]moment, s.columns)}
	for i := range s.rows {
		of := s.moments[s.group(i)]
		for j, x := range s.covariates(i) {
			of[j].n++
			of[j].mean += x
		}
	}
	for _, of := range s.moments {
		for j := range of {
			of[j].mean /= max(of[j].n, 1)
		}
	}
	for i := range s.rows {
		of := s.moments[s.group(i)]
		for j, x := range s.covariates(i) {
			d := x - of[j].mean
			of[j].squares += d * d
		}
	}
}

// group returns the place of a row's moments: 1 for the treated, 0 for the comparison.
func (s *Sample) group(i int) int {
	if s.rows[i].Treated {
		return 1
	}
	return 0
}

// covariates returns X and H of row i.
func (s *Sample) covariates(i int) []float64 { return s.values[i*s.columns : (i+1)*s.columns] }

// standardised returns the covariates of the rows at the given indexes.
func (s *Sample) standardised(rows []int, sc scale) table {
	t := table{len(rows), s.columns, make([]float64, 0, len(rows)*s.columns)}
	for _, i := range rows {
		for j, x := range s.covariates(i) {
			t.values = append(t.values, (x-sc.mean[j])/sc.unit[j])
		}
	}
	return t
}
