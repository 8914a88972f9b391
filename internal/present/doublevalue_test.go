package present

import (
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/internal/wording"
)

// Each municipality's row ends with its grade in words, in one language.
func TestRatioNamesTheEvidence(t *testing.T) {
	var rows []dubbelkrona.Result
	for municipality, grade := range map[string]string{"0180": "skattad", "1280": "ej_belagd", "2182": "for_fa", "": "antagen"} {
		row := dubbelkrona.Result{Metric: "double_value", PeriodGrain: "all", Municipality: municipality, Grade: grade}
		if municipality != "" {
			row.Grouping = "municipality"
		}
		rows = append(rows, row)
	}
	for l, want := range map[wording.Language]map[string]string{
		"sv": {"0180": "skattad", "1280": "ej belagd", "2182": "för få", "Alla": "antagen"},
		"en": {"0180": "estimated", "1280": "not evidenced", "2182": "too few", "All": "assumed"},
	} {
		var b strings.Builder
		if err := DoubleValue(&b, l, rows, func(code string) string { return code }); err != nil {
			t.Fatal(err)
		}
		ratio := strings.Split(b.String(), "\n\n")[1]
		for place, words := range want {
			found := false
			for line := range strings.SplitSeq(ratio, "\n") {
				found = found || strings.HasPrefix(line, place) && strings.HasSuffix(strings.TrimSpace(line), words)
			}
			if !found {
				t.Errorf("%s: %s is not %q:\n%s", l, place, words, ratio)
			}
		}
	}
}

// The line under the title says what the effects rest on.
func TestCaveatsTellWhatTheEffectsRestOn(t *testing.T) {
	for want, parts := range map[string]map[string]string{
		"the effect is assumed, not estimated.": {"contracts_included": "3", "contracts_estimated": "0", "contracts_not_shown": "0"},
		"the effect is estimated for 1 of 3 contracts, otherwise assumed; contracts not included, since their effect cannot be shown: 2.": {
			"contracts_included": "3", "contracts_estimated": "1", "contracts_not_shown": "2"},
		"contracts not included, since their effect cannot be shown: 2.": {"contracts_included": "0", "contracts_estimated": "0", "contracts_not_shown": "2"},
		"100% of the spend is included.":                                 {"contracts_included": "3", "contracts_estimated": "3", "coverage": "1"},
	} {
		rows := []dubbelkrona.Result{{Metric: "double_value", PeriodGrain: "all"}}
		for part, value := range parts {
			rows = append(rows, dubbelkrona.Result{Metric: "double_value", Part: part, PeriodGrain: "all", Value: exported(t, value)})
		}
		var b strings.Builder
		if err := DoubleValue(&b, "en", rows, func(code string) string { return code }); err != nil {
			t.Fatal(err)
		}
		if got := strings.Split(b.String(), "\n")[1]; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
