package report

import (
	"fmt"
	"html/template"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/wording"
	effectwording "dubbelkrona/metrics/effect/wording"
	"dubbelkrona/report/chart"

	"github.com/shopspring/decimal"
)

// effects are the evaluated effects.
type effects struct{ *page }

// maxScopes is the max number of scopes that are shown in full when all municipalities
// are shown together.
const maxScopes = 12

// effect is an evaluated effect: its verdicts, and the scopes that are shown in full.
type effect struct {
	Title    string
	Verdicts table
	Scopes   []effectScope
	Left     int // scopes whose checks are not shown
}

type effectScope struct {
	Name      string
	Text      string
	Checks    table
	Balance   *table
	Estimates *table
	Chart     template.HTML
	Flags     []string
}

// Evaluated are the effects, in the page's language.
func (p effects) Evaluated() (all []effect) {
	results := p.Effects.SV
	if p.Lang() == "en" {
		results = p.Effects.EN
	}
	for _, r := range results {
		e := effect{Title: r.Title, Verdicts: table{ID: p.ID("effect." + r.Name), Sort: true, Caption: p.T("Vad som kan sägas om effekten", "What can be said of the effect"),
			Head: heads(4, p.T("Kommun", "Municipality"), p.T("Utfall av prövningen", "Verdict"), p.T("I ord", "In words"), p.T("Registrering", "Registration"))}}
		for i, s := range r.Scopes {
			if p.Municipality != "" && s.Scope != p.Municipality {
				continue
			}
			e.Verdicts.Rows = append(e.Verdicts.Rows, row{Entries: []entry{words(p.scope(s)), words(p.grade(s.Verdict)), words(s.Text), words(p.registration(s))}})
			if len(e.Scopes) == maxScopes {
				e.Left++
				continue
			}
			e.Scopes = append(e.Scopes, p.effectScope(r, s, fmt.Sprintf("effect.%s.%d", r.Name, i)))
		}
		if len(e.Verdicts.Rows) > 0 {
			all = append(all, e)
		}
	}
	return all
}

func (p effects) scope(s dubbelkrona.EffectScope) string {
	if s.Name == "" {
		return s.Scope
	}
	return s.Name
}

func (p effects) registration(s dubbelkrona.EffectScope) string {
	version := fmt.Sprintf(p.T("version %d av %d", "version %d of %d"), s.Version, s.Versions)
	if s.Preregistered {
		return version + p.T(", förhandsregistrerad", ", preregistered")
	}
	return version + p.T(", inte förhandsregistrerad", ", not preregistered")
}

func (p effects) effectScope(r dubbelkrona.EffectResult, s dubbelkrona.EffectScope, id string) effectScope {
	v := effectScope{Name: p.scope(s), Text: s.Text, Checks: p.gate(s, id), Balance: p.balance(r.Name, s.Scope, id)}
	if s.Verdict != "skattad" {
		return v
	}
	for _, flag := range s.Flags {
		v.Flags = append(v.Flags, p.In(effectwording.Flag(flag)))
	}
	v.Estimates = p.estimates(s, id)
	v.Chart = p.study(r, s, id)
	return v
}

// gate is what each check of the effect found.
func (p effects) gate(s dubbelkrona.EffectScope, id string) table {
	t := table{ID: p.ID(id + ".gate"), Caption: p.T("Kontrollerna av effekten", "The checks of the effect") + ": " + p.scope(s),
		Head: heads(2, p.T("Kontroll", "Check"), p.T("Utfall", "Outcome"), p.T("Värde", "Value"), p.T("Gräns", "Limit"), p.T("I stället", "In its place"))}
	t.Head[4].Number = false
	for _, f := range s.Findings {
		t.Rows = append(t.Rows, row{Entries: []entry{words(p.In(effectwording.Check(f.Check))), words(p.In(effectwording.State(f.State))), p.measured(f.Value, 3), p.measured(f.Limit, 3), words(f.Substitute)}})
	}
	return t
}

// balance is how alike the groups were before the start; nil if it is not known.
func (p effects) balance(name, scope, id string) *table {
	t := &table{ID: p.ID(id + ".balance"), Sort: true, Caption: p.T("Lika före starten: skillnad i standardavvikelser", "Alike before the start: difference in standard deviations"),
		Head: heads(2, p.T("Egenskap", "Trait"), p.T("Slag", "Kind"), p.T("Utan vikter", "Without weights"), p.T("Med vikter", "With weights"))}
	for _, b := range p.Effects.Balance {
		if b.Effect != name || b.Scope != scope {
			continue
		}
		kind := p.T("före start", "baseline")
		if b.Kind == "history" {
			kind = p.T("historik", "history")
		}
		t.Rows = append(t.Rows, row{Entries: []entry{{Text: b.Column, Code: true}, words(kind), p.measured(b.Before, 2), p.measured(b.After, 2)}})
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return t
}

// estimates are the estimates that are shown.
func (p effects) estimates(s dubbelkrona.EffectScope, id string) *table {
	t := &table{ID: p.ID(id + ".estimates"), Sort: true, Caption: p.T("Skattade effekter", "Estimated effects") + ": " + p.scope(s),
		Head: heads(1, p.T("Utfall", "Outcome"), p.T("Månader efter start", "Months after the start"), p.T("Effekt", "Effect"), p.T("Publicerat spann (90 %)", "Published range (90%)"),
			p.T("Dessa avtal (90 %)", "These contracts (90%)"), p.T("Enhet", "Unit"))}
	t.Head[1].Number, t.Head[5].Number = false, false
	for _, x := range s.Estimates {
		if x.Verdict != "skattad" {
			continue
		}
		t.Rows = append(t.Rows, row{Entries: []entry{words(x.Title), words(months(x.Block)), p.effectAmount(x.Unit, x.Value), words(p.effectSpan(x.Unit, x.LowPublished, x.HighPublished)),
			words(p.effectSpan(x.Unit, x.Low, x.High)), words(p.effectUnit(x.Unit))}})
	}
	return t
}

// study draws the primary outcome by the time since the start.
func (p effects) study(r dubbelkrona.EffectResult, s dubbelkrona.EffectScope, id string) template.HTML {
	c := chart.Series{Lines: []chart.Line{{At: 0, Label: "0"}}}
	for _, x := range s.Estimates {
		if x.Outcome != r.Primary || x.Verdict != "skattad" || x.Value == nil || x.LowPublished == nil || x.HighPublished == nil {
			continue
		}
		c.Points = append(c.Points, chart.Point{Label: months(x.Block), Text: p.effectAmount(x.Unit, x.Value).Text, Value: *x.Value, Low: *x.LowPublished, High: *x.HighPublished, Known: true})
	}
	if len(c.Points) == 0 {
		return ""
	}
	return drawn(c.SVG(chart.Text{ID: p.ID("chart." + id), Title: p.T("Effekten efter tid sedan starten", "The effect by time since the start") + ": " + r.PrimaryTitle + ", " + p.scope(s),
		Desc: p.T("En punkt för varje tolv månader efter starten, med ett streck för spannet. Samma tal står i tabellen.", "One point for each twelve months after the start, with a line for the range. The table has the same figures.")}))
}

// monthsOfBlock is the number of months in a block of follow-up.
const monthsOfBlock = 12

func months(block int64) string {
	return fmt.Sprintf("%d–%d", (block-1)*monthsOfBlock, block*monthsOfBlock-1)
}

// measured writes a whole number without decimals, any other with some.
func (p effects) measured(x *float64, places int32) entry {
	d := number(x)
	if d.Decimal.Round(places).IsInteger() {
		places = 0
	}
	return entry{Text: p.l.Nullable(d, places), Exact: exactOf(d), Number: true}
}

// effectAmount writes an effect in its unit: 0.123 of a share as 12.3.
func (p effects) effectAmount(unit string, x *float64) entry {
	d := number(x)
	if unit == "share" {
		return entry{Text: p.l.Nullable(decimal.NullDecimal{Decimal: d.Decimal.Shift(2), Valid: d.Valid}, 1), Exact: exactOf(d), Number: true}
	}
	return entry{Text: p.l.Nullable(d, 0), Exact: exactOf(d), Number: true}
}

func (p effects) effectSpan(unit string, low, high *float64) string {
	if low == nil || high == nil {
		return wording.Unknown
	}
	return strings.Join([]string{p.effectAmount(unit, low).Text, p.effectAmount(unit, high).Text}, p.T(" till ", " to "))
}

func (p effects) effectUnit(unit string) string {
	if unit == "share" {
		return p.T("procentenheter", "percentage points")
	}
	return p.T("kr per år", "SEK per year")
}

func number(x *float64) decimal.NullDecimal {
	if x == nil || *x != *x {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(decimal.NewFromFloat(*x))
}

func exactOf(d decimal.NullDecimal) string {
	if !d.Valid {
		return ""
	}
	return d.Decimal.String()
}
