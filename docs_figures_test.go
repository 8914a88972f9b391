package dubbelkrona_test

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
)

// The columns of the tables in docs/validation.md.
const (
	columnPersons = iota
	_
	columnTruth
	columnBias
	columnCoverage
	columnAllowed
	columnOverlap
	_
	columnHistory
	_
	columnESS
)

// simulated has the rows of docs/validation.md by the heading of their table.
func simulated(t *testing.T) map[string][][]float64 {
	tables, heading := make(map[string][][]float64), ""
	for line := range strings.Lines(string(read(t, "docs/validation.md"))) {
		if h, is := strings.CutPrefix(strings.TrimSpace(line), "## "); is {
			heading = h
		}
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if len(cells) != columnESS+1 {
			continue
		}
		var row []float64
		for _, c := range cells {
			first, _, _ := strings.Cut(strings.TrimSpace(c), " ")
			if x, err := strconv.ParseFloat(strings.ReplaceAll(first, "−", "-"), 64); err == nil {
				row = append(row, x)
			}
		}
		if len(row) == len(cells) {
			tables[heading] = append(tables[heading], row)
		}
	}
	return tables
}

// The figures that docs/effects.md takes from the simulations are those of
// docs/validation.md: the lowest and the highest of a column, for all numbers of persons
// or for one.
func TestFiguresOfSimulations(t *testing.T) {
	const (
		none, twelve      = "Risk sets, no effect", "Risk sets, an effect of 12 points"
		trait, motivation = "Risk sets, a stable unobserved trait, no effect", "Risk sets, motivation that shows after the start alone, no effect"
	)
	tables, page := simulated(t), string(read(t, "docs/effects.md"))
	for _, c := range []struct {
		tables   []string
		column   int
		persons  float64 // 0: all
		decimals int
		written  string
	}{
		{[]string{twelve}, columnTruth, 0, 1, "is worth %s to %s points"},
		{[]string{"Never-treated at a random pseudo-start, weights on the baseline, no effect"}, columnBias, 0, 1, "at a random month, balanced on baseline | %s to %s |"},
		{[]string{"Never-treated at a random pseudo-start, weights on baseline and history, no effect"}, columnBias, 0, 1, "the same, balanced on baseline and history | %s to %s |"},
		{[]string{"Never-treated without work at the pseudo-start, no effect"}, columnBias, 0, 1, "only those without work in the month before | %s to %s |"},
		{[]string{none}, columnBias, 0, 1, "| risk sets | %s to %s |"},
		{[]string{none, twelve}, columnCoverage, 0, 1, "cover %s to %s %% of the simulations"},
		{[]string{trait, motivation}, columnBias, 0, 1, "the bias is %s to %s points"},
		{[]string{trait, motivation}, columnCoverage, 0, 0, "then covers %s to %s %%;"},
		{[]string{trait, motivation}, columnAllowed, 0, 0, "with the allowance it covers %s to %s %%"},
		{[]string{none, twelve}, columnOverlap, 25, 0, "closes %s–%s %% at N 25"},
		{[]string{none, twelve}, columnESS, 25, 0, "and a mean ESS of %s–%s,"},
		{[]string{none, twelve}, columnESS, 50, 0, "none at N 50 and %s–%s |"},
		{[]string{none, twelve}, columnHistory, 0, 1, "false alarms %s–%s %%"},
		{[]string{trait}, columnHistory, 25, 0, "unobserved trait in %s–%s %% at N 25"},
		{[]string{trait}, columnHistory, 150, 0, "and in %s–%s %% at N 150"},
		{[]string{motivation}, columnHistory, 0, 0, "after the start alone in %s–%s %%"},
	} {
		low, high := math.Inf(1), math.Inf(-1)
		for _, name := range c.tables {
			for _, row := range tables[name] {
				if c.persons == 0 || row[columnPersons] == c.persons {
					low, high = min(low, row[c.column]), max(high, row[c.column])
				}
			}
		}
		number := func(x float64) string {
			return strings.ReplaceAll(strconv.FormatFloat(x, 'f', c.decimals, 64), "-", "−")
		}
		if want := fmt.Sprintf(c.written, number(low), number(high)); !strings.Contains(page, want) {
			t.Errorf("docs/effects.md does not have %q", want)
		}
	}
}
