package figure_test

import (
	"slices"
	"testing"

	"dubbelkrona/metrics/figure"
)

// A trace has the expressions that a part uses, and no others: names in texts and
// functions are none, and a name means what the last earlier step binds.
func TestTrace(t *testing.T) {
	f := figure.Figure{
		Let: [][]figure.Binding{
			{{"cost", "sum(cost)"}, {"gain", "sum(gain)"}, {"other", "max(other)"}},
			{{"cost", "cost * 2"}, {"krona", "nullif(cost, 0)"}},
			{{"rate", "gain / krona"}},
		},
		Value: "CASE WHEN 'other' = 'x' THEN rate ELSE rate END",
		Parts: []figure.Part{{Name: "cost", Value: "cost"}},
	}
	value := []figure.Step{
		{"", "CASE WHEN 'other' = 'x' THEN rate ELSE rate END", false}, {"rate", "gain / krona", false}, {"gain", "sum(gain)", true}, {"krona", "nullif(cost, 0)", false}, {"cost", "sum(cost)", true},
	}
	if got := f.Trace(""); !slices.Equal(got, value) {
		t.Errorf("value: %v", got)
	}
	if got := f.Trace("cost"); !slices.Equal(got, []figure.Step{{"cost", "cost", false}, {"cost", "cost * 2", false}, {"cost", "sum(cost)", true}}) {
		t.Errorf("cost: %v", got)
	}
	if got := f.Trace("gain"); got != nil {
		t.Errorf("no part: %v", got)
	}
	plain := figure.Figure{Value: "count(*)"}
	if got := plain.Trace(""); !slices.Equal(got, []figure.Step{{"", "count(*)", true}}) {
		t.Errorf("plain: %v", got)
	}
}
