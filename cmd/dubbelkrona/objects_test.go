package main

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// objectNight is one run of a source: what changes before it and what is expected
// after it.
type objectNight struct {
	put    map[string]string // files of the source
	remove []string
	more   string // keys of the source, instead of the former ones
	exit   int
	says   string // text in the output
	silent string // text that is not in the output
	want   string // number and sum of the postings
}

// posting returns a ledger with one posting for each amount.
func posting(amounts ...int) string {
	text := "verifikationsnummer;leverantor;konto_nr;bokforingsdatum;nettobelopp;text\n"
	for i, amount := range amounts {
		text += fmt.Sprintf("%d;Alfa AB;4600;2025-01-15;%d,00;Tjänst\n", i+1, amount)
	}
	return text
}

// objectHistory is a source of ledger files and its nights.
type objectHistory struct {
	more   string // keys of the source
	nights []objectNight
}

// playObjects runs several histories together: each is a source of one project with its
// own folder, so that one run is a night of all of them. In the texts of a night, data/
// means that folder.
func playObjects(t *testing.T, histories map[string]objectHistory) (root string) {
	t.Helper()
	var sources strings.Builder
	names := slices.Sorted(maps.Keys(histories))
	last := 0
	for _, name := range names {
		fmt.Fprintln(&sources, configuredObjects(name, histories[name].more))
		last = max(last, len(histories[name].nights))
	}
	root = lightProject(t, "filer", sources.String())
	for _, name := range names {
		if err := os.Mkdir(filepath.Join(root, "data", name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	exits := make(map[string]int)
	for i := range last {
		exit := exitDone
		for _, name := range names {
			if nights := histories[name].nights; i < len(nights) {
				prepareObjects(t, root, name, nights[i])
				exits[name] = nights[i].exit
			}
			exit = max(exit, exits[name])
		}
		printed := inProcess(t, exit, "run", "--project", root)
		for _, name := range names {
			if nights := histories[name].nights; i < len(nights) {
				holdsObjects(t, root, name, i+1, nights[i], printed)
			}
		}
	}
	return root
}

func configuredObjects(name, more string) string {
	return fmt.Sprintf("  - {name: %s, files: \"data/%s/*.csv\", profile: leverantorsreskontra%s}", name, name, more)
}

// prepareObjects makes the changes before a night.
func prepareObjects(t *testing.T, root, name string, night objectNight) {
	t.Helper()
	if night.more != "" {
		path := filepath.Join(root, "dubbelkrona.yaml")
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		line := regexp.MustCompile(`(?m)^  - \{name: ` + name + `,.*$`)
		text = line.ReplaceAllLiteral(text, []byte(configuredObjects(name, night.more)))
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for file, text := range night.put {
		write(t, root, filepath.Join(name, file), text)
	}
	for _, file := range night.remove {
		if err := os.Remove(filepath.Join(root, "data", name, file)); err != nil {
			t.Fatal(err)
		}
	}
}

// holdsObjects checks the report of a source after a night, and its postings.
func holdsObjects(t *testing.T, root, name string, number int, night objectNight, printed string) {
	t.Helper()
	var about strings.Builder
	for line := range strings.Lines(printed) {
		if strings.Contains(line, name) {
			about.WriteString(line)
		}
	}
	if says := strings.ReplaceAll(night.says, "data/", "data/"+name+"/"); !strings.Contains(about.String(), says) {
		t.Errorf("%s, night %d does not say %q:\n%s", name, number, says, printed)
	}
	if night.silent != "" && strings.Contains(about.String(), night.silent) {
		t.Errorf("%s, night %d says %q:\n%s", name, number, night.silent, printed)
	}
	if got := ask(t, root, "SELECT count(*), sum(amount) FROM core.spend WHERE _source = '"+name+"'"); got != night.want {
		t.Errorf("%s, night %d: %s, want %s\n%s", name, number, got, night.want, printed)
	}
}

// Files with the same bytes under one pattern count once: the first one is kept, and
// later changes of either neither repeat nor lose rows.
func TestCopiesCountOnce(t *testing.T) {
	t.Parallel()
	const refused, moved = "en kopia av data/", "har bytt namn"
	playObjects(t, map[string]objectHistory{
		"the-original-goes": {"", []objectNight{
			{put: map[string]string{"b.csv": posting(1, 2)}, want: "[2 3]"},
			{put: map[string]string{"a.csv": posting(1, 2)}, exit: exitPartial, says: "data/a.csv: " + refused + "b.csv", want: "[2 3]"},
			{exit: exitPartial, says: refused + "b.csv", want: "[2 3]"},
			{remove: []string{"b.csv"}, says: moved, want: "[2 3]"},
			{silent: moved, want: "[2 3]"},
		}},
		"the-original-is-corrected": {"", []objectNight{
			{put: map[string]string{"a.csv": posting(1, 2), "a (1).csv": posting(1, 2)}, exit: exitPartial, says: "data/a.csv: " + refused + "a (1).csv", want: "[2 3]"},
			{put: map[string]string{"a (1).csv": posting(1, 5)}, exit: exitPartial, says: refused + "a (1).csv", want: "[2 6]"},
			{put: map[string]string{"a.csv": posting(7)}, want: "[3 13]"},
		}},
		"an-appended-file": {", load: append", []objectNight{
			{put: map[string]string{"a.csv": posting(1)}, want: "[1 1]"},
			{put: map[string]string{"b.csv": posting(1)}, exit: exitPartial, says: refused + "a.csv", want: "[1 1]"},
			{remove: []string{"a.csv"}, says: "data/a.csv → data/b.csv", want: "[1 1]"},
		}},
		"another-period": {", load: replace-period, period: {from: name, pattern: '\\d{4}-\\d{2}'}", []objectNight{
			{put: map[string]string{"2025-01.csv": posting(1)}, want: "[1 1]"},
			{put: map[string]string{"2025-02.csv": posting(1)}, exit: exitPartial, says: refused + "2025-01.csv", want: "[1 1]"},
			{put: map[string]string{"2025-02.csv": posting(2), "ny 2025-01.csv": posting(1)}, want: "[2 3]"}, // of the same period: replaces it
		}},
		"allowed": {", repeats: allow", []objectNight{
			{put: map[string]string{"a.csv": posting(1), "b.csv": posting(1)}, want: "[2 2]"},
			{more: ", repeats: refuse", want: "[2 2]"},
			{put: map[string]string{"c.csv": posting(1)}, exit: exitPartial, says: refused, want: "[2 2]"},
			{more: ", repeats: allow", want: "[3 3]"},
		}},
		"copies-that-were-counted-before": {", repeats: allow", []objectNight{
			{put: map[string]string{"b.csv": posting(1)}, want: "[1 1]"},
			{put: map[string]string{"a.csv": posting(1)}, want: "[2 2]"},
			{more: ", unit: tkr", exit: exitPartial, says: "data/a.csv: " + refused + "b.csv", want: "[1 1000]"},
			{exit: exitPartial, says: refused + "b.csv", want: "[1 1000]"},
			{more: ", unit: tkr, repeats: allow", want: "[2 2000]"},
		}},
		"no-rows": {"", []objectNight{
			{put: map[string]string{"a.csv": posting(1), "b.csv": posting(), "c.csv": posting()}, silent: refused, want: "[1 1]"},
		}},
		"names-that-change-places": {"", []objectNight{
			{put: map[string]string{"a.csv": posting(1), "b.csv": posting(2, 3)}, want: "[3 6]"},
			{put: map[string]string{"a.csv": posting(2, 3), "b.csv": posting(1)}, want: "[3 6]"},
			{put: map[string]string{"a.csv": posting(4), "b.csv": posting(2, 3), "c.csv": posting(1)}, want: "[4 10]"}, // and the copies move
		}},
	})
}

// A source with a date in its pattern lists only that day's files, so an object that
// it does not list is not gone: the same bytes under the next name are a copy, and
// correcting them loses nothing.
func TestTheSameFileUnderTheNextMonthsName(t *testing.T) {
	t.Parallel()
	root := lightProject(t, "datum", "  - {name: reskontra, files: \"data/{yyyy}-{mm}.csv\", profile: leverantorsreskontra}\n")
	for _, night := range []struct {
		month, text string
		exit        int
		want        string
	}{{"01", posting(1), exitDone, "[1 1]"}, {"02", posting(1), exitPartial, "[1 1]"}, {"02", posting(2), exitDone, "[2 3]"}} {
		write(t, root, "2026-"+night.month+".csv", night.text)
		runAt(t, night.exit, "2026-"+night.month+"-20T04:00:00Z", "run", "--project", root)
		if got := ask(t, root, "SELECT count(*), sum(amount) FROM core.spend"); got != night.want {
			t.Errorf("month %s: %s, want %s", night.month, got, night.want)
		}
	}
}

// runAt runs a command line with the clock at the given time.
func runAt(t *testing.T, code int, at string, args ...string) string {
	t.Helper()
	var printed bytes.Buffer
	p := &program{stdin: strings.NewReader(""), stdout: &printed, stderr: &printed, now: clockFrom(at)}
	if got := p.run(t.Context(), args); got != code {
		t.Fatalf("%v: exit code %d, want %d\n%s", args, got, code, printed.String())
	}
	return printed.String()
}

// After a change of the mapping every object is read again, in every load mode: no
// row is repeated, and an object that is gone keeps its rows and is reported once.
func TestChangedMappingReadsAgain(t *testing.T) {
	t.Parallel()
	const anew, kept = "lästes på nytt", "behåller rader"
	histories := make(map[string]objectHistory)
	for name, load := range map[string]string{"by-object": "", "by-append": ", load: append",
		"by-period": ", load: replace-period, period: {from: name, pattern: '\\d{4}-\\d{2}'}"} {
		tkr := load + ", unit: tkr"
		histories[name] = objectHistory{load, []objectNight{
			{put: map[string]string{"2025-01.csv": posting(1, 2), "2025-02.csv": posting(3)}, want: "[3 6]"},
			{more: load + ", layouts: [yyyy-mm-dd]", silent: kept, want: "[3 6]"}, // has the same rows
			{remove: []string{"2025-02.csv"}, want: "[3 6]"},
			{more: tkr, says: kept, want: "[3 3003]"},
			{silent: anew, want: "[3 3003]"},
			{silent: kept, want: "[3 3003]"},
			{put: map[string]string{"2025-02.csv": posting(3)}, says: anew, want: "[3 6000]"}, // it is back
		}}
	}
	playObjects(t, histories)
}

// With upsert, reading again and moving objects does not change which rows win.
func TestUpsertKeepsItsOrder(t *testing.T) {
	t.Parallel()
	const head, source = "contract_id;municipality;title;value\n", "  - {name: avtal, files: \"data/**/*.csv\", profile: contract, load: upsert%s}\n"
	root := lightProject(t, "ordning", fmt.Sprintf(source, ""))
	if err := os.Mkdir(filepath.Join(root, "data", "arkiv"), 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, root, "a.csv", head+"A;2182;Städ;100\nB;2182;Park;100\n")
	write(t, root, "b.csv", head+"A;2182;Städ;200\n")
	night := func(want string) {
		t.Helper()
		inProcess(t, exitDone, "run", "--project", root)
		if got := ask(t, root, "SELECT count(*), sum(value), max(value) FROM core.contract"); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	night("[2 300 200]")
	move := func(from, to string) {
		t.Helper()
		if err := os.Rename(filepath.Join(root, "data", from), filepath.Join(root, "data", to)); err != nil {
			t.Fatal(err)
		}
	}
	move("a.csv", "arkiv/ö.csv")
	night("[2 300 200]")
	configure := func(more string) {
		t.Helper()
		path := filepath.Join(root, "dubbelkrona.yaml")
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		before, _, _ := strings.Cut(string(text), "  - {name")
		if err := os.WriteFile(path, []byte(before+fmt.Sprintf(source, more)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	move("b.csv", "../b.csv") // gone: reading a again would replace its rows
	configure(", unit: tkr")
	night("[2 300 200]")
	move("../b.csv", "b.csv")
	night("[2 300000 200000]")
}

// Objects with masked names keep their state when the key is rotated.
func TestMaskedNamesAfterKeyRotation(t *testing.T) {
	t.Parallel()
	root := playObjects(t, map[string]objectHistory{"reskontra": {"", []objectNight{
		{put: map[string]string{"lev_20260115-0930.csv": posting(1), "lev_20260215-0930.csv": posting(2)}, want: "[2 3]"},
	}}})
	const labels = "SELECT string_agg(object, ' ' ORDER BY object) FROM core.spend"
	before := ask(t, root, labels)
	if strings.Contains(before, "0930") || strings.Count(before, "[personnummer-") != 2 {
		t.Errorf("objects %s", before)
	}
	key := filepath.Join(filepath.Dir(root), "key2")
	inProcess(t, exitDone, "key", "rotate", "--new", key, "--project", root)
	path := filepath.Join(root, "dubbelkrona.yaml")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	renamed := strings.Replace(string(text), filepath.Join(filepath.Dir(root), "key"), key, 1)
	if err := os.WriteFile(path, []byte(renamed), 0o600); err != nil {
		t.Fatal(err)
	}
	if printed := inProcess(t, exitDone, "run", "--project", root); !strings.Contains(printed, "Läst: 0 objekt") {
		t.Errorf("objects are read again:\n%s", printed)
	}
	if after := ask(t, root, labels); after != before {
		t.Errorf("%s, before %s", after, before)
	}
}
