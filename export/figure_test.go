package export_test

import (
	"fmt"
	"iter"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/export"
)

// results returns a result for each line: metric, part, grain, period, grouping, value,
// unit and status, separated by spaces; - is empty.
func results(t *testing.T, lines ...string) iter.Seq2[dubbelkrona.Result, error] {
	t.Helper()
	var all []dubbelkrona.Result
	for _, line := range lines {
		cells := strings.Fields(line)
		for i := range cells {
			if cells[i] == "-" {
				cells[i] = ""
			}
		}
		value, err := dubbelkrona.ParseNumber(cells[5])
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, dubbelkrona.Result{Metric: cells[0], Part: cells[1], PeriodGrain: cells[2], Period: cells[3], Grouping: cells[4], Value: value, Unit: cells[6], Status: cells[7]})
	}
	return func(yield func(dubbelkrona.Result, error) bool) {
		for _, r := range all {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// The headline has the totals of all time and of the metric's latest year, in a fixed
// order: not of groups, months, earlier or unknown years, nor a part that the latest
// year lacks. What is not released or unknown has its mark.
func TestHeadline(t *testing.T) {
	rows := results(t,
		"participants - all - - 160 persons ok",
		"participants - year 2021 - 70 persons ok",
		"participants - year 2022 - - persons suppressed",
		"participants - year unknown - 4 persons ok",
		"participants - month 2023-01 - 3 persons ok",
		"participants - all - sex 80 persons ok",
		"double_value - year 2022 - 1.5 SEK/SEK ok",
		"double_value e year 2022 - -0.5 SEK/SEK ok",
		"double_value e year 2021 - 0.75 SEK/SEK ok",
		"double_value npv all - - 11193915.5 SEK ok",
		"double_value npv year 2021 - 5 SEK ok",
		"double_value mvpf all - - - SEK/SEK unknown",
		"double_value coverage all - - 0.708103 share ok",
		"double_value p_dv_ge_2 all - - 0.229 probability ok",
		"double_value double all - - 0 0/1 ok",
		"double_value contracts_included all - - 9 contracts ok",
		"own_metric - all - - 1 things ok")
	definitions := []dubbelkrona.MetricDefinition{{Name: "participants", Unit: "persons"}, {Name: "double_value", Unit: "SEK/SEK", Decimals: 4}}
	figures, err := export.Headline(t.Context(), rows, definitions)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range figures {
		got = append(got, fmt.Sprintf("%s %s: %s | %s", f.Name, f.Result.Period, f.Shown.SV, f.Shown.EN))
	}
	want := []string{
		"double_value 2022: 1,50 | 1.50",
		"social_krona 2022: −0,50 | −0.50",
		"is_double : nej | no",
		"probability_of_two : 23\u00a0% | 23%",
		"net_present_value : 11\u00a0193\u00a0916\u00a0kr | 11,193,916\u00a0SEK",
		"mvpf : – | –",
		"coverage : 70,8\u00a0% | 70.8%",
		"contracts_in_double_value : 9 | 9",
		"participants : 160 | 160",
		"participants 2022: .. | ..",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("the headline is\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// Each column of the headline is a field of its own, explained in both languages.
func TestFigureColumns(t *testing.T) {
	document := &export.Document{Headline: []export.Figure{{Name: "n", Title: dubbelkrona.Label{SV: "a", EN: "b"}, Shown: dubbelkrona.Label{SV: "c", EN: "d"}, Result: dubbelkrona.Result{Metric: "e", Snapshot: "f"}}}}
	table := document.Figures()
	err := table.Each(t.Context(), func(cells []any) error {
		got := make(map[string]string)
		for i, c := range table.Columns {
			if text, ok := cells[i].(*string); ok {
				got[c.Name] = *text
			}
			if c.Doc.SV == "" || c.Doc.EN == "" || fmt.Sprintf("%T", cells[i]) != fmt.Sprintf("%T", c.Example) {
				t.Errorf("column %s: %+v, %T", c.Name, c, cells[i])
			}
		}
		if len(table.Columns) != len(dubbelkrona.ResultColumns())+2 {
			t.Errorf("%d columns", len(table.Columns))
		}
		for name, want := range map[string]string{"name": "n", "title_sv": "a", "title_en": "b", "shown_sv": "c", "shown_en": "d", "metric": "e", "snapshot": "f"} {
			if got[name] != want {
				t.Errorf("%s is %q, want %q", name, got[name], want)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
