package report

import (
	"fmt"
	"html/template"

	"dubbelkrona"
	"dubbelkrona/report/chart"
)

// hero is the first screen of a report, or the headline of a sheet.
type hero struct {
	Sentence string
	Notes    []string
	Grade    string // in words
	GradeIs  string // what the grade means
	Double   string // whether the value may be called double
	DV, V, E figure
	P        figure // probability that the value is at least 2
	Chart    template.HTML
	Group    *about
}

// Plain is the headline without links to explanations.
func (h hero) Plain() hero {
	for _, f := range []*figure{&h.DV, &h.V, &h.E, &h.P} {
		f.Anchor = ""
	}
	return h
}

// headlines are the headlines of groups.
type headlines struct{ *page }

// Hero is the headline of what is shown in full.
func (p *page) Hero() hero { return headlines{p}.hero(p.focus(), p.Place(), "hero") }

func (p headlines) hero(c *cell, label, id string) hero {
	service := "v_in_dv"
	if c != nil && c.metric == ofContract {
		service = "v" // of one contract they are the same
	}
	h := hero{DV: p.figure(c, ""), V: p.figure(c, service), E: p.figure(c, "e"), P: p.figure(c, "p_dv_ge_2"), Group: p.about(c, label)}
	h.Sentence = p.sentence(c, h)
	if c == nil {
		return h
	}
	h.Grade, h.GradeIs = p.grade(c.value().Grade), p.gradeIs(c)
	h.Double = p.double(c)
	h.Notes = append(p.goals(h), p.notes(c)...)
	if h.DV.Known() && h.V.Known() && h.E.Known() {
		h.Chart = drawn(chart.Stack{First: float(h.V.Value), Second: float(h.E.Value), Low: float(h.DV.Low), High: float(h.DV.High), Lines: kronor(p.l)}.SVG(chart.Text{
			ID: p.ID("chart." + id), Title: p.T("Tjänstekrona och social krona", "Service krona and social krona") + ", " + label,
			Desc: fmt.Sprintf(p.T("Tjänstekronan är %s och den sociala kronan %s. Tillsammans är de %s, med spannet %s.", "The service krona is %s and the social krona %s. Together they are %s, with the range %s."),
				h.V.Shown(), h.E.Shown(), h.DV.Shown(), h.DV.Span())}))
	}
	return h
}

// sentence says the double value in one sentence.
func (p headlines) sentence(c *cell, h hero) string {
	switch {
	case c == nil:
		return p.T("Det finns inga avtal att räkna ett dubbelt värde på.", "There are no contracts to calculate a double value for.")
	case h.DV.Status == dubbelkrona.Suppressed:
		return p.T("Det dubbla värdet visas inte, för att skydda uppgifter om enskilda.", "The double value is not shown, to protect data about individuals.")
	case h.DV.Status == "no_benefit":
		return p.T("Ingen nytta: tjänsternas värde och det sociala värdet är tillsammans mindre än noll.", "No benefit: the value of the services and the social value are together below zero.")
	case !h.DV.Known() && c.value().Grade == "ej_belagd":
		return p.T("Det dubbla värdet är okänt, för vi kan inte säga om insatsen gjorde skillnad.", "The double value is unknown, since we cannot say whether the measure made a difference.")
	case !h.DV.Known() && c.value().Grade == "for_fa":
		return p.T("Det dubbla värdet är okänt, för deltagarna är för få för att effekten ska kunna visas.", "The double value is unknown, since the participants are too few for the effect to be shown.")
	case !h.DV.Known() || !h.V.Known() || !h.E.Known():
		return p.T("Det dubbla värdet är okänt, för det saknas uppgifter.", "The double value is unknown, since data is missing.")
	}
	which := p.T("i avtalen som ingår", "in the contracts included")
	if c.metric == ofContract {
		which = p.T("i avtalet", "in the contract")
	}
	return fmt.Sprintf(p.T("Varje krona %s köpte tjänster för %s\u00a0kr och gav ett socialt värde på %s\u00a0kr: tillsammans %s\u00a0kr.",
		"Each krona %s bought services worth SEK\u00a0%s and gave a social value of SEK\u00a0%s: together SEK\u00a0%s."),
		which, h.V.Shown(), h.E.Shown(), h.DV.Shown())
}

// double says whether the value may be called double; empty if that is unknown.
func (p headlines) double(c *cell) string {
	f := p.figure(c, "double")
	switch {
	case !f.Known():
		return ""
	case f.Exact() == "1":
		return p.T("Värdet får kallas dubbelt.", "The value may be called double.")
	}
	return p.T("Värdet får inte kallas dubbelt. Det kräver att tjänstekronan är minst 0,95, att den sociala kronan är minst 1, att alla avtal ingår och att inget värde bygger på en antagen leverans eller på effekten av en tidigare start.",
		"The value may not be called double. That requires that the service krona is at least 0.95, that the social krona is at least 1, that all contracts are included and that no value is based on an assumed delivery or on the effect of an earlier start.")
}

// gradeIs says what the grade of a group means.
func (p headlines) gradeIs(c *cell) string {
	grade := c.value().Grade
	switch {
	case grade == "ej_belagd":
		return p.T("Vi kan inte säga om insatsen gjorde skillnad.", "We cannot say whether the measure made a difference.")
	case grade == "for_fa":
		return p.T("Deltagarna är för få för att effekten ska kunna visas.", "The participants are too few for the effect to be shown.")
	case !p.figure(c, "").Known():
		return ""
	case grade == "skattad":
		return p.T("Effekten är skattad mot en jämförelsegrupp för alla avtal som ingår.", "The effect is estimated against a comparison group for all contracts included.")
	case grade == "antagen":
		return p.T("Räkneexempel: så här blir det om antagandet stämmer.", "An example calculation: this is the result if the assumption holds.")
	}
	return ""
}

// notes are what a reader must know of the figures.
func (p headlines) notes(c *cell) (all []string) {
	included, estimated, kept := p.figure(c, "contracts_included"), p.figure(c, "contracts_estimated"), p.figure(c, "contracts_not_shown")
	if coverage := p.figure(c, "coverage"); coverage.Known() && included.Known() {
		all = append(all, fmt.Sprintf(p.T("Avtal som ingår: %s av %s. Täckning av utbetalningarna: %s.", "Contracts included: %s of %s. Coverage of the spend: %s."),
			included.Shown(), p.figure(c, "contracts").Shown(), coverage.Shown()))
	}
	if included.Known() && positive(estimated) && nullable(estimated.Value).Decimal.LessThan(nullable(included.Value).Decimal) {
		all = append(all, fmt.Sprintf(p.T("Effekten är skattad för %s av %s avtal och antagen för de andra.", "The effect is estimated for %s of %s contracts and assumed for the others."), estimated.Shown(), included.Shown()))
	}
	if positive(kept) {
		all = append(all, fmt.Sprintf(p.T("Avtal som inte ingår, för att effekten inte kan visas: %s.", "Contracts not included, since their effect cannot be shown: %s."), kept.Shown()))
	}
	if e := p.figure(c, "e"); e.HasSpan() && e.Low.Unscaled.Sign() <= 0 {
		all = append(all, fmt.Sprintf(p.T("Det är inte säkert att den sociala kronan är större än noll: spannet är %s.", "It is not certain that the social krona is above zero: its range is %s."), e.Span()))
	}
	return all
}

func positive(f figure) bool { return f.Known() && f.Value.Unscaled.Sign() > 0 }
