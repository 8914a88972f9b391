package figure

import (
	"slices"
	"strings"
)

// Why a figure has no row that is published.
const (
	UnknownPart      = "unknown_part"
	UnknownDimension = "unknown_dimension"
	UnknownPeriod    = "unknown_period"
	NotPublished     = "not_published"
)

// Place returns the column grouping of the rows of a part that are grouped by dimensions,
// given in any order, and are about periods of a grain. If no such rows are published,
// problem says why.
func (f *Figure) Place(part, grain string, dimensions []string) (grouping, problem string) {
	rows := f.rows()
	at := slices.IndexFunc(rows, func(p Part) bool { return p.Name == part })
	if at < 0 {
		return "", UnknownPart
	}
	wanted := slices.Sorted(slices.Values(dimensions))
	for i, name := range wanted {
		if !slices.Contains(f.By, name) || i > 0 && wanted[i-1] == name {
			return "", UnknownDimension
		}
	}
	if rows[at].Total && len(wanted) > 0 {
		return "", NotPublished
	}
	problem = UnknownPeriod
	for _, g := range f.groupings() {
		names := f.names(g)
		if f.grainName(g) != grain || !slices.Equal(slices.Sorted(slices.Values(names)), wanted) {
			continue
		}
		if slices.Contains(f.publishes(), g) {
			return strings.Join(names, ","), ""
		}
		problem = NotPublished
	}
	return "", problem
}
