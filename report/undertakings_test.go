package report_test

import (
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/report"
)

// undertaking adds the rows of a contract with undertakings, by part.
func undertaking(t *testing.T, d *report.Data, municipality, contract string, values map[string]string, reported string) {
	t.Helper()
	row := func(metric, part, unit, grade, value string) {
		r := dubbelkrona.Result{Metric: metric, Part: part, PeriodGrain: "all", Grouping: "municipality,contract", Municipality: municipality,
			Dimensions: dubbelkrona.Dimensions(`{"contract":"` + contract + `"}`), Unit: unit, Grade: grade, Status: "ok"}
		switch value {
		case "":
			r.Status = "unknown"
		case "..":
			r.Status, r.Value = dubbelkrona.Suppressed, num(t, "7.654321")
		default:
			r.Value = num(t, value)
		}
		d.Rows = append(d.Rows, r)
	}
	for _, part := range []string{"undertakings", "fulfilled", "on_the_way", "late", "unknown"} {
		value := values[part]
		if value == "" {
			value = "0"
		}
		row("requirement_fulfilment", part, "undertakings", "registrerad", value)
	}
	for _, part := range []string{"agreed_months", "due_months"} {
		row("requirement_fulfilment", part, "FTE months", "registrerad", values[part])
	}
	row("requirement_delivered", "", "FTE months", "registrerad", values["delivered_months"])
	row("requirement_delivered", "remaining_months", "FTE months", "registrerad", values["remaining_months"])
	row("requirement_delivered", "persons", "persons", "registrerad", values["delivered_persons"])
	row("requirement_fulfilment", "", "share", "registrerad", "1")
	row("requirement_reported", "", "FTE months", "uppgiven", reported)
}

// The page has the undertakings of each contract: what was agreed and is due and the
// status for everybody, what was delivered only where it is released. The chart has a bar
// for each contract, with the texts of the table.
func TestUndertakingsOfEachContract(t *testing.T) {
	d := example(t, 4, 2)
	undertaking(t, &d, "0101", "A-1", map[string]string{"undertakings": "1", "fulfilled": "1", "agreed_months": "12", "due_months": "12", "delivered_months": "9", "remaining_months": "3", "delivered_persons": "6"}, "12")
	undertaking(t, &d, "0101", "A-2", map[string]string{"undertakings": "2", "late": "1", "on_the_way": "1", "agreed_months": "24", "due_months": "6", "delivered_months": "..", "remaining_months": "..", "delivered_persons": ".."}, "")
	undertaking(t, &d, "0102", "A-3", map[string]string{"undertakings": "1", "unknown": "1", "agreed_months": "", "due_months": ""}, "")
	for name, c := range map[string]struct {
		municipality string
		want         [][]string
	}{
		"all": {"", [][]string{
			{"A-2", "", "Ort 0", "1 late, 1 on the way", "24.00", "6.00", "..", "..", "..", "–"},
			{"A-3", "", "Ort 1", "unknown", "–", "–", "–", "–", "–", "–"},
			{"A-1", "Grönyta", "Ort 0", "fulfilled", "12.00", "12.00", "9.00", "3.00", "6", "12.00"},
		}},
		"one": {"0102", [][]string{{"A-3", "", "Ort 1", "unknown", "–", "–", "–", "–", "–", "–"}}},
	} {
		page := file(t, with(d, func(d *report.Data) { d.Municipality = c.municipality }))
		if strings.Contains(page, "7.65") || strings.Contains(page, "7,65") {
			t.Errorf("%s: a suppressed figure is in the page", name)
		}
		root := parse(t, page)
		rows := root.byID("en.undertakings").all(named("tr"))[1:]
		if len(rows) != len(c.want) {
			t.Fatalf("%s: %d contracts, want %d", name, len(rows), len(c.want))
		}
		for i, want := range c.want {
			var got []string
			for _, cell := range append(rows[i].all(named("th")), rows[i].all(named("td"))...) {
				got = append(got, cell.words())
			}
			if strings.Join(got, "|") != strings.Join(want, "|") {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
		if name == "one" {
			continue
		}
		svg := root.byID("en.chart.undertakings.t").parent
		var texts []string
		for _, text := range svg.all(named("text")) {
			texts = append(texts, text.words())
		}
		if got := strings.Join(texts, "|"); got != "A-2|1 late, 1 on the way|A-3|unknown|A-1|fulfilled" {
			t.Errorf("the bars say %q", got)
		}
		if bars := svg.all(func(n *node) bool { return n.attr["class"] == "plus" }); len(bars) != 2 {
			t.Errorf("%d bars, want one for each contract whose months are known", len(bars))
		}
	}
}

// A page without undertakings has no section about them.
func TestNoUndertakings(t *testing.T) {
	if page := file(t, example(t, 4, 2)); strings.Contains(page, "undertaken") {
		t.Error("there is a section without contents")
	}
}
