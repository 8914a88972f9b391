package disclosure

import (
	"context"
)

// Protect decides which cells are released.
func Protect(ctx context.Context, p Problem) (Outcome, error) {
	if err := p.validate(); err != nil {
		return Outcome{}, err
	}
	d, err := newDecision(ctx, newModel(p))
	if err != nil {
		return Outcome{}, err
	}
	if err := d.decide(ctx); err != nil {
		return Outcome{}, err
	}
	o := Outcome{Marks: make([]Mark, len(p.Cells)), Classes: len(d.persons), Protected: len(d.secrets), Passes: d.passes}
	for _, s := range d.secrets {
		if s.lost {
			o.Lost++
		}
		if s.narrow {
			o.Narrow++
		}
	}
	for i, mark := range d.marks {
		o.Marks[d.index[i]] = mark
	}
	return o, nil
}
