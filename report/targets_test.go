package report_test

import (
	"bytes"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/report"
)

// The headline and the table of targets say each target and how the figure stands to it.
// Of a suppressed figure the page has the target alone, whatever the row has.
func TestTargetsAreBesideTheirFigures(t *testing.T) {
	d := example(t, 4, 2)
	var hidden, whole *dubbelkrona.Result
	for i := range d.Rows {
		r := &d.Rows[i]
		switch {
		case r.Metric != "double_value" || r.PeriodGrain != "all" || r.Part != "":
		case r.Grouping == "":
			whole = r
		case r.Grouping == "municipality" && r.Status == dubbelkrona.Suppressed:
			hidden = r
		}
	}
	whole.Value, whole.Low, whole.High, whole.Status, whole.Grade = num(t, "2.13"), num(t, "1.9"), num(t, "2.4"), "ok", "skattad"
	whole.Target, whole.Gap, whole.TargetStatus = num(t, "2.5"), num(t, "-0.37"), "ej_uppnatt"
	hidden.Target, hidden.Gap, hidden.TargetStatus = num(t, "1.75"), num(t, "0.1234"), "uppnatt"
	const hostile = `<img src=x> kommunfullmäktige § 45`
	d.Targets = []dubbelkrona.Target{
		{Cell: whole.Cell(), Value: whole.Target, Direction: "at_least", Decision: hostile, Decided: "2026-06-15"},
		{Cell: hidden.Cell(), Value: hidden.Target, Direction: "at_most", Synthetic: true},
	}
	page := file(t, d)
	var sheet bytes.Buffer
	if err := report.Sheet(&sheet, d, 2016); err != nil {
		t.Fatal(err)
	}
	for _, wanted := range []string{"Mål för det dubbla värdet: minst 2,50: ej uppnått, 0,37 under målet (beslutat 2026-06-15).", "mål: minst 2,50: ej uppnått, 0,37 under målet",
		"Target for the double value: at least 2.50: not reached, 0.37 below the target (decided 2026-06-15).", "högst 1,75 (påhittat)", "at most 1.75 (made up)"} {
		if !strings.Contains(page, wanted) {
			t.Errorf("the page has no %q", wanted)
		}
	}
	if strings.Contains(page, "<img") || strings.Contains(page, "0.1234") || strings.Contains(page, "0,12 ") {
		t.Error("a text has become markup, or the gap of a suppressed figure is told")
	}
	root := parse(t, page)
	rows := root.byID("en.targets").all(named("tr"))[1:]
	if len(rows) != 2 {
		t.Fatalf("%d targets", len(rows))
	}
	shown := make(map[string]bool)
	for _, r := range rows {
		var cells []string
		for _, cell := range r.all(named("td")) {
			cells = append(cells, cell.words())
		}
		shown[strings.Join(cells, "|")] = true
	}
	if !shown["2.13|1.90 to 2.40|at least 2.50|−0.37|SEK per SEK|not reached|<img src=x> kommunfullmäktige § 45|2026-06-15"] || !shown["..|..|at most 1.75 (made up)|..|SEK per SEK|||"] {
		t.Errorf("the targets are %v", shown)
	}
}

// Without targets the page does not mention any.
func TestNoTargets(t *testing.T) {
	if page := file(t, example(t, 3, 2)); strings.Contains(page, `id="sv.targets"`) || strings.Contains(page, "Mål för") || strings.Contains(page, "mål:") {
		t.Error("there are targets")
	}
}
