package report

import (
	"html/template"
	"slices"
	"strconv"

	"dubbelkrona"
	"dubbelkrona/internal/wording"
	"dubbelkrona/report/chart"
)

// groups are the sections about groups of contracts.
type groups struct{ *page }

// figures are a chart and the table of its rows.
type figures struct {
	Chart template.HTML
	Table table
}

// bearer is one of those who gain, with the parts that tell how much.
type bearer struct {
	name, short   dubbelkrona.Label // short is for a chart
	share, kronor string
	equalised     string // after income equalisation; empty if that does not concern it
}

// bearers are those who gain, in the order of the method.
func bearers() []bearer {
	return []bearer{
		{name: dubbelkrona.Label{SV: "Kommunen", EN: "The municipality"}, short: dubbelkrona.Label{SV: "Kommunen", EN: "Municipality"}, share: "e_kommun", kronor: "kr_kommun", equalised: "e_kommun_after"},
		{name: dubbelkrona.Label{SV: "Regionen", EN: "The region"}, short: dubbelkrona.Label{SV: "Regionen", EN: "Region"}, share: "e_region", kronor: "kr_region", equalised: "e_region_after"},
		{name: dubbelkrona.Label{SV: "Staten, efter lönestöd", EN: "The state, after wage subsidies"}, short: dubbelkrona.Label{SV: "Staten", EN: "State"}, share: "e_stat", kronor: "kr_stat"},
		{name: dubbelkrona.Label{SV: "De som fick arbete", EN: "Those who got a job"}, short: dubbelkrona.Label{SV: "De som fick arbete", EN: "Those who got a job"}, share: "e_individ_participants", kronor: "kr_individ_participants"},
		{name: dubbelkrona.Label{SV: "Undanträngda: de som gick miste om arbete", EN: "Displaced: those who missed a job"}, short: dubbelkrona.Label{SV: "Undanträngda", EN: "Displaced"}, share: "e_individ_displaced", kronor: "kr_individ_displaced"},
	}
}

// Gained says who gained: by bearer, and during and after the contracts.
func (p groups) Gained() []figures {
	c := p.focus()
	if c == nil {
		return nil
	}
	return []figures{p.byBearer(c), p.byTime(c)}
}

func (p groups) byBearer(c *cell) figures {
	t := table{ID: p.ID("bearers"), Quiet: true, Caption: p.T("Den sociala kronan efter vem som fick den", "The social krona by who got it"), Group: p.about(c, p.Place()),
		Head: heads(1, p.T("Vem", "Who"), p.T("Kr per krona", "SEK per krona"), p.T("Kronor", "SEK"), p.T("Kr per krona efter utjämning", "SEK per krona after equalisation"))}
	var bars []chart.Bar
	for _, b := range bearers() {
		share, after := p.figure(c, b.share), words("")
		if b.equalised != "" {
			after = p.shown(c, b.equalised)
		}
		t.Rows = append(t.Rows, row{Entries: []entry{words(p.In(b.name)), p.shown(c, b.share), p.shown(c, b.kronor), after}})
		bars = append(bars, chart.Bar{Label: p.In(b.short), Text: share.Shown(), To: float(share.Value), Known: share.Known()})
	}
	collective := words(p.T("Alla kommuner och regioner genom utjämningen", "All municipalities and regions through equalisation"))
	t.Rows = append(t.Rows, row{Entries: []entry{collective, words(""), words(""), p.shown(c, "e_kommunkollektivet")}},
		row{Class: "sum", Entries: []entry{words(p.T("Summa social krona", "Sum: social krona")), p.shown(c, "e"), p.shown(c, "kr_social"), words("")}})
	return figures{Table: t, Chart: bar(chart.Bars{Rows: bars}, chart.Text{ID: p.ID("chart.bearers"), Title: t.Caption + ", " + p.Place(),
		Desc: p.T("En stapel för var och en, i kronor per krona. Samma tal står i tabellen.", "One bar for each, in SEK per krona. The table has the same figures.")})}
}

// bar draws bars, if there is one.
func bar(b chart.Bars, t chart.Text) template.HTML {
	if !slices.ContainsFunc(b.Rows, func(r chart.Bar) bool { return r.Known }) {
		return ""
	}
	return drawn(b.SVG(t))
}

func (p groups) byTime(c *cell) figures {
	t := table{ID: p.ID("during"), Quiet: true, Caption: p.T("Den sociala kronan under och efter avtalet", "The social krona during and after the contract"), Group: p.about(c, p.Place()),
		Head: heads(1, p.T("När", "When"), p.T("Kr per krona", "SEK per krona"))}
	var bars []chart.Bar
	for _, part := range []struct {
		name  string
		title dubbelkrona.Label
	}{
		{"e_during", dubbelkrona.Label{SV: "Under avtalet, efter lönestöd", EN: "During the contract, after wage subsidies"}},
		{"e_after", dubbelkrona.Label{SV: "Efter avtalet", EN: "After the contract"}},
	} {
		f := p.figure(c, part.name)
		t.Rows = append(t.Rows, row{Entries: []entry{words(p.In(part.title)), p.shown(c, part.name)}})
		bars = append(bars, chart.Bar{Label: p.In(part.title), Text: f.Shown(), To: float(f.Value), Known: f.Known()})
	}
	return figures{Table: t, Chart: bar(chart.Bars{Rows: bars}, chart.Text{ID: p.ID("chart.during"), Title: t.Caption + ", " + p.Place(),
		Desc: p.T("En stapel för tiden under avtalet och en för tiden efter, i kronor per krona. Samma tal står i tabellen.", "One bar for the time of the contract and one for the time after it, in SEK per krona. The table has the same figures.")})}
}

// headline are the columns of a group's headline after its name.
func (p groups) headline() []string {
	return []string{p.T("Dubbla värdet", "Double value"), p.T("Spann (90\u00a0%)", "Range (90%)"), p.T("Skala", "Scale"), p.T("Tjänstekrona", "Service krona"),
		p.T("Social krona", "Social krona"), p.T("P(minst\u00a02)", "P(at\u00a0least\u00a02)"), p.T("Kostnad,\u00a0kr", "Cost,\u00a0SEK"), p.T("Täckning", "Coverage"), p.T("Evidens", "Evidence")}
}

// rows are the headlines of groups, named by name.
func (p groups) rows(groups []*cell, name func(*cell) string) (rows []row) {
	draw := small(groups)
	for _, c := range groups {
		label := name(c)
		rows = append(rows, row{Group: p.about(c, label), Entries: []entry{words(label), p.shown(c, ""), p.span(c, ""), draw(c), p.shown(c, "v_in_dv"), p.shown(c, "e"),
			p.shown(c, "p_dv_ge_2"), p.shown(c, "kr_c"), p.shown(c, "coverage"), words(p.grade(c.value().Grade))}})
	}
	return rows
}

func (p groups) columns(first string) []column {
	head := heads(1, append([]string{first}, p.headline()...)...)
	head[3].Number = false
	head[len(head)-1].Number = false
	return head
}

// year writes a period, which may be unknown.
func (p groups) year(c *cell) string {
	if c.period == "unknown" {
		return p.T("okänt år", "unknown year")
	}
	return c.period
}

// Time is the double value by the year of the contracts.
func (p groups) Time() figures {
	groups := p.of(doubleValue, "year", within("", p.Municipality), p.Municipality)
	t := table{ID: p.ID("time"), Quiet: true, Sort: true, Caption: p.T("Det dubbla värdet efter avtalens år", "The double value by the year of the contracts"), Head: p.columns(p.T("År", "Year")), Rows: p.rows(groups, p.year)}
	s := chart.Series{Lines: append(kronor(p.l), chart.Line{At: 0, Label: "0"})}
	for _, c := range groups {
		f := p.figure(c, "")
		point := chart.Point{Label: p.year(c), Text: f.Shown(), Value: float(f.Value), Known: f.Known()}
		if f.HasSpan() {
			point.Low, point.High = float(f.Low), float(f.High)
		}
		s.Points = append(s.Points, point)
	}
	if !slices.ContainsFunc(s.Points, func(p chart.Point) bool { return p.Known }) {
		return figures{Table: t}
	}
	return figures{Table: t, Chart: drawn(s.SVG(chart.Text{ID: p.ID("chart.time"), Title: t.Caption + ", " + p.Place(),
		Desc: p.T("En punkt för varje år, med ett streck för spannet. Samma tal står i tabellen.", "One point for each year, with a line for the range. The table has the same figures.")}))}
}

// ByMunicipality is the headline of every municipality.
func (p groups) ByMunicipality() table {
	groups := p.of(doubleValue, "all", "municipality", "")
	t := table{ID: p.ID("municipalities"), Sort: true, Caption: p.T("Det dubbla värdet efter kommun", "The double value by municipality"), Head: p.columns(p.T("Kommun", "Municipality")),
		Rows: p.rows(groups, func(c *cell) string { return p.name(c.municipality) })}
	if len(groups) > 1 {
		t.Filter = p.T("Visa bara kommuner vars rad innehåller", "Show only municipalities whose row contains")
	}
	for i, c := range groups {
		t.Rows[i].Open = c.municipality
		if p.Municipality == c.municipality {
			t.Rows[i].Class = "here"
		}
	}
	return t
}

// ByForm is the double value by the form of the contract and by what was bought, of
// which one or both may not be published.
func (p groups) ByForm() (all []table) {
	for _, d := range []struct {
		name, sv, en string
		head         string
	}{
		{"procedure", "Det dubbla värdet efter avtalsform", "The double value by form of contract", p.T("Avtalsform", "Form of contract")},
		{"service_area", "Det dubbla värdet efter tjänsteområde", "The double value by service area", p.T("Tjänsteområde", "Service area")},
	} {
		groups := p.of(doubleValue, "all", within(d.name, p.Municipality), p.Municipality)
		if len(groups) == 0 {
			continue
		}
		all = append(all, table{ID: p.ID(d.name), Sort: true, Quiet: true, Caption: p.T(d.sv, d.en), Head: p.columns(d.head), Rows: p.rows(groups, func(c *cell) string {
			if value, known := c.dimension(d.name); known {
				return value
			}
			return p.T("okänd", "unknown")
		})})
	}
	return all
}

// Others is the value of every other metric, over all time or else in its latest period.
func (p groups) Others() table {
	t := table{ID: p.ID("others"), Quiet: true, Sort: true, Caption: p.T("Andra nyckeltal", "Other metrics") + ": " + p.Place(),
		Head: heads(5, p.T("Nyckeltal", "Metric"), p.T("Period", "Period"), p.T("Värde", "Value"), p.T("Enhet", "Unit"), p.T("Evidens", "Evidence"), p.T("Personer", "Persons"))}
	t.Head[2].Number = true
	for _, m := range p.Metrics {
		c := p.latest(m.Name)
		if c == nil || m.Name == doubleValue || m.Name == uncertainty || m.Name == ofContract {
			continue
		}
		f, period := p.figure(c, ""), p.T("hela tiden", "all time")
		if c.grain != "all" {
			period = p.year(c)
		}
		t.Rows = append(t.Rows, row{Group: p.about(c, p.Place()), Entries: []entry{words(p.title(m.Name, "")), words(period), p.shown(c, ""), words(unit(p.l, f.Unit)), words(p.grade(f.Grade)), {Text: f.People(), Number: true}}})
	}
	return t
}

// latest returns the group of a metric over all time or else in its latest known
// period; nil if there is none.
func (p groups) latest(metric string) *cell {
	if c := p.total(metric, p.Municipality); c != nil {
		return c
	}
	var last *cell
	for _, grain := range []string{"year", "month"} {
		for _, c := range p.of(metric, grain, within("", p.Municipality), p.Municipality) {
			if c.period != "unknown" && (last == nil || c.period > last.period) {
				last = c
			}
		}
	}
	return last
}

// ByContract is the double value of each contract of what is shown in full.
func (p groups) ByContract() table {
	t := table{ID: p.ID("contracts"), Quiet: true, Sort: true, Caption: p.T("Det dubbla värdet av varje avtal", "The double value of each contract"),
		Head: heads(4, p.T("Avtal", "Contract"), p.T("Avser", "Subject"), p.T("Leverantör", "Supplier"), p.T("År", "Year"), p.T("Dubbla värdet", "Double value"), p.T("Spann (90\u00a0%)", "Range (90%)"),
			p.T("Tjänstekrona", "Service krona"), p.T("Social krona", "Social krona"), p.T("Kostnad,\u00a0kr", "Cost,\u00a0SEK"), p.T("Evidens", "Evidence"))}
	t.Head[len(t.Head)-1].Number = false
	if len(p.Contracts) > 1 {
		t.Filter = p.T("Visa bara avtal vars rad innehåller", "Show only contracts whose row contains")
	}
	for _, one := range p.contracts(0) {
		c := one.cell
		t.Rows = append(t.Rows, row{Group: p.about(c, one.ID), Entries: []entry{words(one.ID), words(one.Title), words(one.Supplier), words(one.When()), p.shown(c, ""), p.span(c, ""), p.shown(c, "v"), p.shown(c, "e"), p.shown(c, "kr_c"), words(p.grade(c.value().Grade))}})
	}
	return t
}

// contract is a contract with its figures.
type contract struct {
	Contract
	cell *cell
}

// When is the contract's year, or a mark if it is unknown.
func (c contract) When() string {
	if c.Year == 0 {
		return wording.Unknown
	}
	return strconv.FormatInt(c.Year, 10)
}

// maxContracts is the max number of contracts that a page shows.
const maxContracts = 300

// contracts are the contracts with figures of what is shown in full, in one year or,
// for 0, in all.
func (p groups) contracts(year int64) (some []contract) {
	figures := make(map[string]*cell)
	for _, c := range p.of(ofContract, "all", "contract", "") {
		if id, known := c.dimension("contract"); known {
			figures[id] = c
		}
	}
	for _, one := range p.Contracts {
		c := figures[one.ID]
		if c != nil && (p.Municipality == "" || one.Municipality == p.Municipality) && (year == 0 || one.Year == year) && len(some) < maxContracts {
			some = append(some, contract{one, c})
		}
	}
	return some
}
