package effect

import (
	"math"
	"slices"
)

// dual is the function whose minimum gives the weights of entropy balancing.
type dual struct {
	t table
	w []float64 // the weights at the point weighed last
}

func newDual(t table) *dual { return &dual{t, make([]float64, t.rows)} }

// weigh sets the weights of a point and returns log(Σ exp(λ'x)/n).
func (d *dual) weigh(lambda []float64) float64 {
	tops, sums := make([]float64, chunks(len(d.w))), make([]float64, chunks(len(d.w)))
	inChunks(len(d.w), func(place, from, to int) {
		for i := from; i < to; i++ {
			d.w[i] = dot(lambda, d.t.row(i))
		}
		tops[place] = slices.Max(d.w[from:to])
	})
	top, sum := slices.Max(tops), 0.0
	inChunks(len(d.w), func(place, from, to int) {
		for i, x := range d.w[from:to] {
			d.w[from+i] = math.Exp(x - top)
			sums[place] += d.w[from+i]
		}
	})
	for _, s := range sums {
		sum += s
	}
	inChunks(len(d.w), func(_, from, to int) {
		for i := range d.w[from:to] {
			d.w[from+i] /= sum
		}
	})
	return top + math.Log(sum/float64(len(d.w)))
}

// block is the number of rows that are summed at a time, so that they stay in the cache,
// and stride the distance between columns: no power of two, or they would have the same
// place in it.
const (
	block  = 256
	stride = block + 8
)

// hessian returns the lower triangle of the Hessian, the weighted covariances, from the
// gradient, the weighted means.
func (d *dual) hessian(gradient []float64) []float64 {
	n := d.t.columns
	parts := make([][]float64, chunks(d.t.rows))
	inChunks(d.t.rows, func(place, from, to int) { parts[place] = d.products(from, to) })
	hessian := added(parts)
	for j := range n {
		for k := range j + 1 {
			hessian[j*n+k] -= gradient[j] * gradient[k]
		}
	}
	return hessian
}

// products returns the lower triangle of the weighted products of columns, over some rows.
func (d *dual) products(first, end int) []float64 {
	n := d.t.columns
	sums := make([]float64, n*n)
	values, weighted := make([]float64, n*stride), make([]float64, n*stride) // by column
	for from := first; from < end; from += block {
		size := min(block, end-from)
		for i, w := range d.w[from : from+size] {
			for j, x := range d.t.row(from + i) {
				values[j*stride+i], weighted[j*stride+i] = x, w*x
			}
		}
		for j := range n {
			column := weighted[j*stride : j*stride+size]
			for k := range j + 1 {
				sums[j*n+k] += dotBlock(column, values[k*stride:k*stride+size])
			}
		}
	}
	return sums
}

// dotBlock is dot with four sums, which the processor adds side by side.
func dotBlock(a, b []float64) float64 {
	var s0, s1, s2, s3 float64
	i := 0
	for ; i+4 <= len(a) && i+4 <= len(b); i += 4 {
		x, y := a[i:i+4:i+4], b[i:i+4:i+4]
		s0 += x[0] * y[0]
		s1 += x[1] * y[1]
		s2 += x[2] * y[2]
		s3 += x[3] * y[3]
	}
	return s0 + s1 + s2 + s3 + dot(a[i:], b[i:])
}
