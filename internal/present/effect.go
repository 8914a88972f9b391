package present

import (
	"fmt"
	"io"
	"math"

	"dubbelkrona"
	"dubbelkrona/internal/wording"
	words "dubbelkrona/metrics/effect/wording"

	"github.com/shopspring/decimal"
)

// Effect writes what a snapshot says of an effect, in words and as tables, for each
// scope.
func Effect(w io.Writer, l wording.Language, e dubbelkrona.EffectResult) error {
	fmt.Fprintf(w, l.Pick("%s: %s (ögonblicksbild %s)\n", "%s: %s (snapshot %s)\n"), e.Name, dubbelkrona.Printable(e.Title), e.Snapshot)
	fmt.Fprintf(w, l.Pick("%s; primärt utfall: %s, %s; %s\n", "%s; primary outcome: %s, %s; %s\n"),
		design(l, e.Design), dubbelkrona.Printable(e.PrimaryTitle), months(l, e.PrimaryBlock), origin(l, e.BuiltIn))
	if len(e.Scopes) == 0 {
		_, err := fmt.Fprintf(w, "%s\n", l.Pick("Ingen har följts länge nog för att något ska kunna skattas.", "Nobody has been followed for long enough to estimate anything."))
		return err
	}
	for _, s := range e.Scopes {
		if err := effectScope(w, l, e, s); err != nil {
			return err
		}
	}
	return nil
}

func effectScope(w io.Writer, l wording.Language, e dubbelkrona.EffectResult, s dubbelkrona.EffectScope) error {
	fmt.Fprintf(w, "\n%s\n%s\n", scopeName(s.Scope, s.Name), words.Controller(facts(e, s)).In(string(l)))
	fmt.Fprintf(w, l.Pick("Leverantörer: %s. Jämförelsegruppens effektiva antal: %s.\n", "Suppliers: %s. Effective number of the comparison group: %s.\n"),
		l.Number(s.Suppliers), l.Nullable(float(s.ESS), 1))
	if s.Verdict == "skattad" {
		fmt.Fprintln(w)
		if err := estimates(l, s.Estimates).Write(w); err != nil {
			return err
		}
	}
	fmt.Fprintln(w)
	return findings(l, s.Findings).Write(w)
}

// facts converts the result of a scope to what sentences are made of.
func facts(e dubbelkrona.EffectResult, s dubbelkrona.EffectScope) words.Facts {
	f := words.Facts{Verdict: s.Verdict, Outcome: e.Primary, Unit: e.PrimaryUnit, Title: dubbelkrona.Label{SV: e.PrimaryTitle, EN: e.PrimaryTitle},
		ATT: math.NaN(), Treated: s.Treated, Comparison: s.Comparison, Detectable: orNaN(s.MDE), Preliminary: orNaN(s.Preliminary),
		Check: s.ClosedCheck, State: s.State, Flags: s.Flags, Version: s.Version, Versions: s.Versions,
		VersionValues: interval(s.VersionLow, s.VersionHigh), Preregistered: s.Preregistered, Registered: s.Registered}
	for _, x := range s.Estimates {
		if x.Outcome == e.Primary && x.Block == e.PrimaryBlock {
			f.ATT, f.Own, f.Published, f.Next = orNaN(x.Value), interval(x.Low, x.High), interval(x.LowPublished, x.HighPublished), interval(x.LowNext, x.HighNext)
		}
	}
	return f
}

func interval(low, high *float64) words.Interval {
	return words.Interval{Low: orNaN(low), High: orNaN(high)}
}

// orNaN returns a number, not a number for nil.
func orNaN(x *float64) float64 {
	if x == nil {
		return math.NaN()
	}
	return *x
}

func float(x *float64) decimal.NullDecimal {
	if x == nil || math.IsNaN(*x) || math.IsInf(*x, 0) {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(decimal.NewFromFloat(*x))
}

// estimates is the table of the estimates that are shown.
func estimates(l wording.Language, all []dubbelkrona.EffectEstimate) *Table {
	t := &Table{Head: []string{l.Pick("utfall", "outcome"), l.Pick("månader efter start", "months after the start"), l.Pick("effekt", "effect"),
		l.Pick("dessa avtal, 90\u00a0%", "these contracts, 90%"), l.Pick("med påslag", "with the allowance"), l.Pick("nästa avtal", "next contract"),
		l.Pick("enhet", "unit"), l.Pick("deltagare", "participants"), l.Pick("jämförelse", "comparison")}, Left: []int{6}}
	for _, x := range all {
		if x.Verdict != "skattad" {
			continue
		}
		t.Add(x.Title, event(x.Block), effectAmount(l, x.Unit, x.Value), between(l, x.Unit, x.Low, x.High), between(l, x.Unit, x.LowPublished, x.HighPublished),
			between(l, x.Unit, x.LowNext, x.HighNext), effectUnit(l, x.Unit), l.Number(x.Treated), l.Number(x.Comparison))
	}
	return t
}

func findings(l wording.Language, all []dubbelkrona.EffectFinding) *Table {
	t := &Table{Head: []string{l.Pick("kontroll", "check"), l.Pick("resultat", "result"), l.Pick("värde", "value"), l.Pick("gräns", "limit"),
		l.Pick("i stället", "in its place")}, Left: []int{1, 4}}
	for _, f := range all {
		t.Add(words.Check(f.Check).In(string(l)), words.State(f.State).In(string(l)), measured(l, f.Value), measured(l, f.Limit), f.Substitute)
	}
	return t
}

// measured writes a whole number without decimals, any other with three.
func measured(l wording.Language, x *float64) string {
	const places = 3
	d := float(x)
	if d.Decimal.Round(places).IsInteger() {
		return l.Nullable(d, 0)
	}
	return l.Nullable(d, places)
}
