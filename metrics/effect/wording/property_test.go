package wording_test

import (
	"math"
	"regexp"
	"strings"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/metrics/effect/gate"
	"dubbelkrona/metrics/effect/wording"
)

var (
	numbers   = []float64{-1.5, -0.123, -0.004, 0, 0.0049, 0.25, 12_345.6, math.NaN(), math.Inf(1), math.Inf(-1)}
	forbidden = regexp.MustCompile(`(?i)signifikan|significan|ingen effekt|no effect|\bnan\b|\binf\b|%!|<nil>|  |\.\.|[^.]$| [.,;:]|““|””|−0\b[^.,]`)
	swedish   = regexp.MustCompile(`\d\.\d|\d,\d\d\d`)
	english   = regexp.MustCompile(`\d,\d{1,2}\b|\d,\d{4}|\d\x{00a0}\d`)
)

// everyFact calls f with every combination of verdicts, units, numbers, checks and flags.
func everyFact(f func(wording.Facts)) {
	type closing struct{ check, state string }
	closings := []closing{{"", ""}, {"size", "failed"}, {"history", "failed"}, {"overlap", "not_run"}, {"new", "failed"}}
	intervals := []wording.Interval{{}, {Low: -0.3, High: -0.1}, {Low: -0.1, High: 0.1}, {Low: 0.001, High: 1.4}, {Low: -5_000, High: 23_456}, {Low: math.NaN(), High: 1}, {Low: math.Inf(-1), High: math.Inf(1)}}
	flags := [][]string{nil, {"earlier_start", "one_supplier"}, {"large_weight", "few_suppliers", "new_flag"}}
	for _, verdict := range []string{"skattad", "antagen", "ej_belagd", "for_fa"} {
		for _, unit := range []string{"share", "SEK"} {
			for i, x := range numbers {
				for j, interval := range intervals {
					for k, c := range closings {
						f(wording.Facts{
							Verdict: verdict, Unit: unit, Outcome: []string{"work", "wage"}[i%2], Title: []dubbelkrona.Label{{}, {SV: "Lön", EN: "Wage"}}[k%2],
							ATT: x, Published: interval, Own: intervals[(j+i)%len(intervals)], Next: intervals[(j+k)%len(intervals)],
							Treated: []int64{0, 1, 1234}[(i+j)%3], Comparison: int64(j), Detectable: numbers[(i+j+k)%len(numbers)], Preliminary: numbers[(i+k)%len(numbers)],
							Check: c.check, State: c.state, Flags: flags[(i+j+k)%len(flags)], Version: int64(i % 4), Versions: int64(j % 5), VersionValues: interval,
							Preregistered: k%2 == 0, Registered: []time.Time{{}, time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC)}[j%2],
						})
					}
				}
			}
		}
	}
}

// Whatever the numbers are, the sentences are sentences, in numbers of their language,
// and say nothing of significance.
func TestNoForbiddenWords(t *testing.T) {
	seen, faults := 0, 0
	everyFact(func(f wording.Facts) {
		for _, l := range []dubbelkrona.Label{wording.Council(f), wording.Controller(f)} {
			seen++
			sv := strings.ReplaceAll(l.SV, "2026-01-15", "")
			for _, fault := range []string{forbidden.FindString(l.SV), forbidden.FindString(l.EN), swedish.FindString(sv), english.FindString(l.EN)} {
				if fault != "" && faults < 10 {
					faults++
					t.Errorf("%q in\n%s\n%s", fault, l.SV, l.EN)
				}
			}
			if strings.Count(l.SV, ". ") != strings.Count(l.EN, ". ") {
				t.Errorf("not the same sentences:\n%s\n%s", l.SV, l.EN)
			}
		}
	})
	if seen < 5000 {
		t.Errorf("only %d texts", seen)
	}
}

// A text shows figures of an effect only if it is estimated, and then with its range.
func TestNoEffectWithoutItsRange(t *testing.T) {
	everyFact(func(f wording.Facts) {
		council, controller := wording.Council(f), wording.Controller(f)
		shown := strings.Contains(council.SV, "än vad som annars") || strings.Contains(council.SV, "annars hade varit fallet")
		if ranged := strings.Contains(council.SV, "Rimligt spann"); shown != ranged {
			t.Errorf("%s", council.SV)
		}
		if f.Verdict != "skattad" && (shown || strings.Contains(controller.SV, "intervall")) {
			t.Errorf("%s: %s %s", f.Verdict, council.SV, controller.SV)
		}
	})
}

// Every verdict, check, state and flag of the gate has a name.
func TestEveryNameHasWords(t *testing.T) {
	for c := gate.Size; c <= gate.Attrition; c++ {
		name := c.String()
		failed, notRun := wording.Reason(name, "failed"), wording.Reason(name, "not_run")
		if l := wording.Check(name); l.SV == name || l.EN == name || failed == wording.Reason("", "") || failed == notRun || !strings.Contains(notRun.SV, "ej prövad") {
			t.Errorf("%s: %v, %v, %v", name, l, failed, notRun)
		}
	}
	for s := gate.NotRun; s <= gate.NotNeeded; s++ {
		if l := wording.State(s.String()); l.SV == s.String() {
			t.Errorf("state %s has no Swedish name", s)
		}
	}
	remarks := gate.Remarks{MaxWeight: 1, Other: 1, Strongest: 1, Second: 1, Contamination: 1, Suppliers: 1}
	flags := append(gate.Flags(remarks), gate.FewSuppliers)
	if len(flags) != 7 {
		t.Fatalf("%v", flags)
	}
	for _, f := range flags {
		if l := wording.Flag(string(f)); !strings.HasSuffix(l.SV, ".") || !strings.HasSuffix(l.EN, ".") {
			t.Errorf("%s: %v", f, l)
		}
	}
	if l := wording.Grade("ej_belagd"); l.SV != "ej belagd" || l.EN != "not evidenced" {
		t.Errorf("%v", l)
	}
	if l := wording.Measure("new"); l.SV != "new" || wording.Measure("e_value").SV != "E-värde" {
		t.Errorf("%v", l)
	}
}
