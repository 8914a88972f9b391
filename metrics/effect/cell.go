package effect

import "math"

// base returns the indexes of the base periods for a group in the period with index at.
func (o *PanelOptions) base(periods []int, group, at int) (base []int) {
	first := group - o.Anticipation
	if o.Short && periods[at] < first {
		if at == 0 {
			return nil
		}
		return []int{at - 1}
	}
	for i, p := range periods {
		if p >= first+o.From && p <= first+o.To && p < first {
			base = append(base, i)
		}
	}
	return base
}

// cell estimates one cell: the changes are the outcome of a sample like any other.
func (o *PanelOptions) cell(periods []int, units []Unit, group, at int, base []int) (*Estimate, error) {
	latest := max(periods[at], periods[base[len(base)-1]])
	var rows []Row
	for i := range units {
		u := &units[i]
		waits := u.Start == Never || o.NotYet && u.Start != group && u.Start-o.Anticipation > latest
		if u.Start != group && !waits {
			continue
		}
		change := u.Y[at]
		for _, b := range base {
			change -= u.Y[b] / float64(len(base))
		}
		row := Row{Person: u.Person, Group: group, Cluster: u.Cluster, Treated: u.Start == group, X: u.X, Y: []float64{change}}
		if math.IsNaN(change) {
			row.Known = []float64{0}
		}
		rows = append(rows, row)
	}
	s, err := New(rows, o.Options)
	if err != nil {
		return nil, err
	}
	return s.Estimate(0)
}
