package wording_test

import (
	"math"
	"testing"

	"dubbelkrona"
	"dubbelkrona/metrics/effect/wording"
)

// estimated is 12 points, 6 to 18, and 4 to 20 with the allowance.
func estimated(change func(*wording.Facts)) wording.Facts {
	f := wording.Facts{
		Verdict: "skattad", Outcome: "unsubsidised_work", Unit: "share", Title: dubbelkrona.Label{SV: "arbete utan stöd", EN: "work without support"},
		ATT: 0.12, Own: wording.Interval{Low: 0.06, High: 0.18}, Published: wording.Interval{Low: 0.04, High: 0.2},
		Treated: 100, Comparison: 240, Detectable: 0.1,
	}
	if change != nil {
		change(&f)
	}
	return f
}

func closed(check, state string) wording.Facts {
	return estimated(func(f *wording.Facts) { f.Verdict, f.Check, f.State = "ej_belagd", check, state })
}

const (
	allowsSV = " Spannet räknar med att grupperna kan skilja sig på sätt som inte syns i registren."
	allowsEN = " The range allows for differences between the groups that the registers do not show."
	zeroSV   = " Resultatet går att förena med att insatsen inte hade någon effekt."
	zeroEN   = " The result is compatible with the measure not having had any effect."
)

func TestSentencesForACouncil(t *testing.T) {
	for name, c := range map[string]struct {
		facts  wording.Facts
		sv, en string
	}{
		"estimated": {estimated(nil),
			"Av 100 deltagare arbetade ungefär 12 fler än vad som annars hade varit fallet. Rimligt spann: 4 till 20." + allowsSV,
			"Of 100 participants, about 12 more worked than would otherwise have been the case. Plausible range: 4 to 20." + allowsEN},
		"fewer": {estimated(func(f *wording.Facts) { f.ATT, f.Published = -0.12, wording.Interval{Low: -0.2, High: -0.04} }),
			"Av 100 deltagare arbetade ungefär 12 färre än vad som annars hade varit fallet. Rimligt spann: 4 till 20 färre." + allowsSV,
			"Of 100 participants, about 12 fewer worked than would otherwise have been the case. Plausible range: 4 to 20 fewer." + allowsEN},
		"across 0": {estimated(func(f *wording.Facts) { f.ATT, f.Published = 0.06, wording.Interval{Low: -0.031, High: 0.151} }),
			"Av 100 deltagare arbetade ungefär 6 fler än vad som annars hade varit fallet. Rimligt spann: 3 färre till 15 fler." + allowsSV + zeroSV,
			"Of 100 participants, about 6 more worked than would otherwise have been the case. Plausible range: 3 fewer to 15 more." + allowsEN + zeroEN},
		"0 as it is written": {estimated(func(f *wording.Facts) { f.Published.Low = 0.004 }),
			"Av 100 deltagare arbetade ungefär 12 fler än vad som annars hade varit fallet. Rimligt spann: 0 till 20." + allowsSV + zeroSV,
			"Of 100 participants, about 12 more worked than would otherwise have been the case. Plausible range: 0 to 20." + allowsEN + zeroEN},
		"about 0": {estimated(func(f *wording.Facts) { f.ATT, f.Published = -0.001, wording.Interval{Low: -0.04, High: 0.04} }),
			"Av 100 deltagare arbetade ungefär lika många som annars hade varit fallet. Rimligt spann: 4 färre till 4 fler." + allowsSV + zeroSV,
			"Of 100 participants, about as many worked as would otherwise have been the case. Plausible range: 4 fewer to 4 more." + allowsEN + zeroEN},
		"a lottery needs no allowance": {estimated(func(f *wording.Facts) { f.Published = f.Own }),
			"Av 100 deltagare arbetade ungefär 12 fler än vad som annars hade varit fallet. Rimligt spann: 6 till 18.",
			"Of 100 participants, about 12 more worked than would otherwise have been the case. Plausible range: 6 to 18."},
		"not more than all": {estimated(func(f *wording.Facts) { f.ATT, f.Published = 0.7, wording.Interval{Low: 0.3, High: 1.1} }),
			"Av 100 deltagare arbetade ungefär 70 fler än vad som annars hade varit fallet. Rimligt spann: 30 till 100." + allowsSV,
			"Of 100 participants, about 70 more worked than would otherwise have been the case. Plausible range: 30 to 100." + allowsEN},
		"another share": {estimated(func(f *wording.Facts) {
			f.Outcome, f.Title = "studies", dubbelkrona.Label{SV: "studier", EN: "studies"}
		}),
			"Av 100 deltagare nådde ungefär 12 fler ”studier” än vad som annars hade varit fallet. Rimligt spann: 4 till 20." + allowsSV,
			"Of 100 participants, about 12 more reached “studies” than would otherwise have been the case. Plausible range: 4 to 20." + allowsEN},
		"kronor": {estimated(func(f *wording.Facts) {
			f.Unit, f.Outcome, f.Title = "SEK", "wage", dubbelkrona.Label{SV: "Lön", EN: "Wage"}
			f.ATT, f.Own, f.Published = 12_345, wording.Interval{Low: 6_000, High: 18_000}, wording.Interval{Low: -1_600, High: 26_499}
		}),
			"”Lön” var ungefär 12\u00a0000 kronor högre per deltagare och år än vad som annars hade varit fallet. Rimligt spann: 2\u00a0000 kronor lägre till 26\u00a0000 kronor högre." + allowsSV + zeroSV,
			"“Wage” was about SEK 12,000 higher per participant and year than would otherwise have been the case. Plausible range: 2,000 lower to 26,000 higher." + allowsEN + zeroEN},
		"earlier start, one supplier, preliminary": {estimated(func(f *wording.Facts) {
			f.Flags, f.Preliminary = []string{"earlier_start", "one_supplier", "large_weight"}, 0.3
		}),
			"Av 100 deltagare arbetade ungefär 12 fler än vad som annars hade varit fallet. Rimligt spann: 4 till 20." + allowsSV +
				" Många i jämförelsegruppen började också, men senare: det här är effekten av en tidigare start. Resultatet gäller bara denna leverantör." +
				" Resultatet är preliminärt: 30\u00a0% av deltagarna har ännu inte följts hela tiden.",
			"Of 100 participants, about 12 more worked than would otherwise have been the case. Plausible range: 4 to 20." + allowsEN +
				" Many in the comparison group started too, but later: this is the effect of an earlier start. The result holds for this supplier alone." +
				" The result is preliminary: 30% of the participants have not been followed to the end yet."},
		"history": {closed("history", "failed"),
			"Vi kan inte säga om insatsen gjorde skillnad. Skälet: grupperna skilde sig åt redan långt före starten.",
			"We cannot say whether the measure made a difference. The reason: the groups differed long before the start."},
		"source not run": {closed("source", "not_run"),
			"Vi kan inte säga om insatsen gjorde skillnad. Skälet: det gick inte att pröva om uppgifterna om båda grupperna kommer från samma källor (ej prövad).",
			"We cannot say whether the measure made a difference. The reason: it could not be examined whether the data about both groups come from the same sources (not run)."},
		"without its range": {estimated(func(f *wording.Facts) { f.Published.High = math.NaN() }),
			"Vi kan inte säga om insatsen gjorde skillnad. Skälet: uppgifterna räcker inte.",
			"We cannot say whether the measure made a difference. The reason: the data do not suffice."},
		"too few": {wording.Facts{Verdict: "for_fa", Unit: "share", Treated: 18, Detectable: 0.2},
			"Med 18 deltagare syns bara effekter över 20 procentenheter.",
			"With 18 participants, only effects above 20 percentage points can be seen."},
		"too few, of kronor": {wording.Facts{Verdict: "for_fa", Unit: "SEK", Treated: 18, Detectable: 43_210},
			"Med 18 deltagare syns bara effekter över 43\u00a0000 kronor per deltagare och år.",
			"With 18 participants, only effects above SEK 43,000 per participant and year can be seen."},
		"too few for any share": {wording.Facts{Verdict: "for_fa", Unit: "share", Treated: 6, Detectable: 1.3},
			"Med 6 deltagare går det inte att se om insatsen gjorde skillnad.",
			"With 6 participants it cannot be seen whether the measure made a difference."},
		"so few that they are not counted": {wording.Facts{Verdict: "for_fa", Unit: "share", Treated: 3, Detectable: 0.4},
			"Med färre än 5 deltagare går det inte att se om insatsen gjorde skillnad.",
			"With fewer than 5 participants it cannot be seen whether the measure made a difference."},
		"nobody yet": {wording.Facts{Verdict: "for_fa", Unit: "share"},
			"Ännu har ingen deltagare följts hela tiden, så det går inte att säga om insatsen gjorde skillnad.",
			"No participant has been followed to the end yet, so it cannot be said whether the measure made a difference."},
		"assumed": {wording.Facts{Verdict: "antagen"},
			"Räkneexempel: så här blir det om antagandet stämmer.",
			"An example calculation: this is the result if the assumption holds."},
	} {
		t.Run(name, func(t *testing.T) {
			if got := wording.Council(c.facts); got.SV != c.sv || got.EN != c.en {
				t.Errorf("\n%s\n%s\nwant\n%s\n%s", got.SV, got.EN, c.sv, c.en)
			}
		})
	}
}
