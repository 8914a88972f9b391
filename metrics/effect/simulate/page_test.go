package simulate

import (
	"os"
	"strings"
	"testing"
)

func TestTheSameSeedGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	page := func(seed uint64) string {
		var results []Result
		for _, s := range Scenarios() {
			results = append(results, Run(s, Cell{25, 3}, seed, 3))
		}
		return Page(results, seed)
	}
	if first := page(11); page(11) != first {
		t.Error("two runs with one seed differ")
	} else if page(12) == first {
		t.Error("the seed changes nothing")
	}
}

// docs/validation.md is what the command would print now: its text, and of its rows one
// of each of some scenarios, with all replications.
func TestThePageIsOfThisCode(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../../docs/validation.md")
	if err != nil {
		t.Fatal(err)
	}
	page := string(text)
	if !strings.Contains(page, "`go run ./metrics/effect/simulate/cmd > docs/validation.md`") {
		t.Error("the page does not say which command prints it")
	}
	empty := Page([]Result{{Scenario: noEffect, Replications: DefaultReplications}}, DefaultSeed)
	if until, _, _ := strings.Cut(empty, "## Targets"); !strings.HasPrefix(page, until) {
		t.Error("the text before the targets is another one")
	}
	for _, s := range Scenarios() {
		_, section, found := strings.Cut(page, "\n## "+s.Name+"\n\n"+s.About+"\n\n"+head+"\n")
		section, _, _ = strings.Cut(section, "\n\n")
		if rows := strings.Count(strings.TrimSpace(section), "\n") + 1; !found || rows != len(Cells()) {
			t.Errorf("%s: %d rows", s.Name, rows)
			continue
		}
		if s == noEffect || s == unobserved || s == neverBaseline {
			line := Line(Run(s, Cell{25, 3}, DefaultSeed, DefaultReplications))
			if !strings.Contains(section+"\n", line) {
				t.Errorf("%s: the page does not have the row\n%s", s.Name, line)
			}
		}
	}
}

func TestTargetsNameWhatMissesThem(t *testing.T) {
	results := []Result{
		{Scenario: noEffect, Cell: Cell{50, 3}, Bias: 0.004, Coverage: 0.9, History: 0.04},
		{Scenario: noEffect, Cell: Cell{50, 5}, Bias: -0.012, Coverage: 0.97, History: 0.09},
		{Scenario: noEffect, Cell: Cell{50, 1}, Bias: 0.002, Coverage: 0.5, History: 0.08},
		{Scenario: neverBaseline, Cell: Cell{50, 5}, Bias: -0.14},
	}
	want := []string{"−1.2 at N 50, suppliers 5", "97.0 at N 50, suppliers 5", "50.0 at N 50, suppliers 1", "9.0 at N 50, suppliers 5", "−1.2 at N 50, suppliers 5", "−14.0 at N 50, suppliers 5"}
	targets := Targets(results)
	for i, text := range want {
		if m := targets[i].Misses; len(m) != 1 || m[0] != text {
			t.Errorf("%s: misses %q, want %q", targets[i].Text, m, text)
		}
	}
	if list := missed(targets); strings.Count(list, "\n- ") != 5 || strings.Contains(list, "trait") {
		t.Errorf("the list of misses is\n%s", list)
	}
}
