package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// commented returns a project with participants in five municipalities, of which 1283 has
// too few to be shown. It has been run.
func commented(t *testing.T) (root string) {
	t.Helper()
	root = project(t, "comment", `  - name: deltagare
    files: data/deltagare.csv
    volume: off
    tables:
      - table: participant
        columns:
          person: {column: person, as: other_id}
          sex: sex
          municipality: municipality
          treated: treated
`)
	participantsOf(t, root, map[string]int{"0360": 9, "1280": 12, "1283": 3, "2182": 8, "2184": 20})
	inProcess(t, exitDone, "run", "--project", root)
	return root
}

// askReleased returns the only value of a query on publish/impact.duckdb, as "released".
func askReleased(t *testing.T, root, query string) string {
	t.Helper()
	return one(t, opened(t, map[string]string{"released": filepath.Join(root, "publish", "impact.duckdb")}), query)
}

const commentsOf0360 = `SELECT comments FROM released.metric.result WHERE metric = 'participants' AND part = '' AND period_grain = 'all' AND "grouping" = 'municipality' AND municipality = '0360'`

// A comment is published beside its figure by the next run, and no longer after the run
// that follows its withdrawal. It changes no figure, and without a new one nothing is
// built. It survives a rebuild, a backup and the erasure of persons.
func TestCommentIsPublishedBesideItsFigure(t *testing.T) {
	t.Parallel()
	root := commented(t)
	before := released(t, filepath.Join(root, "publish", "impact.duckdb"))
	inProcess(t, exitDone, "comment", "participants", "municipality=0360", "--author", "The controller", "--text", "  Nine\n began; <b>two</b> ended. ", "--project", root)
	if got := askReleased(t, root, commentsOf0360); got != "" {
		t.Errorf("the published snapshot has changed: %s", got)
	}
	if planned := inProcess(t, exitDone, "plan", "--json", "--project", root); !strings.Contains(planned, `"changes": []`) {
		t.Errorf("the plan has changes of figures:\n%s", planned)
	}
	inProcess(t, exitDone, "run", "--project", root)
	got := askReleased(t, root, commentsOf0360)
	if _, text, _ := strings.Cut(got, " "); text != "The controller: Nine began; <b>two</b> ended." {
		t.Errorf("published is %q", got)
	}
	for key, text := range released(t, filepath.Join(root, "publish", "impact.duckdb")) {
		if before[key] != text {
			t.Errorf("%s was %s and is %s", key, before[key], text)
		}
	}
	if n := askReleased(t, root, "SELECT count(*) FROM released.metric.result WHERE comments <> ''"); n != "1" {
		t.Errorf("%s rows have comments", n)
	}
	if n := askReleased(t, root, "SELECT count(*) FROM released.meta.restatement"); n != "0" {
		t.Errorf("%s figures are restated", n)
	}
	if diff := inProcess(t, exitDone, "metrics", "diff", "previous", "published", "--json", "--project", root); !strings.Contains(diff, `"changes": []`) {
		t.Errorf("the snapshots differ:\n%s", diff)
	}
	for _, name := range []string{"metrics.csv", "metrics.json"} {
		text, err := os.ReadFile(filepath.Join(root, "publish", "exports", name))
		if err != nil || !bytes.Contains(text, []byte("The controller: Nine began;")) {
			t.Errorf("%s lacks the comment (%v)", name, err)
		}
	}
	inProcess(t, exitDone, "comment", "participants", "municipality=0360", "--author", "B", "--text", "Second.", "--project", root)
	inProcess(t, exitDone, "rebuild", "--project", root)
	if got := askReleased(t, root, commentsOf0360); !strings.Contains(got, "ended. | 2") || !strings.HasSuffix(got, " B: Second.") {
		t.Errorf("after the rebuild: %q", got)
	}
	if again := inProcess(t, exitDone, "run", "--project", root); !strings.Contains(again, "Inget nytt") {
		t.Errorf("a run without news builds:\n%s", again)
	}
	inProcess(t, exitDone, "verify", "--project", root)
	inProcess(t, exitDone, "comment", "--withdraw", "1", "--project", root)
	inProcess(t, exitUsage, "comment", "--withdraw", "1", "--project", root)
	inProcess(t, exitUsage, "comment", "--withdraw", "7", "--project", root)
	inProcess(t, exitDone, "run", "--project", root)
	if got := askReleased(t, root, commentsOf0360); strings.Contains(got, "Nine") || !strings.HasSuffix(got, " B: Second.") {
		t.Errorf("after the withdrawal: %q", got)
	}
	var all []struct {
		User, Municipality string
		WithdrawnBy        string `json:"withdrawn_by"`
		Withdrawn          time.Time
	}
	if err := json.Unmarshal([]byte(inProcess(t, exitDone, "comment", "--list", "--json", "--project", root)), &all); err != nil {
		t.Fatal(err)
	}
	if len(all) != 2 || all[0].WithdrawnBy != operator() || all[0].User != operator() || !all[1].Withdrawn.IsZero() || all[1].Municipality != "0360" {
		t.Errorf("listed are %+v", all)
	}
	if code, printed := given(t, "P2184-0\n", nil, "forget", "--other-id", "--project", root); code != exitDone {
		t.Fatal(printed)
	}
	inProcess(t, exitDone, "run", "--project", root)
	if got := askReleased(t, root, commentsOf0360); !strings.HasSuffix(got, " B: Second.") {
		t.Errorf("after the erasure: %q", got)
	}
	backup, restored := filepath.Join(t.TempDir(), "backup"), filepath.Join(t.TempDir(), "restored")
	inProcess(t, exitDone, "backup", backup, "--project", root)
	inProcess(t, exitDone, "restore", backup, "--project", restored)
	if listed := inProcess(t, exitDone, "comment", "--list", "--project", restored); !strings.Contains(listed, "B: Second.") || !strings.Contains(listed, "återtagen") {
		t.Errorf("after the restoration:\n%s", listed)
	}
}

// A figure that stays as an earlier release had it, since its change would reveal one
// person, has the comments of now: one made since then, and none that is withdrawn.
func TestCommentOfFrozenFigure(t *testing.T) {
	t.Parallel()
	root := commented(t)
	inProcess(t, exitDone, "comment", "participants", "municipality=2184", "--author", "A", "--text", "Before.", "--project", root)
	inProcess(t, exitDone, "run", "--project", root)
	participantsOf(t, root, map[string]int{"0360": 9, "1280": 12, "1283": 3, "2182": 8, "2184": 21})
	if code, printed := given(t, "Two\nlines.", nil, "comment", "participants", "municipality=2184", "--author", "B", "--project", root); code != exitDone {
		t.Fatal(printed)
	}
	inProcess(t, exitDone, "comment", "--withdraw", "1", "--project", root)
	inProcess(t, exitDone, "run", "--project", root)
	const figure = ` FROM released.metric.result WHERE metric = 'participants' AND part = '' AND period_grain = 'all' AND "grouping" = 'municipality' AND municipality = '2184'`
	if frozen := askReleased(t, root, "SELECT CAST(value AS BIGINT) || ' of ' || (snapshot <> (SELECT id FROM released.meta.snapshot))"+figure); frozen != "20 of true" {
		t.Fatalf("the figure is %s", frozen)
	}
	if got := askReleased(t, root, "SELECT comments"+figure); !strings.HasSuffix(got, " B: Two lines.") || strings.Contains(got, "Before") {
		t.Errorf("published is %q", got)
	}
	if n := askReleased(t, root, "SELECT count(*) FROM released.meta.comment"); n != "1" {
		t.Errorf("%s comments are published", n)
	}
}

// A comment of a figure that is not released is refused. One of a figure that later is not
// released is in nothing that is published.
func TestCommentOfSuppressedFigure(t *testing.T) {
	t.Parallel()
	root := commented(t)
	inProcess(t, exitUsage, "comment", "participants", "municipality=1283", "--text", "Three.", "--project", root)
	inProcess(t, exitDone, "comment", "participants", "municipality=0360", "--text", "Nine in all.", "--project", root)
	inProcess(t, exitDone, "run", "--project", root)
	if n := askReleased(t, root, "SELECT count(*) FROM released.meta.comment"); n != "1" {
		t.Fatalf("%s comments are published", n)
	}
	shown := func() bool {
		inProcess(t, exitDone, "run", "--project", root)
		return askReleased(t, root, "SELECT (SELECT count(*) FROM released.meta.comment) + (SELECT count(*) FROM released.metric.result WHERE comments <> '')") != "0"
	}
	participantsOf(t, root, map[string]int{"0360": 2, "1280": 30, "1283": 15, "2182": 9, "2184": 20})
	status := `SELECT DISTINCT status FROM released.metric.result WHERE metric = 'participants' AND part = '' AND period_grain = 'all' AND "grouping" = 'municipality' AND municipality = '0360'`
	is := shown()
	if got := askReleased(t, root, status); got != "suppressed" {
		t.Fatalf("the figure is %s", got)
	}
	if is {
		t.Error("the comment is published although its figure is not")
	}
	err := filepath.WalkDir(filepath.Join(root, "publish", "exports"), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if bytes.Contains(text, []byte("Nine in all")) {
			t.Errorf("%s has the comment", d.Name())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if out := inProcess(t, exitDone, "explain", "participants", "municipality=0360", "--json", "--project", root); strings.Contains(out, "Nine") {
		t.Errorf("explain shows it:\n%s", out)
	}
}

// A figure that is not there and a text that must not be published are refused, and the
// refusal does not repeat the text.
func TestCommentRefused(t *testing.T) {
	t.Parallel()
	root := commented(t)
	person := samplePersons()
	number := person[strings.Index(person, "\n")+1:][:12]
	for what, args := range map[string][]string{
		"has no metric":          {"nothing", "--text", "x"},
		"is published by":        {"participants", "municipality=0180", "--text", "x"},
		"is not grouped by":      {"participants", "colour=red", "--text", "x"},
		"is empty":               {"participants", "--text", " \n "},
		"control characters":     {"participants", "--text", "a\x1b[31mb"},
		"at most 500":            {"participants", "--text", strings.Repeat("å", 501)},
		"--author has 101":       {"participants", "--text", "x", "--author", strings.Repeat("a", 101)},
		"may be an identity":     {"participants", "--text", "ring " + number},
		"give the metric whose":  {},
		"or else --list or --wi": {"participants", "--list"},
	} {
		out := inProcess(t, exitUsage, slices.Concat([]string{"comment"}, args, []string{"--project", root})...)
		if !strings.Contains(out, what) || strings.Contains(out, number) || strings.Contains(out, "\x1b") {
			t.Errorf("%v: %s", args, out)
		}
	}
	if out := inProcess(t, exitDone, "comment", "--list", "--project", root); !strings.Contains(out, "Inget tal") {
		t.Errorf("something was stored: %s", out)
	}
}
