package effect

import "math"

// gram is a symmetric matrix of products, factorised. Columns that are combinations of
// earlier ones are left out: a column whose part that the earlier ones do not explain
// is less than 1e-12 of its own sum of squares. Fitted values do not depend on which of
// the columns is left out.
type gram struct {
	n       int
	lower   []float64 // of the Cholesky factor; rows of dropped columns are 0
	dropped []bool
}

const collinear = 1e-12

// factorise factorises an n × n matrix, row by row, of which the lower triangle is read.
func factorise(a []float64, n int) *gram {
	g := &gram{n, make([]float64, n*n), make([]bool, n)}
	for j := range n {
		l := g.lower[j*n : (j+1)*n]
		pivot := a[j*n+j]
		for k := range j {
			if g.dropped[k] {
				continue
			}
			sum := a[j*n+k]
			for m := range k {
				sum -= l[m] * g.lower[k*n+m]
			}
			l[k] = sum / g.lower[k*n+k]
			pivot -= l[k] * l[k]
		}
		if !(pivot > collinear*a[j*n+j]) || !(a[j*n+j] > 1e-24) {
			clear(l)
			g.dropped[j] = true
			continue
		}
		l[j] = math.Sqrt(pivot)
	}
	return g
}

// forward solves L·z = b, with 0 for dropped columns.
func (g *gram) forward(b []float64) []float64 {
	z := make([]float64, g.n)
	g.forwardInto(z, b)
	return z
}

// forwardInto is forward without a new slice.
func (g *gram) forwardInto(z, b []float64) {
	for j := range g.n {
		if g.dropped[j] {
			z[j] = 0
			continue
		}
		l := g.lower[j*g.n : j*g.n+j]
		sum := b[j]
		for k, x := range l {
			sum -= x * z[k]
		}
		z[j] = sum / g.lower[j*g.n+j]
	}
}

// solve solves A·x = b, with 0 for dropped columns.
func (g *gram) solve(b []float64) []float64 {
	x := g.forward(b)
	for j := g.n - 1; j >= 0; j-- {
		if g.dropped[j] {
			continue
		}
		for k := j + 1; k < g.n; k++ {
			x[j] -= g.lower[k*g.n+j] * x[k]
		}
		x[j] /= g.lower[j*g.n+j]
	}
	return x
}

// quadratic returns b'A⁻¹b.
func (g *gram) quadratic(b []float64) float64 {
	z := g.forward(b)
	return dot(z, z)
}

// rank returns the number of columns that are not dropped.
func (g *gram) rank() (rank int) {
	for _, d := range g.dropped {
		if !d {
			rank++
		}
	}
	return rank
}

func dot(a, b []float64) (sum float64) {
	for i, x := range a {
		sum += x * b[i]
	}
	return sum
}
