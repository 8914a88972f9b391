package present

import (
	"fmt"
	"io"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/wording"
	effectwording "dubbelkrona/metrics/effect/wording"

	"github.com/shopspring/decimal"
)

// figures are the values of one group by the name of their part.
type figures struct {
	status, grade, warnings string
	synthetic               bool
	low, high               decimal.NullDecimal
	parts                   map[string]decimal.NullDecimal
}

// DoubleValue writes two tables of the metric double_value, for each municipality
// and in total: the ratio with its interval, and who got how much. Rows are those of
// metric.result for that metric; name returns a municipality's name for its code.
func DoubleValue(w io.Writer, l wording.Language, rows []dubbelkrona.Result, name func(code string) string) error {
	codes, groups := byMunicipality(rows)
	ratio := Table{Head: []string{l.Pick("Kommun", "Municipality"), l.Pick("Kostnad kr", "Cost SEK"), l.Pick("tjänst v", "service v"),
		l.Pick("social e", "social e"), "DV", l.Pick("90 %-intervall", "90% interval"), "P(DV≥2)", l.Pick("evidens", "evidence")}}
	bearers := Table{Head: []string{l.Pick("kr", "SEK"), l.Pick("tjänst V − C", "service V − C"), l.Pick("+ kommun", "+ municipality"), "+ region",
		l.Pick("+ stat", "+ state"), l.Pick("+ deltagare", "+ participants"), l.Pick("+ undanträngda", "+ displaced"), l.Pick("= nettonuvärde", "= net present value"),
		l.Pick("kommun efter utjämning", "municipality equalised")}}
	for _, code := range append(codes, "") {
		g, there := groups[code]
		if !there {
			continue
		}
		label := l.Pick("Alla", "All")
		if code != "" {
			label = name(code)
		}
		ratio.Add(g.ratioRow(l, label)...)
		bearers.Add(g.bearerRow(l, label)...)
	}
	if _, err := fmt.Fprintf(w, "%s\n%s\n\n", l.Pick("Det dubbla värdet av varje skattekrona (kr per kr, basårets priser)", "The double value of each tax krona (SEK per SEK, base-year prices)"), groups[""].caveats(l)); err != nil {
		return err
	}
	if err := ratio.Write(w); err != nil {
		return err
	}
	fmt.Fprintln(w)
	return bearers.Write(w)
}

// byMunicipality returns the figures over all time by municipality code; the empty
// code is the total. Codes are in the order of rows.
func byMunicipality(rows []dubbelkrona.Result) (codes []string, groups map[string]*figures) {
	groups = make(map[string]*figures)
	for _, r := range rows {
		total := r.Grouping == ""
		if r.PeriodGrain != "all" || !total && (r.Grouping != "municipality" || r.Municipality == "") {
			continue
		}
		g, there := groups[r.Municipality]
		if !there {
			g = &figures{parts: make(map[string]decimal.NullDecimal)}
			groups[r.Municipality] = g
			if !total {
				codes = append(codes, r.Municipality)
			}
		}
		g.parts[r.Part] = nullable(r.Value)
		if r.Part == "" {
			g.status, g.grade, g.synthetic, g.warnings = r.Status, r.Grade, r.Synthetic, r.Warnings
			g.low, g.high = nullable(r.Low), nullable(r.High)
		}
	}
	return codes, groups
}

func nullable(d dubbelkrona.Number) decimal.NullDecimal {
	if !d.Valid {
		return decimal.NullDecimal{}
	}
	// String is exact and always a number.
	return decimal.NewNullDecimal(decimal.RequireFromString(d.String()))
}

func (g *figures) ratioRow(l wording.Language, label string) []string {
	if g.status == dubbelkrona.Suppressed {
		return []string{label, dubbelkrona.SuppressedMark, dubbelkrona.SuppressedMark, dubbelkrona.SuppressedMark, dubbelkrona.SuppressedMark, dubbelkrona.SuppressedMark, dubbelkrona.SuppressedMark, dubbelkrona.SuppressedMark}
	}
	value := l.Nullable(g.parts[""], 2)
	if g.status == "no_benefit" {
		value = l.Pick("ingen nytta", "no benefit")
	}
	grade := effectwording.Grade(g.grade)
	interval := wording.Unknown
	if g.low.Valid && g.high.Valid {
		interval = l.Nullable(g.low, 2) + " – " + l.Nullable(g.high, 2)
	}
	return []string{label, l.Nullable(g.parts["kr_c"], 0), l.Nullable(g.parts["v_in_dv"], 2), l.Nullable(g.parts["e"], 2), value, interval,
		l.Percent(g.parts["p_dv_ge_2"]), l.Pick(grade.SV, grade.EN)}
}

// bearerRow is who got how much, in whole kronor that add up to the net present
// value, so that a reader can check the row.
func (g *figures) bearerRow(l wording.Language, label string) []string {
	terms := []decimal.NullDecimal{difference(g.parts["kr_v"], g.parts["kr_c"])}
	for _, part := range []string{"kr_kommun", "kr_region", "kr_stat", "kr_individ_participants", "kr_individ_displaced"} {
		terms = append(terms, g.parts[part])
	}
	row := []string{label}
	for _, amount := range append(addingUp(terms, g.parts["npv"]), g.parts["npv"], g.parts["kr_kommun_after"]) {
		if g.status == dubbelkrona.Suppressed {
			row = append(row, dubbelkrona.SuppressedMark)
			continue
		}
		row = append(row, l.Nullable(amount, 0))
	}
	return row
}

func difference(a, b decimal.NullDecimal) decimal.NullDecimal {
	return decimal.NullDecimal{Decimal: a.Decimal.Sub(b.Decimal), Valid: a.Valid && b.Valid}
}

// effects is what the effects of the group's contracts rest on.
func (g *figures) effects(l wording.Language) (words []string) {
	estimated, included := g.parts["contracts_estimated"], g.parts["contracts_included"]
	switch {
	case !included.Decimal.IsPositive():
	case estimated.Decimal.IsZero():
		words = append(words, l.Pick("effekten är antagen, inte skattad", "the effect is assumed, not estimated"))
	case estimated.Decimal.LessThan(included.Decimal):
		words = append(words, fmt.Sprintf(l.Pick("effekten är skattad för %s av %s avtal, annars antagen", "the effect is estimated for %s of %s contracts, otherwise assumed"),
			l.Nullable(estimated, 0), l.Nullable(included, 0)))
	}
	if hidden := g.parts["contracts_not_shown"]; hidden.Decimal.IsPositive() {
		words = append(words, fmt.Sprintf(l.Pick("avtal som inte ingår, för att effekten inte kan visas: %s", "contracts not included, since their effect cannot be shown: %s"), l.Nullable(hidden, 0)))
	}
	return words
}

// caveats is the line under the title: how far the figures can be trusted.
func (g *figures) caveats(l wording.Language) string {
	if g == nil {
		return l.Pick("Inga avtal att räkna på.", "No contracts to calculate with.")
	}
	var words []string
	if g.synthetic {
		words = append(words, l.Pick("SYNTETISKA UPPGIFTER: belopp och personer är påhittade", "SYNTHETIC DATA: amounts and persons are made up"))
	}
	words = append(words, g.effects(l)...)
	if double := g.parts["double"]; double.Valid && double.Decimal.IsZero() {
		words = append(words, l.Pick("värdet får inte kallas dubbelt (det kräver v ≥ 0,95 och e ≥ 1)", "the value may not be called double (that takes v ≥ 0.95 and e ≥ 1)"))
	}
	if coverage := g.parts["coverage"]; coverage.Valid {
		words = append(words, fmt.Sprintf(l.Pick("%s av utbetalningarna ingår", "%s of the spend is included"), l.Percent(coverage)))
	}
	return strings.Join(words, "; ") + "."
}
