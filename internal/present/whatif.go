package present

import (
	"fmt"
	"io"
	"math"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/wording"

	"github.com/shopspring/decimal"
)

// Expectation writes what a planned contract is expected to give.
func Expectation(w io.Writer, l wording.Language, e *dubbelkrona.Expectation) error {
	var b strings.Builder
	fmt.Fprintf(&b, l.Pick("Planerat avtal: %s (kommun %s, %d, %s)\n", "Planned contract: %s (municipality %s, %d, %s)\n"),
		dubbelkrona.Printable(e.Name), e.Municipality, e.Year, participants(l, e.Participants))
	fmt.Fprintf(&b, "  %s\n", basis(l, e))
	if len(e.Lacks) > 0 {
		fmt.Fprintf(&b, "%s\n", l.Pick("Det dubbla värdet kan inte räknas. Det saknas:", "The double value cannot be calculated. What is missing:"))
		for _, n := range e.Lacks {
			fmt.Fprintf(&b, "  %s\n", lackedName(l, n))
		}
	} else if err := expected(&b, l, e); err != nil {
		return err
	}
	fmt.Fprintf(&b, "%s\n", followUp(l, e))
	_, err := io.WriteString(w, b.String())
	return err
}

func participants(l wording.Language, n int) string {
	return l.Count(int64(n), dubbelkrona.Label{SV: "deltagare", EN: "participant"}, dubbelkrona.Label{SV: "deltagare", EN: "participants"})
}

// basis says where the effect is from.
func basis(l wording.Language, e *dubbelkrona.Expectation) string {
	var years []string
	for _, x := range e.Effect {
		years = append(years, decimals(l, x, 3))
	}
	text := fmt.Sprintf(l.Pick("Effekt per år: %s (medelfel %s). ", "Effect by year: %s (standard error %s). "), strings.Join(years, "; "), decimals(l, e.SE, 3))
	switch e.Basis {
	case "own":
		return text + fmt.Sprintf(l.Pick("Kommunens egen skattning i ögonblicksbild %s, med spannet för nästa avtal.", "The municipality's own estimate in snapshot %s, with the interval of a next contract."), e.Source)
	case "borrowed":
		return text + l.Pick("Lånad: ", "Borrowed: ") + dubbelkrona.Printable(e.Source) + l.Pick(". Räkneexempel: så här blir det om den gäller här.", ". An example: this is what follows if it holds here.")
	}
	return text + l.Pick("Antagen: ", "Assumed: ") + dubbelkrona.Printable(e.Source) + l.Pick(". Räkneexempel: så här blir det om antagandet stämmer.", ". An example: this is what follows if the assumption holds.")
}

// expected writes the figures and what they depend on.
func expected(b *strings.Builder, l wording.Language, e *dubbelkrona.Expectation) error {
	figure := func(name string, places int32) string { return nullableFloat(l, e.Figures, name, places) }
	fmt.Fprintf(b, l.Pick("  Kostnad %s kr, tjänstevärde %s kr, lönestöd %s kr\n", "  Cost SEK %s, service value SEK %s, wage subsidies SEK %s\n"), figure("cost", 0), figure("service_value", 0), figure("subsidy", 0))
	if text := reading(l, e.Reading); text != "" {
		fmt.Fprintf(b, "  %s\n", text)
	}
	fmt.Fprintf(b, l.Pick("  Tjänstekrona v %s; social krona e %s, därav kommun %s, region %s, stat %s, individ %s\n",
		"  Service krona v %s; social krona e %s, of which municipality %s, region %s, state %s, individual %s\n"),
		figure("v", 2), figure("e", 2), figure("e_kommun", 2), figure("e_region", 2), figure("e_stat", 2), figure("e_individ", 2))
	fmt.Fprintf(b, l.Pick("  Dubbla värdet: %s; nettonuvärde %s kr\n", "  Double value: %s; net present value SEK %s\n"), doubleValue(l, e.Figures), figure("npv", 0))
	fmt.Fprintf(b, l.Pick("  Årsarbeten: %s väntas, %s behövs för att dubbla värdet ska bli 2\n", "  Person-years: %s are expected, a double value of 2 needs %s\n"), figure("person_years", 2), figure("break_even", 2))
	u := e.Uncertainty
	if u == nil {
		fmt.Fprintf(b, "  %s\n", l.Pick("Osäkerheten är okänd.", "The uncertainty is unknown."))
		return nil
	}
	fmt.Fprintf(b, l.Pick("  90 %%-intervall %s till %s; P(DV ≥ 2) %s, P(e > 0) %s\n", "  90%% interval %s to %s; P(DV ≥ 2) %s, P(e > 0) %s\n"),
		decimals(l, u.Low, 2), decimals(l, u.High, 2), probability(l, u.Double), probability(l, u.Positive))
	table := Table{Head: []string{l.Pick("Vad talet beror på", "What the figure depends on"), l.Pick("DV om låg", "DV if low"), l.Pick("DV om hög", "DV if high")}}
	for _, d := range u.Drivers {
		table.Add(inputName(l, d.Input), decimals(l, d.Low, 2), decimals(l, d.High, 2))
	}
	if len(u.Drivers) == 0 {
		return nil
	}
	return table.Write(b)
}

// reading says which assumption the value of the service or the effect rests on.
func reading(l wording.Language, reading string) string {
	switch reading {
	case "no_delivery", "no_price":
		return l.Pick("Antaget: utan referenspris läses tjänsten som värd vad den kostar; då får värdet aldrig kallas dubbelt.",
			"Assumed: without a reference price the service is read as worth what it costs; the value may then never be called double.")
	case "no_extent":
		return l.Pick("Antaget: omfattningen (extent) är projektets parameter.", "Assumed: the extent is the project's parameter.")
	}
	return ""
}

// probability writes whole percent, and 0 or 100 only for a share of exactly that.
func probability(l wording.Language, x float64) string {
	switch {
	case x > 0 && x < 0.005:
		return l.Pick("under 1 %", "below 1%")
	case x < 1 && x >= 0.995:
		return l.Pick("över 99 %", "above 99%")
	}
	return l.Percent(decimal.NewNullDecimal(decimal.NewFromFloat(x)))
}

// doubleValue writes the figure, or that there is no benefit if it is negative.
func doubleValue(l wording.Language, figures map[string]float64) string {
	if dv, known := figures["dv"]; known && dv < 0 {
		return l.Pick("ingen nytta", "no benefit")
	}
	return fmt.Sprintf(l.Pick("%s kr per krona", "SEK %s per krona"), nullableFloat(l, figures, "dv", 2))
}

func inputName(l wording.Language, input string) string {
	return map[string]string{
		"effect":          l.Pick("effekten", "the effect"),
		"displacement":    l.Pick("undanträngningen", "displacement"),
		"reference_price": l.Pick("referenspriset", "the reference price"),
		"discount_rate":   l.Pick("kalkylräntan", "the discount rate"),
		"drop_off":        l.Pick("avtagandet", "the drop-off"),
	}[input]
}

// followUp says what a follow-up of the contract could find.
func followUp(l wording.Language, e *dubbelkrona.Expectation) string {
	text := fmt.Sprintf(l.Pick("Uppföljning: med %s syns effekter över %s procentenheter.", "Follow-up: with %s, effects above %s percentage points are seen."), participants(l, e.Participants), points(l, e.Detectable))
	if e.Participants < e.Least {
		text += fmt.Sprintf(l.Pick(" Med färre än %s skattas ingen effekt.", " With fewer than %s no effect is estimated."), l.Number(int64(e.Least)))
	}
	switch {
	case e.Needed == nil:
		return text
	case e.Enough():
		return text + fmt.Sprintf(l.Pick(" För dubbla värdet 2 behövs i medeltal %s om året. Underlaget kan räcka.", " A double value of 2 needs %s a year on average. The data can suffice."), points(l, *e.Needed))
	}
	return text + fmt.Sprintf(l.Pick(" För dubbla värdet 2 behövs i medeltal %s om året. Underlaget kommer inte att räcka.", " A double value of 2 needs %s a year on average. The data will not suffice."), points(l, *e.Needed))
}

// points writes a share in whole percentage points.
func points(l wording.Language, x float64) string { return decimals(l, 100*x, 0) }

func decimals(l wording.Language, x float64, places int32) string {
	return l.Decimal(decimal.NewFromFloat(x), places)
}

func nullableFloat(l wording.Language, figures map[string]float64, name string, places int32) string {
	if x, known := figures[name]; known && !math.IsNaN(x) {
		return decimals(l, x, places)
	}
	return wording.Unknown
}

// PlanOutcome writes a plan beside what came out.
func PlanOutcome(w io.Writer, l wording.Language, o *dubbelkrona.PlanOutcome) error {
	fmt.Fprintf(w, l.Pick("Plan och utfall: %s (avtal %s)\n", "Plan and outcome: %s (contract %s)\n"), dubbelkrona.Printable(o.Name), dubbelkrona.Printable(o.Contract))
	for _, n := range o.Lacks {
		fmt.Fprintf(w, l.Pick("  saknas ännu: %s\n", "  still missing: %s\n"), lackedName(l, n))
	}
	table := Table{Head: []string{"", l.Pick("plan", "plan"), l.Pick("utfall", "outcome"), l.Pick("skillnad", "difference")}}
	for _, f := range o.Figures {
		places := int32(2)
		if f.Name == "cost" || f.Name == "service_value" || f.Name == "subsidy" || f.Name == "npv" {
			places = 0
		}
		table.Add(figureName(l, f.Name), orUnknown(l, f.Expected, places), orUnknown(l, f.Now, places), orUnknown(l, change(f), places))
	}
	return table.Write(w)
}

// change returns how much more came out than was expected, nil if that is unknown.
func change(f dubbelkrona.PlannedFigure) *float64 {
	if f.Expected == nil || f.Now == nil {
		return nil
	}
	d := *f.Now - *f.Expected
	return &d
}

func orUnknown(l wording.Language, x *float64, places int32) string {
	if x == nil {
		return wording.Unknown
	}
	return decimals(l, *x, places)
}

func figureName(l wording.Language, name string) string {
	return map[string]string{
		"cost":          l.Pick("kostnad C, kr", "cost C, SEK"),
		"service_value": l.Pick("tjänstevärde V, kr", "service value V, SEK"),
		"subsidy":       l.Pick("lönestöd G, kr", "wage subsidies G, SEK"),
		"dv":            l.Pick("dubbla värdet", "double value"),
		"v":             l.Pick("tjänstekrona v", "service krona v"),
		"e":             l.Pick("social krona e", "social krona e"),
		"e_kommun":      l.Pick("därav kommun", "of which municipality"),
		"e_region":      l.Pick("därav region", "of which region"),
		"e_stat":        l.Pick("därav stat", "of which state"),
		"e_individ":     l.Pick("därav individ", "of which individual"),
		"npv":           l.Pick("nettonuvärde, kr", "net present value, SEK"),
		"person_years":  l.Pick("årsarbeten netto", "net person-years"),
		"break_even":    l.Pick("årsarbeten för dubbla värdet 2", "person-years for a double value of 2"),
	}[name]
}
