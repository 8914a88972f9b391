package effect

import (
	"fmt"
	"slices"
)

// Event returns the mean effect of all groups, at a distance of periods from their
// start. Groups are weighted by size.
func (p *Panel) Event(distance int) (*Estimate, error) {
	return p.mean(func(c *Cell) bool { return c.Time-c.Group == distance })
}

// Events returns the distances from the start for which there are estimates.
func (p *Panel) Events() (distances []int) {
	for i := range p.Cells {
		if p.Cells[i].Estimate != nil {
			distances = append(distances, p.Cells[i].Time-p.Cells[i].Group)
		}
	}
	slices.Sort(distances)
	return slices.Compact(distances)
}

// Simple returns the mean of all effects from the start on, groups weighted by size.
func (p *Panel) Simple() (*Estimate, error) {
	return p.mean(func(c *Cell) bool { return c.post })
}

// Dynamic returns the mean over distances from the start on, each weighing the same.
func (p *Panel) Dynamic() (*Estimate, error) {
	var parts []*Estimate
	for _, d := range p.Events() {
		if d < 0 {
			continue
		}
		e, err := p.Event(d)
		if err != nil {
			return nil, err
		}
		parts = append(parts, e)
	}
	return meanOf(parts)
}

// OfGroup returns the mean effect on one group over its periods from the start on.
func (p *Panel) OfGroup(group int) (*Estimate, error) {
	var parts []*Estimate
	for i := range p.Cells {
		if c := &p.Cells[i]; c.Group == group && c.post && c.Estimate != nil {
			parts = append(parts, c.Estimate)
		}
	}
	return meanOf(parts)
}

// Groups returns the mean of the groups' effects, weighted by size.
func (p *Panel) Groups() (*Estimate, error) {
	var cells []Cell
	for i := range p.Cells {
		c := p.Cells[i]
		if len(cells) > 0 && cells[len(cells)-1].Group == c.Group || !c.post || c.Estimate == nil {
			continue
		}
		c.Estimate, c.Err = p.OfGroup(c.Group)
		cells = append(cells, c)
	}
	of := *p
	of.Cells = cells
	return of.mean(func(*Cell) bool { return true })
}

// meanOf returns the mean of estimates.
func meanOf(parts []*Estimate) (*Estimate, error) {
	if len(parts) == 0 {
		return nil, fmt.Errorf("%w: no cell has an estimate", ErrTooFew)
	}
	return Combine(equal(len(parts)), parts)
}

// mean returns the mean of the chosen cells that have an estimate, weighted by the size
// of their groups. The sizes are estimates too: a person's part in them is added to the
// influence values. In sum it is 0 for persons outside these groups.
func (p *Panel) mean(chosen func(*Cell) bool) (*Estimate, error) {
	var parts []*Estimate
	var shares []float64
	total := 0.0
	for i := range p.Cells {
		if c := &p.Cells[i]; chosen(c) && c.Estimate != nil {
			parts, shares = append(parts, c.Estimate), append(shares, c.share)
			total += c.share
		}
	}
	if len(parts) == 0 {
		return nil, fmt.Errorf("%w: no cell has an estimate", ErrTooFew)
	}
	for k := range shares {
		shares[k] /= total
	}
	e, err := Combine(shares, parts)
	if err != nil {
		return nil, err
	}
	surplus := make(map[int]float64) // of each group's effects over the mean
	for i := range p.Cells {
		if c := &p.Cells[i]; chosen(c) && c.Estimate != nil {
			surplus[c.Group] += (c.Estimate.ATT - e.ATT) / (float64(p.Units) * total)
		}
	}
	for i := range e.members {
		if m := &e.members[i]; m.treated {
			m.psi += surplus[p.groups[m.person]]
			m.inflated += surplus[p.groups[m.person]]
		}
	}
	e.vary()
	return e, nil
}
