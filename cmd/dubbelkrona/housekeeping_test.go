package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// peopleSources are sources with persons, sole traders and identifiers that
// are identity numbers.
const peopleSources = `  - {name: deltagare, files: data/deltagare*.csv, profile: participant}
  - {name: placeringar, files: data/placeringar*.csv, profile: placement}
  - {name: utfall, files: data/utfall*.csv, profile: outcome, load: upsert}
  - {name: avtal, files: data/avtal*.csv, profile: contract}
  - {name: reskontra, files: data/reskontra*.csv, profile: leverantorsreskontra}
  - name: jamforelse
    files: data/jamforelse*.csv
    tables:
      - table: participant
        columns: {person: {column: person, as: other_id}, treated: treated, municipality: municipality}
`

// sameFigures checks that two lists of figures are equal.
func sameFigures(t *testing.T, when string, got, want []string) {
	t.Helper()
	lack := func(a, b []string) []string {
		return slices.DeleteFunc(slices.Clone(a), func(line string) bool { return slices.Contains(b, line) })
	}
	added, gone := lack(got, want), lack(want, got)
	if len(added)+len(gone) > 0 {
		t.Errorf("%s %d figures are others than without the person, the first:\n%q\nwant\n%q", when, len(added)+len(gone), added[:min(5, len(added))], gone[:min(5, len(gone))])
	}
}

// peopleFiles returns the first deliveries, without the rows of one person in tables of
// persons.
func peopleFiles(without string) map[string]string {
	files := map[string]string{
		"deltagare.csv":   "person;treated;municipality\n" + gone + ";ja;2182\n" + stays + ";ja;2182\n",
		"jamforelse.csv":  "person;treated;municipality\nSYN-1;nej;2182\nSYN-2;nej;2182\n",
		"placeringar.csv": "person;contract_ref;kind;start;end;exit_reason\n" + gone + ";AVTAL 1;subsidised_job;2026-02-01;2026-06-30;A\n" + stays + ";AVTAL 1;subsidised_job;2026-02-01;2026-06-30;C\n",
		"avtal.csv":       "contract_id;municipality;title;supplier_org_no;start;end\nAVTAL 1;2182;Grönyta;556016-0680;2026-01-01;2026-12-31\nA " + gone + ";2182;Snöröjning;" + gone + ";2026-01-01;2026-12-31\n",
		"reskontra.csv": "verifikationsnummer;leverantor;leverantor_id;konto_nr;konto_text;bokforingsdatum;nettobelopp;avtal\n" +
			"1;Firma;" + gone + ";4640;Köp;2026-06-01;1000,50;A " + gone + "\n2;Bolaget;556016-0680;4640;Köp;2026-06-02;250000,00;AVTAL 1\n",
	}
	var months strings.Builder
	months.WriteString("person;month;state;wage\n")
	for _, person := range []string{gone, stays} {
		for month := 2; month <= 6; month++ {
			fmt.Fprintf(&months, "%s;2026-%02d-01;work;22000\n", person, month)
		}
	}
	files["utfall.csv"] = months.String()
	for _, name := range []string{"deltagare.csv", "placeringar.csv", "utfall.csv"} {
		if without != "" {
			lines := strings.SplitAfter(files[name], "\n")
			files[name] = strings.Join(slices.DeleteFunc(lines, func(l string) bool { return strings.HasPrefix(l, without) }), "")
		}
	}
	return files
}

// peopleProject returns a project with a history: files that were delivered again, a
// snapshot for each run, and a build that is not published yet.
func peopleProject(t *testing.T, without string) string {
	t.Helper()
	if without != "" {
		root := project(t, "folk", peopleSources)
		deliverPeople(t, root, peopleFiles(without))
		return root
	}
	people.Do(func() {
		people.root = projectIn(t, os.Getenv("XDG_CONFIG_HOME"), "folk", peopleSources)
		deliverPeople(t, people.root, peopleFiles(""))
	})
	return copyOf(t, people.root)
}

// people is the project with all persons. It is made once and copied by each test.
var people struct {
	sync.Once
	root string
}

func deliverPeople(t *testing.T, root string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		write(t, root, name, text)
	}
	inProcess(t, exitDone, "run", "--quiet", "--project", root)
	// New files with the same rows: the first versions are history now.
	for _, name := range []string{"deltagare.csv", "utfall.csv", "reskontra.csv"} {
		write(t, root, name, strings.ReplaceAll(files[name], "\n", "\r\n"))
	}
	inProcess(t, exitDone, "run", "--quiet", "--project", root)
	inProcess(t, exitDone, "build", "--quiet", "--project", root)
}

// given runs a command line with the given standard input, and with a fault unless it
// is nil.
func given(t *testing.T, stdin string, fault func(string) error, args ...string) (code int, printed string) {
	t.Helper()
	var out bytes.Buffer
	p := &program{stdin: strings.NewReader(stdin), stdout: &out, stderr: &out, now: time.Now, fault: fault}
	code = p.run(context.Background(), args)
	return code, out.String()
}

// After forget an independent search finds nothing of the person, the figures are those
// of a project without the person, and later deliveries do not bring the person back.
func TestForget(t *testing.T) {
	t.Parallel()
	never := figures(t, peopleProject(t, gone))
	root := peopleProject(t, "")
	pseudonym, token := traces(t, root, gone)
	other, otherToken := traces(t, root, stays)
	if before := places(t, root, pseudonym, token); len(before) < 10 {
		t.Fatalf("before it the person is only in %v", before)
	}
	if slices.Equal(figures(t, root), never) {
		t.Fatal("the person changes no figure: the test would prove nothing")
	}
	sum := "SELECT count(*), sum(amount), count(DISTINCT supplier_org_no), count(*) FILTER (supplier_org_no LIKE 'p-%') FROM core.spend"
	spend := ask(t, root, sum)

	code, printed := given(t, "730288-9931\n", nil, "forget", "--project", root)
	if code != exitDone || !strings.Contains(printed, "funnet i 0") || strings.Contains(printed, "9931") || strings.Contains(printed, pseudonym) {
		t.Fatalf("exit code %d\n%s", code, printed)
	}
	if left := places(t, root, pseudonym, token); len(left) > 0 {
		t.Errorf("the person is still in %v", left)
	}
	if len(places(t, root, other, otherToken)) == 0 {
		t.Error("the other person was erased too, or the search finds nothing")
	}
	sameFigures(t, "after forgetting", figures(t, root), never)
	if got := ask(t, root, sum); got != spend {
		t.Errorf("postings were %s and are %s", spend, got)
	}
	if got := ask(t, root, "SELECT count(*) FROM core.spend s JOIN core.contract c ON s.contract_ref = c.contract_id AND c.supplier_org_no IS NOT DISTINCT FROM s.supplier_org_no"); got != "[2]" {
		t.Errorf("references that meet: %s", got)
	}
	inProcess(t, exitDone, "verify", "--project", root)

	again := peopleFiles("")
	for _, name := range []string{"deltagare.csv", "placeringar.csv", "utfall.csv"} {
		write(t, root, name, again[name]+"\n")
	}
	write(t, root, "deltagare_ny.csv", "person;treated;municipality\n7302889931;ja;2182\n")
	inProcess(t, exitDone, "run", "--quiet", "--project", root)
	if left := places(t, root, pseudonym, token); len(left) > 0 {
		t.Errorf("a later delivery brought the person back: %v", left)
	}
	sameFigures(t, "after a later delivery", figures(t, root), never)
	if got := ask(t, root, `SELECT list("table" || _row ORDER BY "table")::VARCHAR FROM meta.issue WHERE rule = 'person.erased'`); got != "[[outcome0, participant0, participant0, placement0]]" {
		t.Errorf("rows that were left out are reported as %s", got)
	}
	// A sole trader's postings stay without the person. Each delivery gets another
	// supplier reference, since a common one would be a pseudonym again.
	for _, name := range []string{"avtal.csv", "reskontra.csv"} {
		write(t, root, name, again[name]+"\n")
	}
	inProcess(t, exitDone, "run", "--quiet", "--project", root)
	if left := places(t, root, pseudonym, token); len(left) > 0 || ask(t, root, sum) != spend {
		t.Errorf("after a later ledger: traces %v, postings were %s and are %s", left, spend, ask(t, root, sum))
	}
	code, printed = given(t, gone+"\n", nil, "forget", "--project", root)
	if code != exitDone || !strings.Contains(printed, "Raderat: 0 rader") {
		t.Errorf("again: exit code %d\n%s", code, printed)
	}
}

// Persons can be erased by pseudonym and token, and by a source's own number.
func TestForgetByPseudonymAndByCaseNumber(t *testing.T) {
	t.Parallel()
	root := peopleProject(t, "")
	lighten(t, root)
	pseudonym, token := traces(t, root, gone)
	code, printed := given(t, "", nil, "forget", "--project", root, "--pseudonym", strings.ToUpper(pseudonym), "--pseudonym", token)
	if left := places(t, root, pseudonym, token); code != exitDone || len(left) > 0 {
		t.Errorf("exit code %d, left in %v\n%s", code, left, printed)
	}
	code, printed = given(t, "syn-2\n", nil, "forget", "--other-id", "--project", root)
	if got := ask(t, root, "SELECT count(*) FROM core.participant"); code != exitDone || got != "[2]" {
		t.Errorf("exit code %d, %s persons\n%s", code, got, printed)
	}
}

func TestForgetRefusesWithoutRepeatingTheNumber(t *testing.T) {
	t.Parallel()
	root := peopleProject(t, "")
	for name, tc := range map[string]struct {
		stdin string
		args  []string
		want  string
	}{
		"no number":     {"", nil, "the list has no number"},
		"wrong digit":   {gone + "\n730288-9932\n", nil, "person 2: not a valid identity number"},
		"an argument":   {"", []string{"730288-9931"}, "the number is read from standard input"},
		"no pseudonym":  {"", []string{"--pseudonym", "7302889931"}, "not a pseudonym"},
		"a case number": {"SYN-1\n", nil, "for a case number use --other-id"},
	} {
		code, printed := given(t, tc.stdin, nil, append([]string{"forget", "--project", root}, tc.args...)...)
		if code != exitUsage || !strings.Contains(printed, tc.want) || strings.Contains(printed, "993") || strings.Contains(printed, "SYN-1") {
			t.Errorf("%s: exit code %d\n%s", name, code, printed)
		}
	}
	if got := ask(t, root, "SELECT count(*) FROM core.participant"); got != "[4]" {
		t.Errorf("%s persons", got)
	}
}

// forget reports a copy that somebody has put into the project.
func TestForgetFindsWhatItCannotErase(t *testing.T) {
	t.Parallel()
	root := peopleProject(t, "")
	lighten(t, root)
	copied := filepath.Join(root, "publish", "kopia.duckdb")
	copyFile(t, publishedFile(root), copied)
	code, printed := given(t, gone, nil, "forget", "--project", root)
	if code != exitFailed || !strings.Contains(printed, "kopia.duckdb core.participant.person") {
		t.Errorf("exit code %d\n%s", code, printed)
	}
	if err := os.Remove(copied); err != nil {
		t.Fatal(err)
	}
	if code, printed := given(t, gone, nil, "forget", "--project", root); code != exitDone {
		t.Errorf("exit code %d\n%s", code, printed)
	}
}

// If a check blocks publishing after forget, the published file is withdrawn so that the
// person does not stay in it. It is published again when the check passes.
func TestForgetWithdrawsWhatChecksForbid(t *testing.T) {
	t.Parallel()
	root := peopleProject(t, "")
	lighten(t, root)
	check := filepath.Join(root, "queries", "checks", "never.sql")
	if err := os.MkdirAll(filepath.Dir(check), 0o700); err != nil {
		t.Fatal(err)
	}
	text := "/*\ntitle: {sv: Aldrig, en: Never}\nseverity: error\nmessage: {sv: aldrig, en: never}\n*/\nSELECT contract_id FROM core.contract\n"
	if err := os.WriteFile(check, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	pseudonym, token := traces(t, root, gone)
	code, printed := given(t, gone, nil, "forget", "--project", root)
	if left := places(t, root, pseudonym, token); code != exitBlocked || len(left) > 0 || !strings.Contains(printed, "withdrawn") {
		t.Errorf("exit code %d, left in %v\n%s", code, left, printed)
	}
	for _, name := range []string{"impact.duckdb", "analyst.duckdb", "exports"} {
		if _, err := os.Stat(filepath.Join(root, "publish", name)); err == nil {
			t.Errorf("%s is still published", name)
		}
	}
	if err := os.Remove(check); err != nil {
		t.Fatal(err)
	}
	inProcess(t, exitDone, "run", "--quiet", "--project", root)
	if got := ask(t, root, "SELECT count(*) FROM core.participant"); got != "[3]" {
		t.Errorf("%s persons", got)
	}
}

// forget does not publish data that was committed but not published before, since it
// has not passed its checks.
func TestForgetPublishesNothingNew(t *testing.T) {
	t.Parallel()
	root := peopleProject(t, "")
	lighten(t, root)
	write(t, root, "jamforelse.csv", "person;treated;municipality\nSYN-1;nej;2182\nSYN-2;nej;2182\nSYN-3;nej;2182\n")
	if code, printed := given(t, "", failAt("warehouse.copy"), "run", "--project", root); code != exitFailed {
		t.Fatalf("exit code %d\n%s", code, printed)
	}
	inProcess(t, exitDone, "status", "--project", root)
	if code, printed := given(t, gone, nil, "forget", "--project", root); code != exitDone {
		t.Fatalf("exit code %d\n%s", code, printed)
	}
	if got := ask(t, root, "SELECT count(*) FROM core.participant"); got != "[3]" {
		t.Errorf("%s persons are published, want 4 less 1", got)
	}
	inProcess(t, exitDone, "verify", "--project", root)
	inProcess(t, exitDone, "run", "--quiet", "--project", root)
	if got := ask(t, root, "SELECT count(*) FROM core.participant"); got != "[4]" {
		t.Errorf("%s persons after the next run, want 5 less 1", got)
	}
}

// failAt returns a fault that fails a run at the first visit of a point.
func failAt(point string) func(string) error {
	return func(at string) error {
		if at == point {
			return fmt.Errorf("broken at %s", point)
		}
		return nil
	}
}
