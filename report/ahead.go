package report

import (
	"cmp"
	"slices"
)

// contractsEnding is the metric of the contracts that end soon.
const contractsEnding = "contracts_ending"

// Ahead is what ends soon, by service area in the order of the first end. An area in
// which nothing ends soon, and nothing may, is left out.
func (p groups) Ahead() table {
	t := table{ID: p.ID("ahead"), Quiet: true, Sort: true, Caption: p.T("Avtal som slutar inom 24 månader", "Contracts that end within 24 months"),
		Head: heads(1, p.T("Tjänsteområde", "Service area"), p.T("Dagar till det första slutet", "Days to the first end"), p.T("Avtal", "Contracts"), p.T("Känt värde,\u00a0kr", "Known value,\u00a0SEK"),
			p.T("Med sociala krav", "With social requirements"), p.T("Utan", "Without"), p.T("Okänt", "Unknown"), p.T("Okänd slutdag", "Unknown end"), p.T("Kända sociala företag", "Known social enterprises"))}
	for _, c := range p.ending() {
		label := p.area(c)
		t.Rows = append(t.Rows, row{Group: p.about(c, label), Entries: []entry{words(label), p.shown(c, "first_end"), p.shown(c, ""), p.shown(c, "value_sek"),
			p.shown(c, "social_clause"), p.shown(c, "no_clause"), p.shown(c, "unknown_clause"), p.shown(c, "unknown_end"), p.shown(c, "social_enterprises")}})
	}
	return t
}

// area is the name of a service area. A contract without one has the Swedish name of its
// CPV division, which is shown in the page's language.
func (p groups) area(c *cell) string {
	name, known := c.dimension("service_area")
	if !known {
		return p.T("okänt område", "unknown area")
	}
	return p.T(name, cmp.Or(p.Divisions[name], name))
}

// ending returns the areas in which something ends soon or may, the first end first.
func (p groups) ending() []*cell {
	areas := slices.DeleteFunc(p.of(contractsEnding, "all", within("service_area", p.Municipality), p.Municipality), func(c *cell) bool {
		ends, unknown := p.figure(c, ""), p.figure(c, "unknown_end")
		return (!ends.Known() || float(ends.Value) == 0) && float(unknown.Value) == 0
	})
	slices.SortStableFunc(areas, func(a, b *cell) int {
		first, second := p.figure(a, "first_end"), p.figure(b, "first_end")
		if first.Known() != second.Known() {
			if first.Known() {
				return -1
			}
			return 1
		}
		return cmp.Compare(float(first.Value), float(second.Value))
	})
	return areas
}
