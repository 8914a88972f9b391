package figure

import (
	"fmt"
	"slices"
	"strings"
)

// grouping is one way to group the rows: a bit for each dimension, the first being the
// lowest, and the index of the grain of the period, -1 for all time.
type grouping struct{ subset, grain int }

// groupings returns every subset of the dimensions, over all time and for every grain.
// The first one over all time is the total.
func (f *Figure) groupings() (all []grouping) {
	for grain := -1; grain < len(f.Grains); grain++ {
		if grain < 0 && !f.AllTime {
			continue
		}
		for subset := range 1 << len(f.By) {
			all = append(all, grouping{subset, grain})
		}
	}
	return all
}

// PublishedGroupings returns a condition on period_grain and "grouping" of
// metric.result: which rows are published. It is empty if all are.
func (f *Figure) PublishedGroupings() string {
	switch published := f.publishes(); {
	case len(published) == 0:
		return "FALSE"
	case len(published) == len(f.groupings()):
		return ""
	default:
		var pairs []string
		for _, g := range published {
			pairs = append(pairs, fmt.Sprintf("period_grain = %s AND \"grouping\" = %s", literal(f.grainName(g)), literal(strings.Join(f.names(g), ","))))
		}
		return "(" + strings.Join(pairs, " OR ") + ")"
	}
}

// publishes returns the groupings that are published. By default a metric about persons
// publishes the total, each single dimension, of which the period is one, and each
// municipality by year; other metrics publish everything.
func (f *Figure) publishes() (published []grouping) {
	if f.unread {
		return nil
	}
	if f.declared {
		return f.published
	}
	if len(f.sets) == 0 {
		return f.groupings()
	}
	for _, g := range f.groupings() {
		names := f.names(g)
		switch {
		case len(names) == 0, len(names) == 1 && (g.grain < 0 || !f.AllTime || names[0] == municipality && f.grainName(g) == "year"):
			published = append(published, g)
		}
	}
	return published
}

// names returns the dimensions of a grouping, in the order of by.
func (f *Figure) names(g grouping) (names []string) {
	for i, name := range f.By {
		if g.subset>>i&1 == 1 {
			names = append(names, name)
		}
	}
	return names
}

func (f *Figure) grainName(g grouping) string {
	if g.grain < 0 {
		return "all"
	}
	return f.Grains[g.grain]
}

// publish reads the groupings that the header publishes.
func (r *reading) publish() {
	f := &r.figure
	f.declared = r.Publish != nil
	for i, names := range r.Publish {
		g, ok := r.grouping(i, names)
		switch {
		case !ok:
		case g.grain < 0 && !f.AllTime:
			r.refuse(fmt.Sprintf("publish[%d]", i), "there are no figures over all time: add %s to the grouping", strings.Join(f.Grains, " or "))
		case slices.Contains(f.published, g):
			r.refuse(fmt.Sprintf("publish[%d]", i), "the grouping is listed twice")
		default:
			f.published = append(f.published, g)
		}
	}
}

// grouping returns the grouping of an entry of publish.
func (r *reading) grouping(entry int, names []string) (g grouping, ok bool) {
	f := &r.figure
	g.grain = -1
	for k, name := range names {
		dimension, grain := slices.Index(f.By, name), slices.Index(f.Grains, name)
		at := fmt.Sprintf("publish[%d][%d]", entry, k)
		switch {
		case slices.Contains(names[:k], name):
			r.refuse(at, "%s is listed twice", name)
			return g, false
		case dimension >= 0:
			g.subset |= 1 << dimension
		case grain < 0:
			r.refuse(at, "%q is not among the dimensions and grains of the metric: %s", name, strings.Join(slices.Concat(f.By, f.Grains), ", "))
			return g, false
		case g.grain >= 0:
			r.refuse(at, "a grouping has at most one of %s", strings.Join(f.Grains, " and "))
			return g, false
		default:
			g.grain = grain
		}
	}
	return g, true
}
