package present

import (
	"strings"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/wording"
)

func of(x float64) *float64 { return &x }

// shown is an effect with one scope that is shown and one that is closed.
func shown() dubbelkrona.EffectResult {
	estimate := dubbelkrona.EffectEstimate{Outcome: "work", Title: "Arbete", Unit: "share", Block: 2, Primary: true, Verdict: "skattad", Value: of(0.1234),
		Low: of(0.04), High: of(0.2), LowPublished: of(0.01), HighPublished: of(0.23), Treated: 52, Comparison: 310}
	wage := dubbelkrona.EffectEstimate{Outcome: "wage", Title: "Lön", Unit: "SEK", Block: 1, Verdict: "skattad", Value: of(-12345.6),
		Low: of(-20000), High: of(100), LowNext: of(-30000), HighNext: of(5000), Treated: 52, Comparison: 310}
	hidden := wage
	hidden.Verdict, hidden.Value = "ej_belagd", of(777777)
	return dubbelkrona.EffectResult{Snapshot: "s1", Name: "employment", Title: "Arbete", Design: "matched", Primary: "work", PrimaryTitle: "Arbete",
		PrimaryBlock: 2, PrimaryUnit: "share", Scopes: []dubbelkrona.EffectScope{
			{Scope: "0360", Name: "Tierp", Verdict: "skattad", Treated: 52, Comparison: 310, Suppliers: 4, ESS: of(142.34), MDE: of(0.13), Preliminary: of(0),
				Version: 3, Versions: 3, VersionLow: of(0.06), VersionHigh: of(0.14), Registered: time.Date(2025, 1, 2, 3, 0, 0, 0, time.UTC), Preregistered: true,
				Estimates: []dubbelkrona.EffectEstimate{estimate, wage, hidden}, Findings: []dubbelkrona.EffectFinding{
					{Check: "size", State: "passed", Value: of(52), Limit: of(25)}, {Check: "history", State: "substituted", Substitute: "ett skäl"}}},
			{Scope: "x\x1b", Verdict: "ej_belagd", ClosedCheck: "balance", State: "failed", Treated: 30, Comparison: 40, Version: 1, Versions: 1,
				Estimates: []dubbelkrona.EffectEstimate{hidden}, Findings: []dubbelkrona.EffectFinding{{Check: "balance", State: "failed", Value: of(0.4), Limit: of(0.25)}}},
		}}
}

// What is shown of an effect has both intervals, the versions and the registration; what is
// closed has the check that closed it, and no figure.
func TestEffect(t *testing.T) {
	for language, want := range map[string][]string{
		"sv": {"employment: Arbete (ögonblicksbild s1)\n", "matchade grupper; primärt utfall: Arbete, månad 12–23 efter start; projektets definition\n",
			"\nTierp (0360)\nSkattad effekt på ”Arbete”: 12,3 procentenheter. 90\u00a0%-intervall för dessa avtal: 4,0 till 20,0.",
			"1,0 till 23,0", "Version 3; värden 0,06–0,14. Förhandsregistrerad 2025-01-02.", "Leverantörer: 4. Jämförelsegruppens effektiva antal: 142,3.\n",
			"−12\u00a0346   −20\u00a0000 till 100", "−30\u00a0000 till 5\u00a0000", "godkänd      52     25\n", "ersatt", "ett skäl", "\nx\\u001b\nEj belagd. Kontrollen ”", "Inte förhandsregistrerad."},
		"en": {"employment: Arbete (snapshot s1)\n", "matched groups; primary outcome: Arbete, months 12–23 after the start; the project's definition\n",
			"12.3 percentage points", "4.0 to 20.0", "Version 3; values 0.06–0.14. Preregistered on 2025-01-02.", "Suppliers: 4.", "−12,346        −20,000 to 100", "SEK/year", "substituted"},
	} {
		var b strings.Builder
		if err := Effect(&b, wording.Language(language), shown()); err != nil {
			t.Fatal(err)
		}
		for _, text := range want {
			if !strings.Contains(b.String(), text) {
				t.Errorf("%s: there is no %q in\n%s", language, text, b.String())
			}
		}
		if strings.Contains(b.String(), "777") {
			t.Errorf("%s: a closed effect is shown:\n%s", language, b.String())
		}
	}
}

func TestEffectOfNobody(t *testing.T) {
	e := shown()
	e.Scopes = nil
	var b strings.Builder
	if err := Effect(&b, "en", e); err != nil || !strings.HasSuffix(b.String(), "Nobody has been followed for long enough to estimate anything.\n") {
		t.Errorf("%s, %v", b.String(), err)
	}
}

func TestEffects(t *testing.T) {
	all := []dubbelkrona.EffectListing{
		{Name: "employment", Title: "Arbete", Design: "matched", PrimaryTitle: "Utan stöd", PrimaryBlock: 1, BuiltIn: true,
			Verdicts: map[string]int{"skattad": 3, "ej_belagd": 1}, Version: 2, Versions: 3, Registered: time.Date(2025, 1, 2, 3, 0, 0, 0, time.UTC)},
		{Name: "own", Title: "Egen", Design: "panel", PrimaryTitle: "Lön", PrimaryBlock: 2},
	}
	for language, want := range map[string]string{
		"sv": "namn        titel   design            primärt utfall  månader efter start  utfall av prövningen    version  registrerad\n" +
			"──────────  ──────  ────────────────  ──────────────  ───────────────────  ──────────────────────  ───────  ───────────  ──────────\n" +
			"employment  Arbete  matchade grupper  Utan stöd                      0–11  ej belagd 1, skattad 3   2 av 3  2025-01-02\n" +
			"own         Egen    panel             Lön                           12–23  inget än                      –  nej          projektets\n",
		"en": "name        title   design          primary outcome  months after the start  verdicts                      version  registered\n" +
			"──────────  ──────  ──────────────  ───────────────  ──────────────────────  ────────────────────────────  ───────  ──────────  ─────────────\n" +
			"employment  Arbete  matched groups  Utan stöd                          0–11  not evidenced 1, estimated 3   2 of 3  2025-01-02\n" +
			"own         Egen    panel           Lön                               12–23  none yet                            –  no          the project's\n",
	} {
		var b strings.Builder
		if err := Effects(&b, wording.Language(language), all); err != nil || b.String() != want {
			t.Errorf("%s, %v\nwant\n%s", b.String(), err, want)
		}
	}
}

// A registration that came too late says so for each scope.
func TestEffectRegistration(t *testing.T) {
	r := dubbelkrona.EffectRegistration{Name: "employment", Version: 2, Hash: "ab", Registered: time.Date(2025, 1, 2, 3, 0, 0, 0, time.UTC), Anew: true, Through: "2024-11",
		PrimaryUnit: "share", Scopes: []dubbelkrona.RegisteredScope{{Scope: "0360", Name: "Tierp", Follows: "2024-12", Preregistered: true, MDE: of(0.13)}, {Scope: "2182", Follows: "2024-11"}}}
	for language, want := range map[string]string{
		"sv": "Registrerad: employment, version 2, 2025-01-02T03:00:00Z\n  hash: ab\n  senaste utfallsmånad i sjön: 2024-11\n" +
			"  Tierp (0360): förhandsregistrerad; uppföljningen börjar 2024-12, och inga utfall därifrån är kända; minsta effekt som kan upptäckas: 13,0 procentenheter\n" +
			"  2182: INTE förhandsregistrerad; uppföljningen började 2024-11, och utfall är redan kända; minsta effekt som kan upptäckas: okänd\n" +
			"Nästa `dubbelkrona run` visar registreringen i resultatet.\n",
		"en": "Registered: employment, version 2, 2025-01-02T03:00:00Z\n  hash: ab\n  latest outcome month in the lake: 2024-11\n" +
			"  Tierp (0360): preregistered; follow-up begins 2024-12, and no outcomes from then on are known; smallest effect that can be detected: 13.0 percentage points\n" +
			"  2182: NOT preregistered; follow-up began 2024-11, and outcomes are known already; smallest effect that can be detected: unknown\n" +
			"The next `dubbelkrona run` shows the registration in the result.\n",
	} {
		var b strings.Builder
		if err := EffectRegistration(&b, wording.Language(language), r); err != nil || b.String() != want {
			t.Errorf("%s, %v\nwant\n%s", b.String(), err, want)
		}
	}
	r.Anew, r.Through, r.Scopes = false, "", nil
	var b strings.Builder
	if err := EffectRegistration(&b, "sv", r); err != nil || !strings.HasPrefix(b.String(), "employment, version 2, är redan registrerad sedan 2025-01-02T03:00:00Z; inget ändras.\n") ||
		!strings.Contains(b.String(), "inga utfall fanns") || !strings.Contains(b.String(), "Ingen deltagare har startat ännu.") {
		t.Errorf("%s, %v", b.String(), err)
	}
}
