package effect

import "math"

// dual is the function whose minimum gives the weights of entropy balancing.
type dual struct {
	t table
	w []float64 // the weights at the point weighed last
}

func newDual(t table) *dual { return &dual{t, make([]float64, t.rows)} }

// weigh sets the weights of a point and returns log(Σ exp(λ'x)/n).
func (d *dual) weigh(lambda []float64) float64 {
	top := math.Inf(-1)
	for i := range d.w {
		d.w[i] = dot(lambda, d.t.row(i))
		top = max(top, d.w[i])
	}
	sum := 0.0
	for i, x := range d.w {
		d.w[i] = math.Exp(x - top)
		sum += d.w[i]
	}
	for i := range d.w {
		d.w[i] /= sum
	}
	return top + math.Log(sum/float64(len(d.w)))
}

// derivatives returns the gradient, the weighted means, and the Hessian, the weighted
// covariances (its lower triangle).
func (d *dual) derivatives() (gradient, hessian []float64) {
	n := d.t.columns
	gradient, hessian = make([]float64, n), make([]float64, n*n)
	for i, w := range d.w {
		x := d.t.row(i)
		for j, xj := range x {
			wx := w * xj
			gradient[j] += wx
			line := hessian[j*n : j*n+j+1]
			for k, xk := range x[:len(line)] {
				line[k] += wx * xk
			}
		}
	}
	for j := range n {
		for k := range j + 1 {
			hessian[j*n+k] -= gradient[j] * gradient[k]
		}
	}
	return gradient, hessian
}
