package effect

import (
	"fmt"
	"math"
)

// Robust is a rule for the standard errors of a regression.
type Robust uint8

// The rules for standard errors of a regression: the classic one, and those of White
// with the corrections of MacKinnon & White (1985).
const (
	Classic Robust = iota
	HC0
	HC1
	HC2
	HC3
)

// Regression is a least-squares regression of y on an intercept and columns, of which
// the first is of interest. It is used for comparison, and for the robustness value.
type Regression struct {
	// Coefficient is that of the first column.
	Coefficient float64
	// DF is the number of rows less the number of coefficients.
	DF float64
	// RSS is the sum of squared residuals.
	RSS float64

	residual, leverage []float64
	// weight is the row of (X'X)⁻¹X' of the first column, so that the coefficient is
	// the sum of weight·y.
	weight []float64
}

// Regress fits a regression; x has the columns of each row. Columns that are
// combinations of others are left out, but the first must not be one.
func Regress(y []float64, x [][]float64) (*Regression, error) {
	if len(y) == 0 || len(x) != len(y) || len(x[0]) == 0 {
		return nil, fmt.Errorf("%w: regression of %d outcomes on %d rows", ErrTooFew, len(y), len(x))
	}
	t, units, err := centredColumns(y, x)
	if err != nil {
		return nil, err
	}
	// The first column goes last: it is then the one left out if it is a combination.
	n := t.columns
	l := newLinear(t, t, equal(t.rows))
	if l.gram.dropped[n-1] {
		return nil, ErrCollinear
	}
	r := &Regression{DF: float64(len(y) - l.gram.rank() - 1), leverage: l.leverage(), weight: make([]float64, len(y))}
	unit := make([]float64, n)
	unit[n-1] = 1
	row := l.gram.solve(unit)
	z := make([]float64, n)
	for i := range y {
		l.centred(z, t, i)
		r.weight[i] = dot(row, z) * l.weights[i] / units[n-1]
		r.Coefficient += r.weight[i] * y[i]
	}
	fitted, _ := l.fit(y)
	for i := range y {
		r.residual = append(r.residual, y[i]-fitted[i])
		r.RSS += r.residual[i] * r.residual[i]
	}
	return r, nil
}

// centredColumns returns the columns in deviations from their means, divided by their
// standard deviations, the first column last.
func centredColumns(y []float64, x [][]float64) (table, []float64, error) {
	var rows []Row
	for i, r := range x {
		if len(r) != len(x[0]) {
			return table{}, nil, ErrRagged
		}
		row := Row{X: append(append([]float64(nil), r[1:]...), r[0]), Y: []float64{y[i]}}
		if err := checkRow(&row, &row); err != nil {
			return table{}, nil, err
		}
		if !(math.Abs(y[i]) < 1e100) {
			return table{}, nil, fmt.Errorf("%w: outcome of row %d", ErrNotFinite, i)
		}
		rows = append(rows, row)
	}
	m := newMatrix(rows)
	sc := scale{make([]float64, m.columns), make([]float64, m.columns)}
	all := make([]int, len(x))
	for i := range all {
		all[i] = i
	}
	for j, of := range m.moments[0] { // no row is treated
		sc.mean[j], sc.unit[j] = of.mean, of.sd()
		if flat(sc.unit[j], of.mean) {
			sc.unit[j] = math.Inf(1) // the column becomes 0 and is left out
		}
	}
	return m.standardised(all, sc), sc.unit, nil
}

// SE returns the standard error of the coefficient.
func (r *Regression) SE(rule Robust) float64 {
	if r.DF < 1 {
		return 0
	}
	n, sum := float64(len(r.weight)), 0.0
	for i, w := range r.weight {
		part := w * r.residual[i]
		free := max(1-r.leverage[i], 1e-12)
		switch rule {
		case Classic:
			part = w * math.Sqrt(r.RSS/r.DF)
		case HC1:
			part *= math.Sqrt(n / r.DF)
		case HC2:
			part /= math.Sqrt(free)
		case HC3:
			part /= free
		}
		sum += part * part
	}
	return math.Sqrt(sum)
}

// ClusterSE returns the standard error for rows whose residuals vary together within
// clusters (the rule CR1), and 0 with a single cluster.
func (r *Regression) ClusterSE(clusters []string) float64 {
	sums := number(len(clusters), func(i int) string { return clusters[i] })
	if len(clusters) != len(r.weight) || sums.count < 2 || r.DF < 1 {
		return 0
	}
	parts := make([]float64, sums.count)
	for i, k := range sums.of {
		parts[k] += r.weight[i] * r.residual[i]
	}
	g, n := float64(sums.count), float64(len(clusters))
	return math.Sqrt(dot(parts, parts) * g / (g - 1) * (n - 1) / r.DF)
}
