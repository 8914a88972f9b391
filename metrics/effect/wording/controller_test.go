package wording_test

import (
	"testing"
	"time"

	"dubbelkrona/metrics/effect/wording"
)

func TestSentencesForAController(t *testing.T) {
	for name, c := range map[string]struct {
		facts  wording.Facts
		sv, en string
	}{
		"estimated": {estimated(func(f *wording.Facts) {
			f.Next, f.Version, f.Versions, f.VersionValues = wording.Interval{Low: -0.01, High: 0.25}, 3, 3, wording.Interval{Low: 0.06, High: 0.14}
			f.Flags = []string{"few_suppliers"}
		}),
			"Skattad effekt på ”arbete utan stöd”: 12,0 procentenheter. 90\u00a0%-intervall för dessa avtal: 6,0 till 18,0." +
				" Publicerat intervall, med påslag för det som inte syns i registren: 4,0 till 20,0. För ett nästa avtal: −1,0 till 25,0." +
				" 100 deltagare och 240 i jämförelsegruppen. Minsta effekt som kan upptäckas: 10,0 procentenheter." +
				" Leverantörerna är för få för att säga något om andra. Version 3; värden 0,06–0,14. Inte förhandsregistrerad.",
			"Estimated effect on “work without support”: 12.0 percentage points. 90% interval for these contracts: 6.0 to 18.0." +
				" Published interval, with the allowance for what the registers do not show: 4.0 to 20.0. For a next contract: −1.0 to 25.0." +
				" 100 participants and 240 in the comparison group. Smallest effect that can be detected: 10.0 percentage points." +
				" The suppliers are too few to say anything of others. Version 3; values 0.06–0.14. Not preregistered."},
		"closed: no figure of the effect": {func() wording.Facts {
			f := closed("balance", "failed")
			f.Version, f.Versions, f.Preregistered, f.Registered = 1, 2, true, time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC)
			f.VersionValues, f.Flags, f.Preliminary = wording.Interval{Low: -0.02, High: 0.14}, []string{"earlier_start", "one_supplier"}, 0.3
			return f
		}(),
			"Ej belagd. Kontrollen ”lika före starten”: jämförelsegruppen gick inte att göra lik deltagarna i det som var känt före starten." +
				" 100 deltagare och 240 i jämförelsegruppen. Minsta effekt som kan upptäckas: 10,0 procentenheter. Version 1 av 2. Förhandsregistrerad 2026-01-15.",
			"Not evidenced. The check “alike before the start”: the comparison group could not be made like the participants in what was known before the start." +
				" 100 participants and 240 in the comparison group. Smallest effect that can be detected: 10.0 percentage points. Version 1 of 2. Preregistered on 2026-01-15."},
		"an earlier version, of which one gave less than 0": {estimated(func(f *wording.Facts) {
			f.Version, f.Versions, f.VersionValues, f.Comparison, f.Detectable = 1, 2, wording.Interval{Low: -0.02, High: 0.14}, 0, 0
			f.Published = f.Own
		}),
			"Skattad effekt på ”arbete utan stöd”: 12,0 procentenheter. 90\u00a0%-intervall för dessa avtal: 6,0 till 18,0. 100 deltagare. Version 1 av 2; värden −0,02 till 0,14. Inte förhandsregistrerad.",
			"Estimated effect on “work without support”: 12.0 percentage points. 90% interval for these contracts: 6.0 to 18.0. 100 participants. Version 1 of 2; values −0.02 to 0.14. Not preregistered."},
		"too few": {wording.Facts{Verdict: "for_fa", Unit: "SEK", Treated: 18, Detectable: 43_210, Check: "size", State: "failed", Version: 1, Versions: 1, Registered: time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC)},
			"För få. Kontrollen ”antal deltagare”: deltagarna är för få. 18 deltagare. Minsta effekt som kan upptäckas: 43\u00a0210 kronor. Version 1. Registrerad 2026-01-15, men först när utfall fanns: inte förhandsregistrerad.",
			"Too few. The check “number of participants”: there are too few participants. 18 participants. Smallest effect that can be detected: SEK 43,210. Version 1. Registered on 2026-01-15, but only once there were outcomes: not preregistered."},
		"so few that they are not counted": {wording.Facts{Verdict: "for_fa", Unit: "share", Treated: 4, Comparison: 2, Detectable: 0.4, Check: "size", State: "failed"},
			"För få. Kontrollen ”antal deltagare”: deltagarna är för få. Färre än 5 deltagare och färre än 5 i jämförelsegruppen. Inte förhandsregistrerad.",
			"Too few. The check “number of participants”: there are too few participants. Fewer than 5 participants and fewer than 5 in the comparison group. Not preregistered."},
	} {
		t.Run(name, func(t *testing.T) {
			if got := wording.Controller(c.facts); got.SV != c.sv || got.EN != c.en {
				t.Errorf("\n%s\n%s\nwant\n%s\n%s", got.SV, got.EN, c.sv, c.en)
			}
		})
	}
}
