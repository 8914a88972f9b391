package metrics_test

import (
	"slices"
	"testing"

	"dubbelkrona"
	"dubbelkrona/metrics"
)

const smallMetric = "title: {sv: Liten, en: Small}\nunit: \"1\"\nvalue: count(*)\n"

// A metric says which goals it is about and who answers for it. What is neither a goal
// nor one line of text is a fault at its place.
func TestGoalsAndOwner(t *testing.T) {
	metric := func(header string) (*metrics.Catalogue, []metrics.Fault) {
		return metrics.Load(own("-- metrics/small.sql --\n/*\n" + smallMetric + header + "*/\nSELECT 1 AS x\n"))
	}
	catalogue, faults := metric("agenda2030: [8, 10]\nowner: Ekonomienheten <ekonomi@example.se>\n")
	expectFaults(t, faults)
	d, err := catalogue.Find(metrics.Metric, "small")
	if err != nil || !slices.Equal(d.Goals, []dubbelkrona.Goal{8, 10}) || d.Owner.Address() != "ekonomi@example.se" {
		t.Errorf("%v %v %v", d.Goals, d.Owner, err)
	}
	for header, want := range map[string][]string{
		"agenda2030: [8, 18]\n":           {"q/metrics/small.sql:5:17: agenda2030 must be numbers of goals, 1 to 17"},
		"agenda2030: [0]\n":               {"q/metrics/small.sql:5:14: agenda2030 must be"},
		"agenda2030: [8, 8]\n":            {"q/metrics/small.sql:5:17: agenda2030 must be"},
		"agenda2030: [8.5]\n":             {"q/metrics/small.sql:5:14: "},
		"agenda2030: [work]\n":            {"q/metrics/small.sql:5:14: "},
		"agenda2030: 8\n":                 {"q/metrics/small.sql:5:13: "},
		"owner: \"\"\n":                   {"q/metrics/small.sql:5:8: owner: name who answers"},
		"owner: \"a\\nb\"\n":              {"q/metrics/small.sql:5:8: owner: it has control"},
		"owner: \"ring 19121212-1212\"\n": {"q/metrics/small.sql:5:8: owner: it contains what may be an identity number"},
	} {
		_, faults := metric(header)
		t.Log(header)
		expectFaults(t, faults, want...)
	}
	if _, faults := metrics.Load(own("-- models/small.sql --\n/*\ntitle: {sv: a, en: b}\nagenda2030: [8]\n*/\nSELECT 1 AS x\n")); len(faults) != 1 {
		t.Errorf("a model about a goal: %v", faults)
	}
}
