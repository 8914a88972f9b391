package examples_test

import (
	"maps"
	"testing"
)

// The built-in effect has every verdict, as the README of the example says.
func (d *demo) hasEveryVerdict(t *testing.T) {
	got := make(map[string]string)
	for _, row := range d.ask("SELECT scope, verdict || ' ' || closed_check FROM effect.verdict WHERE effect = 'employment'") {
		got[row[0].(string)] = row[1].(string)
	}
	if want := map[string]string{"1280": "for_fa size", "2182": "skattad ", "2184": "ej_belagd overlap"}; !maps.Equal(got, want) {
		t.Errorf("verdicts %v, want %v", got, want)
	}
}

// The published intervals of the estimated municipality cover the effects that its persons
// are drawn with, and that of the primary outcome does not include 0.
func (d *demo) coversTheTruth(t *testing.T) {
	compared := 0
	for _, outcome := range []string{"unsubsidised_work", "work", "wage"} {
		wanted := truths(t, "2182", outcome)
		for _, row := range d.ask(`SELECT block, att, low_published, high_published, is_primary
			FROM effect.estimate WHERE effect = 'employment' AND scope = '2182' AND outcome = '` + outcome + `'`) {
			compared++
			block := row[0].(int64)
			truth, low, high := wanted[block-1], number(row[2]), number(row[3])
			if !(low <= truth && truth <= high) {
				t.Errorf("%s in block %d: truth %v, estimate %v, published %v to %v", outcome, block, truth, row[1], low, high)
			}
			if row[4].(bool) && !(low > 0) {
				t.Errorf("%s in block %d: the published interval begins at %v", outcome, block, low)
			}
		}
	}
	if compared != 9 {
		t.Errorf("%d estimates compared, want three outcomes in three blocks", compared)
	}
}
