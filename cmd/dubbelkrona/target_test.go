package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// aimed returns a project with participants in five municipalities, of which 1283 has too
// few to be shown, and a file of targets. It has been run.
func aimed(t *testing.T) (root string) {
	t.Helper()
	root = project(t, "target", `  - name: deltagare
    files: data/deltagare.csv
    volume: off
    tables:
      - table: participant
        columns:
          person: {column: person, as: other_id}
          sex: sex
          municipality: municipality
          treated: treated
  - name: budget
    files: data/budget.csv
    volume: off
    tables:
      - table: target
        columns: {metric: metric, part: part, scope: scope, period: period, value: value, direction: direction, decision: decision, decided: decided}
`)
	participantsOf(t, root, map[string]int{"0360": 9, "1280": 12, "1283": 3, "2182": 8, "2184": 20})
	aim(t, root, "participants,,municipality:0360,all,10,at_least,KF § 45,2026-01-15", "participants,,municipality:1283,all,2,at_least,KF § 45,2026-01-15",
		"participants,,all,all,52,at_most,,", "partisipants,,all,all,1,at_least,,")
	inProcess(t, exitDone, "run", "--project", root)
	return root
}

// aim writes the file of targets.
func aim(t *testing.T, root string, rows ...string) {
	t.Helper()
	text := "metric,part,scope,period,value,direction,decision,decided\n" + strings.Join(rows, "\n") + "\n"
	if err := os.WriteFile(filepath.Join(root, "data", "budget.csv"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// Targets are in everything that is released. Of a figure that is not, the target is there
// and neither the gap nor the status, anywhere.
func TestTargetsAreReleasedWithoutGapsOfSuppressedFigures(t *testing.T) {
	t.Parallel()
	root := aimed(t)
	stands := func(code string) string {
		return askReleased(t, root, fmt.Sprintf(`SELECT concat_ws(' ', status, CAST(target AS INTEGER), coalesce(CAST(CAST(gap AS INTEGER) AS VARCHAR), '-'), target_status) FROM released.metric.result
			WHERE metric = 'participants' AND part = '' AND period_grain = 'all' AND coalesce(municipality, '') = '%s' AND target IS NOT NULL`, code))
	}
	for code, want := range map[string]string{"0360": "ok 10 -1 ej_uppnatt", "1283": "suppressed 2 - ", "": "ok 52 0 uppnatt"} {
		if got := stands(code); got != want {
			t.Errorf("%q stands %q, want %q", code, got, want)
		}
	}
	if n := askReleased(t, root, "SELECT count(*) FROM released.metric.result WHERE (status = 'suppressed' OR value IS NULL) AND (gap IS NOT NULL OR status = 'suppressed' AND target_status <> '')"); n != "0" {
		t.Errorf("%s figures that are not shown have a gap or a status", n)
	}
	if got := askReleased(t, root, "SELECT target_status || CAST(gap AS VARCHAR) FROM released.main.participants WHERE municipality = '0360' AND level = 'single'"); got != "ej_uppnatt-1.000000" {
		t.Errorf("the view says %q", got)
	}
	if n := askReleased(t, root, "SELECT count(*) FROM released.main.participants WHERE municipality = '1283' AND (gap IS NOT NULL OR target_status <> '')"); n != "0" {
		t.Errorf("the view has %s gaps of suppressed figures", n)
	}
	csv, err := os.ReadFile(filepath.Join(root, "publish", "exports", "metrics.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for line, want := range map[string]string{"participants,,all,,municipality,0360,{},": ",ok,10,-1,ej_uppnatt,", "participants,,all,,municipality,1283,{},": ",suppressed,2,,,"} {
		_, rest, found := strings.Cut(string(csv), line)
		row, _, _ := strings.Cut(rest, "\n")
		if !found || !strings.Contains(row, want) {
			t.Errorf("metrics.csv has %s%s, want %s", line, row, want)
		}
	}
	shown := inProcess(t, exitDone, "explain", "participants", "municipality=0360", "--project", root)
	hidden := inProcess(t, exitDone, "explain", "participants", "municipality=1283", "--project", root)
	if !strings.Contains(shown, "mål: minst 10: ej uppnått, 1 under målet (KF § 45 2026-01-15)") || !strings.Contains(hidden, "mål: minst 2 (KF § 45 2026-01-15)") {
		t.Errorf("explained are\n%s\n%s", shown, hidden)
	}
	const named = "Målet för partisipants, all, all (budget, data/budget.csv, rad 5) används inte: nyckeltalet finns inte"
	if got := inProcess(t, exitDone, "check", "--project", root); !strings.Contains(got, named) {
		t.Errorf("check says\n%s", got)
	}
}

// A target that changes is published, and is no change of a figure: neither in a plan, nor
// between snapshots, nor in the log of restatements.
func TestNewTargetChangesNoFigure(t *testing.T) {
	t.Parallel()
	root := aimed(t)
	before := released(t, filepath.Join(root, "publish", "impact.duckdb"))
	aim(t, root, "participants,,municipality:0360,all,9,at_least,KF § 60,2026-05-15")
	if planned := inProcess(t, exitDone, "plan", "--json", "--project", root); !strings.Contains(planned, `"changes": []`) {
		t.Errorf("the plan has changes of figures:\n%s", planned)
	}
	inProcess(t, exitDone, "run", "--project", root)
	const query = "SELECT string_agg(concat_ws(' ', coalesce(municipality, 'all'), CAST(target AS INTEGER), target_status), ', ') FROM released.metric.result WHERE target IS NOT NULL"
	if got := askReleased(t, root, query); got != "0360 9 uppnatt" {
		t.Errorf("published are %q", got)
	}
	for key, text := range released(t, filepath.Join(root, "publish", "impact.duckdb")) {
		if before[key] != text {
			t.Errorf("%s was %s and is %s", key, before[key], text)
		}
	}
	if n := askReleased(t, root, "SELECT count(*) FROM released.meta.restatement"); n != "0" {
		t.Errorf("%s figures are restated", n)
	}
	if diff := inProcess(t, exitDone, "metrics", "diff", "previous", "published", "--json", "--project", root); !strings.Contains(diff, `"changes": []`) {
		t.Errorf("the snapshots differ:\n%s", diff)
	}
}

// After the first run of this version one can go back to the snapshot of the version
// before, which has no targets, and read and export it.
func TestSnapshotWithoutTargets(t *testing.T) {
	t.Parallel()
	root := upgradeSample(t, "schema-13.tar.gz")
	file := filepath.Join(root, "dubbelkrona.yaml")
	config, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(strings.Replace(string(config), "{keep: 1}", "{keep: 5}", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	inProcess(t, exitDone, "run", "--project", root)
	inProcess(t, exitDone, "publish", "--rollback", "previous", "--project", root)
	csv, err := os.ReadFile(filepath.Join(root, "publish", "exports", "metrics.csv"))
	if err != nil || !strings.Contains(string(csv), "\ncontracts,,all,,,,{},4,,,,contracts,registrerad,ok,,,,true,") {
		t.Errorf("the exported figures are not those of the version before without targets (%v)", err)
	}
	for _, command := range [][]string{{"explain", "participants"}, {"report"}, {"status"}, {"metrics", "show", "participants"}} {
		inProcess(t, exitDone, append(command, "--project", root)...)
	}
}
