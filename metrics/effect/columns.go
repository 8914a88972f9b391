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

// matrix has the covariates of all rows of a sample, as they are.
type matrix struct {
	columns int
	values  []float64 // of X and H, row by row
	// moments are those of the comparison and of the treated.
	moments [2][]moment
}

// row returns X and H of row i.
func (m *matrix) row(i int) []float64 { return m.values[i*m.columns : (i+1)*m.columns] }

// scale is the origin and unit of each column.
type scale struct{ mean, unit []float64 }

// scaling returns the scale of the columns. A column that does not vary in either
// group has the unit 1 if the groups have the same value.
func (m *matrix) scaling() (scale, error) {
	sc := scale{make([]float64, m.columns), make([]float64, m.columns)}
	for j := range m.columns {
		comparison, treated := m.moments[0][j], m.moments[1][j]
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

// flat reports whether a deviation is no more than rounding of values of that size, also
// in the mean of a million of them.
func flat(deviation, size float64) bool { return math.Abs(deviation) <= 1e-9*math.Abs(size) }

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

// newMatrix returns the covariates of rows and their moments. Deviations are taken from the
// mean, in a second pass, since values may be large and differ little.
func newMatrix(rows []Row) *matrix {
	m := &matrix{}
	if len(rows) > 0 {
		m.columns = len(rows[0].X) + len(rows[0].H)
	}
	m.values = make([]float64, 0, len(rows)*m.columns)
	m.moments = [2][]moment{make([]moment, m.columns), make([]moment, m.columns)}
	for i := range rows {
		m.values = append(append(m.values, rows[i].X...), rows[i].H...)
		of := m.moments[group(&rows[i])]
		for j, x := range m.row(i) {
			of[j].n++
			of[j].mean += x
		}
	}
	for _, of := range m.moments {
		for j := range of {
			of[j].mean /= max(of[j].n, 1)
		}
	}
	for i := range rows {
		of := m.moments[group(&rows[i])]
		for j, x := range m.row(i) {
			of[j].squares += sq(x - of[j].mean)
		}
	}
	return m
}

// group returns the place of a row's moments: 1 for the treated, 0 for the comparison.
func group(r *Row) int {
	if r.Treated {
		return 1
	}
	return 0
}

// standardised returns the covariates of the rows at the given indexes.
func (m *matrix) standardised(rows []int, sc scale) table {
	t := table{len(rows), m.columns, make([]float64, 0, len(rows)*m.columns)}
	for _, i := range rows {
		for j, x := range m.row(i) {
			t.values = append(t.values, (x-sc.mean[j])/sc.unit[j])
		}
	}
	return t
}
