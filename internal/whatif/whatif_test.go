package whatif

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"dubbelkrona"
)

const plan = `name: park
municipality: "2182"
year: 2027
participants: 30
spend: 1000000
state_subsidy: 0
`

func TestPlansWithFaultsAreRefused(t *testing.T) {
	for text, want := range map[string][]string{
		plan + "effect: own\n":                     nil,
		plan + "effect: own\ncolour: red\n":        {"8:1: unknown key"},
		plan + "effect: guessed\n":                 {"7:9: effect must be own"},
		plan:                                       {"1:1: effect is missing"},
		plan + "effect: own\nreference_price: 1\n": {"1:1: accepted_share is missing"},
		plan + "effect: own\ndisplacement: {value: 0.2, low: 0.1}\n":                               {"8:15: displacement has only one of low and high"},
		plan + "effect: own\ndisplacement: {low: 0.1, high: 0.2}\n":                                {"8:15: displacement.value is missing"},
		plan + "effect: own\ndisplacement: 25\n":                                                   {"8:15: displacement: 25 is not from 0 to 1"},
		plan + "effect: own\ndrop_off: {value: 0.2, low: 0.1, high: 0.3, distribution: uniform}\n": {"8:59: drop_off: the distribution must be"},
		plan + "effect: {basis: borrowed, by_year: [0.1], se: 0.05}\n":                             {"7:9: effect.source must say"},
		plan + "effect: {basis: assumed, by_year: [0.1], source: x}\n":                             {"7:9: effect.se must be"},
		plan + "effect: {basis: assumed, by_year: [0.1], se: 0.05, source: x, years: 3}\n":         {"7:63: unknown key"},
		"name: park\nmunicipality: \"2182\"\nyear: 27\nparticipants: 0\nspend: 0\neffect: own\n":   {"1:1: state_subsidy is missing", "3:7: year must be", "4:15: participants must be", "5:8: spend: 0 is not from 1"},
	} {
		_, faults := Parse("p.yaml", []byte(text))
		var got []string
		for _, f := range faults {
			got = append(got, strings.TrimPrefix(f.String(), "p.yaml:"))
		}
		if len(got) != len(want) || slices.ContainsFunc(want, func(w string) bool {
			return !slices.ContainsFunc(got, func(g string) bool { return strings.HasPrefix(g, w) })
		}) {
			t.Errorf("%s\ngives %q, want %q", text, got, want)
		}
	}
}

// A plan without a comparison of its own is followed up with two persons a participant.
func TestAPlanIsReadAsItIsWritten(t *testing.T) {
	p, faults := Parse("p.yaml", []byte(plan+"effect: {basis: assumed, by_year: [0.3, 0.1], se: 0.05, source: x}\nreference_price: {value: 800, low: 600, high: 1000}\naccepted_share: 1\n"))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	if p.Comparison != 60 || p.Suppliers != 1 || p.Effect.SE != 0.05 || !slices.Equal(p.Effect.ByYear, []float64{0.3, 0.1}) {
		t.Errorf("read %+v", p)
	}
	var got []string
	for _, row := range p.parameters() {
		got = append(got, fmt.Sprint(row[0], " ", row[3], " ", row[4], " ", row[5]))
	}
	want := []string{"state_subsidy 0 <nil> <nil>", "reference_price_factor 1 0.75 1.25", "employment_effect.0 0.3 <nil> <nil>",
		"employment_effect.1 0.1 <nil> <nil>", "employment_effect_se 0.05 <nil> <nil>"}
	if !slices.Equal(got, want) {
		t.Errorf("parameters\n%q, want\n%q", got, want)
	}
}

// estimate is one with an interval of ±own for these contracts, ±shown with the
// allowance and ±next for a next contract.
func estimate(outcome string, block int64, value, own, shown, next float64) dubbelkrona.EffectEstimate {
	at := func(x float64) *float64 { return &x }
	return dubbelkrona.EffectEstimate{Outcome: outcome, Block: block, Value: at(value), Low: at(value - own), High: at(value + own),
		LowPublished: at(value - shown), HighPublished: at(value + shown), LowNext: at(value - next), HighNext: at(value + next)}
}

// By hand: the allowance adds 0.05² − 0.03² = 0.04² to 0.03², which makes a half of
// 0.05, and nothing to 0.15: their mean is 0.10, or 0.10/1.644853627 as a standard error.
func TestTheNextContractHasTheWiderInterval(t *testing.T) {
	scope := dubbelkrona.EffectScope{Verdict: "skattad", Estimates: []dubbelkrona.EffectEstimate{
		estimate("work", 2, 0.1, 0.1, 0.1, 0.15), estimate("work", 1, 0.6, 0.03, 0.05, 0.03), estimate("wage", 1, 9000, 1, 1, 1)}}
	e, err := next(scope, "s1")
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(e.ByYear, []float64{0.6, 0.1}) || math.Abs(e.SE-0.0607956835) > 1e-9 || e.Basis != "own" {
		t.Errorf("the effect of a next contract is %+v", e)
	}
	scope.Estimates[0].LowNext = nil
	if _, err := next(scope, "s1"); err == nil || !strings.Contains(err.Error(), "fewer than three suppliers") {
		t.Errorf("without an interval of a next contract: %v", err)
	}
	scope.Estimates = scope.Estimates[:1]
	if _, err := next(scope, "s1"); err == nil || !strings.Contains(err.Error(), "block 1 has no estimate") {
		t.Errorf("without the first block: %v", err)
	}
}
