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
