package present

import (
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/internal/wording"
)

// steeringSample has five undertakings and three figures with targets, one of which is not
// released.
func steeringSample(t *testing.T) (s dubbelkrona.Steering) {
	t.Helper()
	number := func(text string) dubbelkrona.Number {
		n, err := dubbelkrona.ParseNumber(text)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for part, value := range map[string]string{"undertakings": "5", "fulfilled": "2", "on_the_way": "1", "late": "1", "unknown": "1"} {
		row := dubbelkrona.Result{Metric: "requirement_fulfilment", Part: part, PeriodGrain: "all", Status: "ok", Value: number(value)}
		of := row
		of.Grouping, of.Municipality = "municipality", "2182"
		s.Undertakings = append(s.Undertakings, row, of)
	}
	s.Undertakings = append(s.Undertakings, dubbelkrona.Result{Metric: "requirement_fulfilment", Part: "late", PeriodGrain: "all", Grouping: "municipality,contract",
		Municipality: "2182", Dimensions: `{"contract":"K\u001b1"}`, Status: "ok", Value: number("1")})
	for status, place := range map[string]string{dubbelkrona.TargetReached: "2182", dubbelkrona.TargetUnclear: "1280", "": "0360"} {
		row := dubbelkrona.Result{Metric: "m", PeriodGrain: "all", Grouping: "municipality", Municipality: place, Status: "ok", TargetStatus: status, Value: number("7"), Gap: number("2"), Target: number("5"), Synthetic: place == "1280"}
		if status == "" {
			row.Status, row.Value, row.Gap = dubbelkrona.Suppressed, dubbelkrona.Number{}, dubbelkrona.Number{}
		}
		s.Targeted = append(s.Targeted, row)
	}
	return s
}

func TestSteeringLines(t *testing.T) {
	for l, want := range map[wording.Language][]string{
		"sv": {`Åtaganden: uppfyllt 2, på väg 1, sent 1 (K\u001b1), okänt 1`, "Mål (SYNTETISKA UPPGIFTER): uppnått 1, går inte att säga 1, lämnas inte ut 1"},
		"en": {`Undertakings: fulfilled 2, on the way 1, late 1 (K\u001b1), unknown 1`, "Targets (SYNTHETIC DATA): reached 1, cannot be said 1, not released 1"},
	} {
		if got := SteeringLines(l, steeringSample(t)); strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%s: %q, want %q", l, got, want)
		}
	}
	if got := SteeringLines("sv", dubbelkrona.Steering{}); len(got) > 0 {
		t.Errorf("without undertakings and targets: %q", got)
	}
}

// A figure that is not released has its target, and neither value nor how far it is from it.
func TestSteeringTables(t *testing.T) {
	var b strings.Builder
	name := func(code string) string { return "Place " + code }
	definitions := map[string]dubbelkrona.MetricDefinition{"m": {Name: "m", Title: dubbelkrona.Label{SV: "Mått", EN: "Measure"}}}
	sample := steeringSample(t)
	targets := []dubbelkrona.Target{{Cell: sample.Targeted[0].Cell(), Direction: "at_most"}}
	if err := Steering(&b, "en", sample, targets, definitions, name); err != nil {
		t.Fatal(err)
	}
	lines := make(map[string]string)
	for line := range strings.SplitSeq(b.String(), "\n") {
		fields := strings.Join(strings.Fields(line), " ")
		for _, key := range []string{"All", "Place 2182", "Measure Place 2182", "Measure Place 1280", "Measure Place 0360"} {
			if strings.HasPrefix(fields, key) {
				lines[key] = fields
			}
		}
	}
	for key, want := range map[string]string{
		"All": "All 2 1 1 1", "Place 2182": "Place 2182 2 1 1 1",
		"Measure Place 2182": "Measure Place 2182, all time 7 5: reached, 2 above the target",
		"Measure Place 1280": "Measure Place 1280, all time 7 5: cannot be said, 2 above the target",
		"Measure Place 0360": "Measure Place 0360, all time .. 5",
	} {
		if key == "Measure Place "+sample.Targeted[0].Municipality {
			want = strings.Replace(want, " 5", " at most 5", 1)
		}
		if lines[key] != want {
			t.Errorf("%q, want %q", lines[key], want)
		}
	}
}
