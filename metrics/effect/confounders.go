package effect

// Confounders is the regression of an outcome on the treatment and the covariates, and
// what the covariates explain in it, by which the robustness value is judged.
type Confounders struct {
	// T and DF are the t value of the treatment and its degrees of freedom.
	T, DF float64
	// Strongest is the largest, over the covariates, of the smaller of two shares:
	// what the covariate explains of the remaining variance of the treatment, and
	// of the outcome. Column is that covariate, −1 if there is none.
	Strongest float64
	Column    int
}

// Confounders returns the measures for outcome k (Cinelli & Hazlett 2020).
func (s *Sample) Confounders(k int) (Confounders, error) {
	known, err := s.observed(k)
	if err != nil {
		return Confounders{}, err
	}
	var y, treated []float64
	var x [][]float64 // the treatment first
	for i := range s.rows {
		r := &s.rows[i]
		if !known[i] {
			continue
		}
		d := 0.0
		if r.Treated {
			d = 1
		}
		y, treated = append(y, r.Y[k]), append(treated, d)
		x = append(x, append(append([]float64{d}, r.X...), r.H...))
	}
	r, err := Regress(y, x)
	if err != nil {
		return Confounders{}, err
	}
	c := Confounders{T: r.t(), DF: r.DF, Column: -1}
	for j := range s.x.columns {
		outcome := explained(y, first(x, j+1, 0))
		treatment := explained(treated, first(x, j+1, 1))
		if share := min(outcome, treatment); share > c.Strongest {
			c.Strongest, c.Column = share, j
		}
	}
	return c, nil
}

// first returns the columns with column j before the others, of which the first skip are
// left out.
func first(x [][]float64, j, skip int) [][]float64 {
	moved := make([][]float64, len(x))
	for i, r := range x {
		moved[i] = append(append([]float64{r[j]}, r[skip:j]...), r[j+1:]...)
	}
	return moved
}

// explained returns the share of the remaining variance of y that the first column
// explains, and 0 if it is a combination of the others.
func explained(y []float64, x [][]float64) float64 {
	r, err := Regress(y, x)
	if err != nil || r.DF < 1 {
		return 0
	}
	t := r.t()
	return t * t / (t*t + r.DF)
}

// t returns the classic t value, 0 without variation.
func (r *Regression) t() float64 {
	se := r.SE(Classic)
	if se == 0 {
		return 0
	}
	return r.Coefficient / se
}
