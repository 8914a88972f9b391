package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dubbelkrona/internal/identity/identitytest"
	"dubbelkrona/transform"
)

// 20,000 identity numbers are delivered as participants, in free text, as numbers of
// suppliers and vouchers, and as file names, in changing notations. None may be found on
// disk or in the output.
func TestNoIdentityNumberIsLeftAnywhere(t *testing.T) {
	numbers := identitytest.Numbers(20_000)
	t.Parallel()
	root := filepath.Join(t.TempDir(), "p")
	writeIdentityProject(t, root, numbers)
	var printed bytes.Buffer
	clock := time.Date(2026, 11, 24, 2, 30, 0, 0, time.UTC)
	p := &program{stdin: strings.NewReader(""), stdout: &printed, stderr: &printed, now: func() time.Time { clock = clock.Add(time.Second); return clock }}
	if code := p.run(context.Background(), []string{"run", "--project", root}); code != exitDone && code != exitPartial {
		t.Fatalf("exit code %d\n%s", code, printed.String())
	}
	for _, command := range []string{"status", "runs"} {
		p.run(context.Background(), []string{command, "--project", root})
	}
	if !strings.Contains(printed.String(), "20\u00a0000") {
		t.Errorf("not every number became a participant:\n%s", printed.String())
	}

	wanted := newFinder(numbers)
	if hit := wanted.find(printed.Bytes()); hit != "" {
		t.Errorf("the printed text holds %s", hit)
	}
	files := 0
	for _, folder := range []string{"var", "publish"} {
		err := filepath.WalkDir(filepath.Join(root, folder), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			files++
			content, err := os.ReadFile(path)
			if hit := wanted.find(append([]byte(d.Name()), content...)); hit != "" {
				t.Errorf("%s holds %s", path, hit)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if files < 10 {
		t.Errorf("only %d files were searched", files)
	}
	// The search itself works: it finds numbers in the input.
	content, err := os.ReadFile(filepath.Join(root, "data", "deltagare.csv"))
	if err != nil || wanted.find(content) == "" {
		t.Errorf("the finder does not find: %v", err)
	}
}

func writeIdentityProject(t *testing.T, root string, numbers []string) {
	t.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	var people, ledger strings.Builder
	people.WriteString("person;treated;note;cohort;municipality\n")
	ledger.WriteString("verifikationsnummer;leverantor;leverantor_id;konto_nr;konto_text;bokforingsdatum;nettobelopp;avtal\n")
	for i, n := range numbers {
		fmt.Fprintf(&people, "%s;%s;%s;%s;2182\n", written(n, random.IntN(2)), []string{"ja", "nej"}[i%2],
			fmt.Sprintf("ring %s (eller%s) snarast", written(n, random.IntN(5)), written(n, random.IntN(5))), "omgång "+written(n, 1))
		if i%10 == 0 {
			fmt.Fprintf(&ledger, "%s;Firma %s;%s;4640;köp av %s;2026-06-01;%d,50;%s\n", written(n, i/10%3), written(n, 1), written(n, 2+i/10%2), written(n, 1), i+2, written(n, 0))
		}
	}
	last := numbers[len(numbers)-1]
	files := map[string]string{
		"data/deltagare.csv":                             people.String(),
		"data/reskontra " + written(last, 1) + ".csv":    ledger.String(),
		"data/trasig " + written(numbers[5], 0) + ".csv": "<!DOCTYPE html><html><body>" + numbers[5] + "</body></html>",
		"dubbelkrona.yaml": `project: identiteter
sources:
  - {name: deltagare, files: data/deltagare.csv, profile: participant}
  - {name: reskontra, files: "data/reskontra*.csv", profile: leverantorsreskontra}
  - {name: trasig, files: "data/trasig*.csv", profile: participant}
`}
	for name, text := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	// A fixed key makes the test the same each time.
	key, err := transform.NewKey(bytes.NewReader(bytes.Repeat([]byte("dubbelkrona-test"), 8)))
	if err != nil {
		t.Fatal(err)
	}
	if err := key.WriteKeyFile(filepath.Join(os.Getenv("XDG_CONFIG_HOME"), "dubbelkrona", "identiteter.key")); err != nil {
		t.Fatal(err)
	}
}

// written returns a number in one of its notations: with and without hyphen and
// century. Numbers of people over a hundred have a +.
func written(number string, way int) string {
	separator := "-"
	if number < "192612" {
		separator = "+"
	}
	switch way {
	case 0:
		return number
	case 1:
		return number[:8] + "-" + number[8:]
	case 2:
		return number[2:8] + separator + number[8:]
	case 3:
		return number[2:]
	default:
		return number[:8] + " " + number[8:]
	}
}

// finder searches for any of many numbers in any notation.
type finder map[string]bool

func newFinder(numbers []string) finder {
	f := make(finder)
	for _, n := range numbers {
		f[n], f[n[2:]] = true, true
	}
	return f
}

// find returns the first number in content, or "" if there is none. It tries every
// window of digits, with one separator allowed before the last four.
func (f finder) find(content []byte) string {
	digit := func(i int) bool { return i >= 0 && i < len(content) && content[i] >= '0' && content[i] <= '9' }
	for start := range content {
		if !digit(start) {
			continue
		}
		for _, length := range []int{8, 6} {
			end := start
			for end < start+length && digit(end) {
				end++
			}
			if end < start+length {
				continue
			}
			tail := end
			if tail < len(content) && strings.IndexByte("-+ ", content[tail]) >= 0 {
				tail++
			}
			if tail+4 <= len(content) && f[string(content[start:end])+string(content[tail:tail+4])] {
				return string(content[start : tail+4])
			}
		}
	}
	return ""
}
