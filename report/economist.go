package report

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"dubbelkrona"
	"dubbelkrona/report/chart"
)

// economy is what economists read beside the headlines.
type economy struct{ *page }

// inputs are the uncertain inputs of the double value.
func inputs() []dubbelkrona.Label {
	return []dubbelkrona.Label{
		{SV: "Effekten på arbete", EN: "The effect on work"}, {SV: "Undanträngningen", EN: "Displacement"}, {SV: "Referenspriset", EN: "The reference price"},
		{SV: "Kalkylräntan", EN: "The discount rate"}, {SV: "Avtagandet", EN: "The drop-off"},
	}
}

// driver is an uncertain input with the double value at its ends.
type driver struct {
	title     string
	low, high string // parts
}

func (d driver) width(c *cell) float64 {
	low, high := c.parts[d.low], c.parts[d.high]
	if low == nil || high == nil {
		return 0
	}
	return math.Abs(float(high.Value) - float(low.Value))
}

// Tornado is what the double value depends on most. It is nil if nothing is known.
func (p economy) Tornado() *figures {
	c := p.total(uncertainty, p.Municipality)
	if c == nil {
		return nil
	}
	var drivers []driver
	for i, name := range []string{"effect", "displacement", "reference_price", "discount_rate", "drop_off"} {
		drivers = append(drivers, driver{p.In(inputs()[i]), "tornado_" + name + "_low", "tornado_" + name + "_high"})
	}
	slices.SortStableFunc(drivers, func(a, b driver) int { return cmp.Compare(b.width(c), a.width(c)) })
	at := p.figure(c, "at_value")
	t := table{ID: p.ID("tornado"), Quiet: true, Caption: p.T("Vad det dubbla värdet beror mest på", "What the double value depends on most"), Group: p.about(c, p.Place()),
		Head: heads(1, p.T("Indata", "Input"), p.T("Dubbla värdet om den är låg", "Double value if it is low"), p.T("Dubbla värdet om den är hög", "Double value if it is high"))}
	b := chart.Bars{Base: float(at.Value)}
	for _, d := range drivers {
		low, high := p.figure(c, d.low), p.figure(c, d.high)
		t.Rows = append(t.Rows, row{Entries: []entry{words(d.title), p.shown(c, d.low), p.shown(c, d.high)}})
		known := low.Known() && high.Known() && at.Known()
		b.Rows = append(b.Rows, chart.Bar{Label: d.title, Text: low.Shown() + " / " + high.Shown(), From: float(low.Value), To: float(high.Value), Known: known})
	}
	return &figures{Table: t, Chart: bar(b, chart.Text{ID: p.ID("chart.tornado"), Title: t.Caption + ", " + p.Place(),
		Desc: fmt.Sprintf(p.T("En stapel för varje indata, från det dubbla värdet när den är låg till när den är hög. Strecket är värdet med alla indata vid sitt värde, %s. Samma tal står i tabellen.",
			"One bar for each input, from the double value when it is low to when it is high. The line is the value with all inputs at their value, %s. The table has the same figures."), at.Shown())})}
}

// Draws is what the draws say of the double value.
func (p economy) Draws() table {
	c := p.total(uncertainty, p.Municipality)
	t := table{ID: p.ID("draws"), Caption: p.T("10 000 dragningar av osäkra indata", "10,000 draws of uncertain inputs"), Group: p.about(c, p.Place()), Head: heads(1, p.T("Mått", "Measure"), p.T("Värde", "Value"))}
	for _, part := range []string{"p5", "p50", "p95", "p_dv_ge_2", "p_e_gt_0", "at_value"} {
		if c != nil && c.parts[part] != nil {
			t.Rows = append(t.Rows, row{Entries: []entry{words(p.title(uncertainty, part)), p.shown(c, part)}})
		}
	}
	return t
}

// assumption is a figure under several values of one assumption, which it is linear in.
type assumption struct {
	Table  table
	Points string // of the slider, as JSON; empty if a point is not known
	Label  string
	From   string // first and last value of the assumption
	To     string
	Step   string
	Places int32
}

// at is a part with the assumption's value that it was computed with.
type at struct{ value, part string }

// Assumptions are what some assumptions do to the figures.
func (p economy) Assumptions() (all []assumption) {
	c := p.focus()
	if c == nil {
		return nil
	}
	return []assumption{
		p.assumption(c, "displacement", p.T("Andel av effekten som tränger undan andra, procent", "Share of the effect that displaces others, percent"),
			p.T("Dubbla värdet", "Double value"), "1", at{"0", "dv_d0"}, at{"25", "dv_d25"}, at{"50", "dv_d50"}, at{"75", "dv_d75"}),
		p.assumption(c, "leisure", p.T("Värdet av förlorad fritid, procent av individens vinst", "Value of leisure lost, percent of the individual's gain"),
			p.T("Dubbla värdet", "Double value"), "1", at{"0", "dv_t"}, at{"25", "dv_leisure_25"}, at{"50", "dv_leisure_50"}),
		p.assumption(c, "excess", p.T("Vad en skattekrona kostar samhället, kr", "What a krona of taxes costs society, SEK"),
			p.T("Nettonuvärde, kr", "Net present value, SEK"), "0.01", at{"1", "npv"}, at{"1.15", "npv_mcpf_115"}, at{"1.3", "npv_mcpf_130"}),
	}
}

func (p economy) assumption(c *cell, id, label, result, step string, points ...at) assumption {
	a := assumption{Label: label, From: points[0].value, To: points[len(points)-1].value, Step: step,
		Table: table{ID: p.ID(id), Caption: label, Group: p.about(c, p.Place()), Head: heads(0, p.T("Antagande", "Assumption"), result)}}
	known := true
	var exact [][2]string
	for _, point := range points {
		f := p.figure(c, point.part)
		known, a.Places = known && f.Known(), f.places
		exact = append(exact, [2]string{point.value, f.Exact()})
		a.Table.Rows = append(a.Table.Rows, row{Entries: []entry{{Text: dubbelkrona.FormatNumber(point.value, string(p.l)), Exact: point.value, Number: true}, p.shown(c, point.part)}})
	}
	if encoded, err := json.Marshal(exact); known && err == nil {
		a.Points = string(encoded)
	}
	return a
}

// Budget are the readings of public budgets.
func (p economy) Budget() table {
	c := p.focus()
	t := table{ID: p.ID("budget"), Quiet: true, Caption: p.T("Nettonuvärde, MVPF och kommunen ensam", "Net present value, MVPF and the municipality alone"), Group: p.about(c, p.Place()),
		Head: heads(1, p.T("Mått", "Measure"), p.T("Värde", "Value"), p.T("Enhet", "Unit"))}
	t.Head[2].Number = false
	for _, part := range []string{"mvpf", "npv", "npv_mcpf", "municipality_alone", "municipality_alone_after", "break_even", "person_years", "dv_1", "dv_estimated", "dv_assumed", "gross"} {
		if c != nil && c.parts[part] != nil {
			t.Rows = append(t.Rows, row{Entries: []entry{words(p.title(doubleValue, part)), p.shown(c, part), words(unit(p.l, c.parts[part].Unit))}})
		}
	}
	return t
}

// MVPF says the marginal value of public funds in a sentence; empty if it is unknown.
func (p economy) MVPF() string {
	f := p.figure(p.focus(), "mvpf")
	if !f.Known() {
		return ""
	}
	return fmt.Sprintf(p.T("Varje krona som avtalen till slut kostar kommun, region och stat ger tjänster och inkomster värda %s kr (MVPF).",
		"Each krona that the contracts finally cost municipality, region and state gives services and incomes worth SEK %s (MVPF)."), f.Shown())
}

// Assumed are the values that the figures are calculated with.
func (p economy) Assumed() table {
	t := table{ID: p.ID("parameters"), Quiet: true, Sort: true, Caption: p.T("Parametrar som gäller när ögonblicksbilden byggdes", "Parameters in force when the snapshot was built"),
		Head: heads(2, p.T("Parameter", "Parameter"), p.T("Gäller", "Holds for"), p.T("Värde", "Value"), p.T("Lågt", "Low"), p.T("Högt", "High"), p.T("Enhet", "Unit"), p.T("Från", "From"), p.T("Källa", "Source"))}
	for i := range t.Head[5:] {
		t.Head[5+i].Number = false
	}
	if len(p.Parameters) > 0 {
		t.Filter = p.T("Visa bara parametrar vars rad innehåller", "Show only parameters whose row contains")
	}
	for _, v := range p.Parameters {
		t.Rows = append(t.Rows, row{Entries: []entry{{Text: v.Name, Code: true}, {Text: v.Scope, Code: true}, exact(p.l, v.Value), exact(p.l, v.Low), exact(p.l, v.High), {Text: v.Unit, Code: true}, words(day(v.From)), {Text: v.Source, Quoted: true}}})
	}
	return t
}
