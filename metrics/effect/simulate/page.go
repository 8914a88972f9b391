package simulate

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
)

// DefaultSeed and DefaultReplications are those of docs/validation.md.
const (
	DefaultSeed         = 1
	DefaultReplications = 500
)

// Command prints docs/validation.md.
const Command = "go run ./metrics/effect/simulate/cmd > docs/validation.md"

//go:embed page.md
var preface string

// Page returns docs/validation.md. Results are in the order of RunAll.
func Page(results []Result, seed uint64) string {
	var b strings.Builder
	b.WriteString(strings.NewReplacer("COMMAND", Command, "SEED", fmt.Sprint(seed), "REPLICATIONS", fmt.Sprint(results[0].Replications)).Replace(preface))
	b.WriteString("\n## Targets\n\n| target | reached, all cells | met in |\n|---|---|---|\n")
	targets := Targets(results)
	for _, t := range targets {
		fmt.Fprintf(&b, "| %s | %s to %s | %s |\n", t.Text, points(t.Low), points(t.High), t.met())
	}
	b.WriteString("\n" + missed(targets))
	for _, group := range byScenario(results) {
		s := group[0].Scenario
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n%s\n", s.Name, s.About, head)
		for _, r := range group {
			b.WriteString(Line(r))
		}
	}
	return b.String()
}

// head is the head of a scenario's table.
const head = `| N | suppliers | truth | bias (its error) | coverage | with the allowance | overlap closes | balance closes | held-out history closes | shown | mean ESS |
|---|---|---|---|---|---|---|---|---|---|---|`

// Line returns the row of a result in its table.
func Line(r Result) string {
	return fmt.Sprintf("| %d | %d | %s | %s (%s) | %s | %s | %s | %s | %s | %s | %.0f |\n", r.Cell.Treated, r.Cell.Suppliers,
		points(r.Truth), points(r.Bias), points(r.Error), points(r.Coverage), points(r.Published),
		points(r.Overlap), points(r.Balance), points(r.History), points(r.Shown), r.ESS)
}

// points returns a share in hundredths, with the sign of mathematics and no −0.0.
func points(x float64) string {
	text := fmt.Sprintf("%.1f", 100*x)
	if text == "-0.0" {
		text = "0.0"
	}
	return strings.Replace(text, "-", "−", 1)
}

// met says in how many cells the target is met.
func (t Target) met() string {
	switch len(t.Misses) {
	case 0:
		return fmt.Sprintf("all %d", t.Cells)
	case t.Cells:
		return fmt.Sprintf("**none** of %d", t.Cells)
	}
	return fmt.Sprintf("**%d** of %d", t.Cells-len(t.Misses), t.Cells)
}

// missed lists the cells in which targets are not met.
func missed(targets []Target) string {
	var b strings.Builder
	for _, t := range targets {
		if len(t.Misses) > 0 {
			fmt.Fprintf(&b, "- Not met (%s): %s.\n", t.Text, strings.Join(t.Misses, "; "))
		}
	}
	if b.Len() == 0 {
		return "All targets are met.\n"
	}
	return b.String()
}

// byScenario splits results where the scenario changes.
func byScenario(results []Result) (groups [][]Result) {
	for len(results) > 0 {
		end := slices.IndexFunc(results, func(r Result) bool { return r.Scenario != results[0].Scenario })
		if end < 0 {
			end = len(results)
		}
		groups, results = append(groups, results[:end]), results[end:]
	}
	return groups
}
