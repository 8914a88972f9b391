package report

import (
	"fmt"
	"slices"
	"strings"

	"dubbelkrona"
	"dubbelkrona/report/chart"
)

// The names of the metrics about what suppliers undertook.
const (
	fulfilment = "requirement_fulfilment"
	delivered  = "requirement_delivered"
	reported   = "requirement_reported"
)

// undertakings is the section about what suppliers undertook.
type undertakings struct{ *page }

// undertakingStatus is a status of undertakings, with the part that counts them.
type undertakingStatus struct {
	part string
	name dubbelkrona.Label
}

// undertakingStatuses are the statuses in the order in which contracts are listed: what
// somebody has to act on first.
func undertakingStatuses() []undertakingStatus {
	return []undertakingStatus{
		{"late", dubbelkrona.Label{SV: "sent", EN: "late"}},
		{"unknown", dubbelkrona.Label{SV: "okänt", EN: "unknown"}},
		{"on_the_way", dubbelkrona.Label{SV: "på väg", EN: "on the way"}},
		{"fulfilled", dubbelkrona.Label{SV: "uppfyllt", EN: "fulfilled"}},
	}
}

// maxBars is the max number of contracts in the chart; the table has all.
const maxBars = 60

// Undertakings are the undertakings of each contract; nil if there are none.
func (p groups) Undertakings() *figures { return undertakings(p).figures() }

// figures are the chart and the table of the contracts with undertakings; nil if there
// are none.
func (p undertakings) figures() *figures {
	cells := p.of(fulfilment, "all", "municipality,contract", p.Municipality)
	if len(cells) == 0 {
		return nil
	}
	slices.SortStableFunc(cells, func(a, b *cell) int { return slices.Compare(p.counts(b), p.counts(a)) })
	t := table{ID: p.ID("undertakings"), Quiet: true, Sort: true, Caption: p.T("Åtaganden efter avtal", "Undertakings by contract"),
		Head: heads(4, p.T("Avtal", "Contract"), p.T("Avser", "Subject"), p.T("Kommun", "Municipality"), p.T("Status", "Status"), p.T("Avtalade månader", "Months agreed"), p.T("Förfallna månader", "Months due"),
			p.T("Levererade månader", "Months delivered"), p.T("Återstående månader", "Months remaining"), p.T("Personer", "Persons"), p.T("Månader enligt leverantören", "Months by the supplier's report"))}
	if len(cells) > 1 {
		t.Filter = p.T("Visa bara avtal vars rad innehåller", "Show only contracts whose row contains")
	}
	var bars []chart.Bar
	for _, c := range cells[:min(len(cells), maxContracts)] {
		id, status := p.contract(c), p.status(c)
		t.Rows = append(t.Rows, row{Group: p.about(c, id), Entries: []entry{words(id), words(p.subject(id)), words(p.name(c.municipality)), words(status), p.shown(c, "agreed_months"), p.shown(c, "due_months"),
			p.shown(p.same(c, delivered), ""), p.shown(p.same(c, delivered), "remaining_months"), p.shown(p.same(c, delivered), "persons"), p.shown(p.same(c, reported), "")}})
		agreed, due := p.figure(c, "agreed_months"), p.figure(c, "due_months")
		bars = append(bars, chart.Bar{Label: id, Text: status, To: float(agreed.Value), Part: float(due.Value), Known: agreed.Known()})
	}
	bars = bars[:min(len(bars), maxBars)]
	return &figures{Table: t, Chart: bar(chart.Bars{Rows: bars}, chart.Text{ID: p.ID("chart.undertakings"), Title: t.Caption + ", " + p.Place(),
		Desc: p.T("En stapel för varje avtal, så lång som det avtalade i månader på heltid. Den randiga delen har förfallit till i dag. Samma tal står i tabellen.",
			"One bar for each contract, as long as what was agreed in months of full time. The hatched part is due by today. The table has the same figures.")})}
}

// counts are the numbers of undertakings of a contract by status.
func (p undertakings) counts(c *cell) (all []float64) {
	for _, s := range undertakingStatuses() {
		all = append(all, float(p.figure(c, s.part).Value))
	}
	return all
}

// status says in words what has become of the undertakings of a contract, with their
// numbers if they are several.
func (p undertakings) status(c *cell) string {
	several := float(p.figure(c, "undertakings").Value) > 1
	var all []string
	for _, s := range undertakingStatuses() {
		f := p.figure(c, s.part)
		switch {
		case float(f.Value) == 0:
		case several:
			all = append(all, fmt.Sprintf("%s %s", f.Shown(), p.In(s.name)))
		default:
			all = append(all, p.In(s.name))
		}
	}
	return strings.Join(all, ", ")
}

// contract is the id of the contract that a group is about.
func (p undertakings) contract(c *cell) string {
	id, known := c.dimension("contract")
	if !known {
		return p.T("okänt avtal", "unknown contract")
	}
	return id
}

// subject is what a contract is for; empty if that is not known.
func (p undertakings) subject(id string) string {
	if i := slices.IndexFunc(p.Contracts, func(one Contract) bool { return one.ID == id }); i >= 0 {
		return p.Contracts[i].Title
	}
	return ""
}

// same is the group of another metric that is about the same contract; nil if there is none.
func (p undertakings) same(c *cell, metric string) *cell {
	key := c.group
	key.metric = metric
	return p.byKey[key]
}
