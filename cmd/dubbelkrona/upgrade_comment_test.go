package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// valuesIn returns the values of an export in CSV, by what identifies the figure.
func valuesIn(t *testing.T, path string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(text), "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	figures := make(map[string]string)
	for _, row := range rows[1:] {
		joined := func(names ...string) string {
			var cells []string
			for _, name := range names {
				cells = append(cells, row[slices.Index(rows[0], name)])
			}
			return strings.Join(cells, "|")
		}
		figures[joined("metric", "part", "period_grain", "period", "grouping", "municipality", "dimensions")] = joined("value", "low", "high", "persons", "unit")
	}
	return figures
}

// A figure that the version before published can be commented at once. The first run
// publishes the comment and keeps the figures; the snapshot of the version before can be
// gone back to, without comments.
func TestUpgradeComments(t *testing.T) {
	t.Parallel()
	root := upgradeSample(t, "schema-13.tar.gz")
	rewrite(t, root, "keep: 1", "keep: 7")
	inProcess(t, exitDone, "comment", "contracts", "--author", "A", "--text", "Four contracts.", "--project", root)
	explained := inProcess(t, exitDone, "explain", "contracts", "--project", root)
	if strings.Contains(explained, "Four contracts.") || !strings.Contains(explained, "20261201T131606.147Zc846") {
		t.Errorf("explained is\n%s", explained)
	}
	inProcess(t, exitDone, "run", "--project", root)
	const query = `SELECT comments FROM released.metric.result WHERE metric = 'contracts' AND part = '' AND period_grain = 'all' AND "grouping" = ''`
	if got := askReleased(t, root, query); !strings.HasSuffix(got, " A: Four contracts.") {
		t.Errorf("published is %q", got)
	}
	export := filepath.Join(root, "publish", "exports", "metrics.csv")
	before, after := valuesIn(t, filepath.Join(filepath.Dir(root), "before.csv")), valuesIn(t, export)
	compared := 0
	for figure, was := range before {
		metric, _, _ := strings.Cut(figure, "|")
		if slices.Contains([]string{"contracts", "spend_social_enterprises", "reserved_contracts"}, metric) && after[figure] != "" {
			compared++
			if after[figure] != was {
				t.Errorf("%s was %s and is %s", figure, was, after[figure])
			}
		}
	}
	if compared < 20 {
		t.Errorf("only %d figures are compared", compared)
	}
	inProcess(t, exitDone, "publish", "--rollback", "previous", "--project", root)
	rolled := valuesIn(t, export)
	if len(rolled) != len(before) {
		t.Errorf("%d figures, were %d", len(rolled), len(before))
	}
	for figure, was := range before {
		if rolled[figure] != was {
			t.Errorf("after the rollback %s is %s, was %s", figure, rolled[figure], was)
		}
	}
	if text, err := os.ReadFile(export); err != nil || strings.Contains(string(text), "Four contracts.") {
		t.Errorf("the snapshot of the version before has the comment (%v)", err)
	}
	inProcess(t, exitDone, "publish", "--project", root)
	if got := askReleased(t, root, query); !strings.HasSuffix(got, " A: Four contracts.") {
		t.Errorf("published again is %q", got)
	}
}
