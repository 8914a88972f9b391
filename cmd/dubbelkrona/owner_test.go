package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dubbelkrona/internal/config"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/published"
)

// The owner of a source and of a metric, and the goals of a metric, are shown wherever the
// source and the metric are. What checks find about the metric is noted for alarms, and a
// changed owner is published.
func TestOwnersAreShown(t *testing.T) {
	t.Parallel()
	root := commented(t)
	reconfigure(t, root, "files: data/deltagare.csv", "owner: Arbetsmarknadsenheten\n    files: data/deltagare.csv")
	for name, text := range map[string]string{
		"metrics/women.sql": "/*\ntitle: {sv: Kvinnor, en: Women}\nunit: persons\nvalue: count(DISTINCT person)\npersons: count(DISTINCT person)\nagenda2030: [5, 10]\nowner: Jämställdhetsstrategen <a@example.se>\n*/\nSELECT person FROM core.participant WHERE sex = 'K'\n",
		"checks/odd.sql":    "/*\ntitle: {sv: Udda, en: Odd}\nseverity: warn\nmessage: {sv: a, en: b}\nconcerns: [women]\n*/\nSELECT count(*) AS n FROM core.participant HAVING count(*) > 1\n",
	} {
		path := filepath.Join(root, "queries", name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	inProcess(t, exitDone, "run", "--project", root)
	inProcess(t, exitDone, "report", "--project", root)
	const source, owner, goal = "Arbetsmarknadsenheten", "Jämställdhetsstrategen <a@example.se>", "10 Minskad ojämlikhet"
	page, err := os.ReadFile(filepath.Join(root, "publish", "report.html"))
	if err != nil {
		t.Fatal(err)
	}
	for what, shown := range map[string]struct {
		text string
		want []string
	}{
		"status":       {inProcess(t, exitDone, "status", "--project", root), []string{source}},
		"status JSON":  {inProcess(t, exitDone, "status", "--json", "--project", root), []string{`"owner": "` + source + `"`}},
		"list":         {inProcess(t, exitDone, "metrics", "list", "--project", root), []string{owner, "5,10"}},
		"explain":      {inProcess(t, exitDone, "explain", "women", "--project", root), []string{owner, goal}},
		"page":         {string(page), []string{source, "Jämställdhetsstrategen &lt;a@example.se&gt;", goal}},
		"meta.source":  {askReleased(t, root, "SELECT owner FROM released.meta.source WHERE name = 'deltagare'"), []string{source}},
		"definition":   {askReleased(t, root, "SELECT agenda2030 || ' ' || owner FROM released.metric.definition WHERE name = 'women'"), []string{"5,10 " + owner}},
		"data package": {exportOf(t, root, "datapackage.json"), []string{owner}},
	} {
		for _, want := range shown.want {
			if !strings.Contains(shown.text, want) {
				t.Errorf("%s lacks %q", what, want)
			}
		}
	}
	if found := findings(t, root); len(found) != 1 || found[0].Metric != "women" || found[0].Check != "odd" || found[0].Owner != owner || found[0].Title.SV != "Udda" {
		t.Errorf("noted is %+v", found)
	}
	reconfigure(t, root, source, "Vuxenutbildningen")
	inProcess(t, exitDone, "run", "--project", root)
	if got := askReleased(t, root, "SELECT owner FROM released.meta.source WHERE name = 'deltagare'"); got != "Vuxenutbildningen" {
		t.Errorf("the owner is still %s", got)
	}
}

func exportOf(t *testing.T, root, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "publish", "exports", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// findings returns what the ledger has noted for the owners of metrics.
func findings(t *testing.T, root string) (all []published.Finding) {
	t.Helper()
	project, faults := config.Load(root)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	err := ledger.Read(project.Ledger(), func(l *ledger.Ledger) (err error) {
		all, err = published.ReadFindings(t.Context(), l)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
