package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// contents returns the bytes of all files in a project's lake, snapshots and
// publication.
func contents(t *testing.T, root string) map[string]string {
	t.Helper()
	found := make(map[string]string)
	for _, folder := range []string{"var/lake", "var/snapshots", "publish"} {
		err := filepath.WalkDir(filepath.Join(root, folder), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			content, err := os.ReadFile(path)
			rel, _ := filepath.Rel(root, path)
			found[filepath.ToSlash(rel)] = string(content)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found
}

// withLedger replaces a project's ledger by the given bytes; nil removes it.
func withLedger(t *testing.T, root string, content []byte) {
	t.Helper()
	path := filepath.Join(root, "var", "ledger.db")
	for _, name := range []string{path, path + "-wal", path + "-shm"} {
		if err := os.RemoveAll(name); err != nil {
			t.Fatal(err)
		}
	}
	if content != nil {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func ledgerOf(t *testing.T, root string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root, "var", "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// A ledger that is lost, damaged, older than the lake or another project's is
// refused by every command that could act on it, with exit code 2 and a message that
// says what to do, and nothing is deleted or published. With its own ledger restored
// the project works again.
func TestOtherLedgerIsRefused(t *testing.T) {
	t.Parallel()
	root := peopleProject(t, "")
	lighten(t, root)
	beforeDelivery := ledgerOf(t, root)
	write(t, root, "jamforelse.csv", "person;treated;municipality\nSYN-1;nej;2182\nSYN-2;nej;2182\nSYN-3;nej;2182\n")
	inProcess(t, exitDone, "run", "--quiet", "--project", root)
	beforeForget := ledgerOf(t, root)
	if code, printed := given(t, gone, nil, "forget", "--project", root); code != exitDone {
		t.Fatalf("exit code %d\n%s", code, printed)
	}
	own, want := ledgerOf(t, root), contents(t, root)
	other := lightProject(t, "annan", "  - {name: avtal, files: data/*.csv, profile: contract}\n")
	write(t, other, "avtal.csv", "contract_id;municipality;title;value\nA-1;2182;Flytt;1000,00\n")
	inProcess(t, exitDone, "run", "--quiet", "--project", other)
	mark := filepath.Join(root, "var", "lake", "ledger.mark")
	for name, tc := range map[string]struct {
		ledger   []byte
		unmarked bool // the lake has no mark, as after an earlier version
		all      bool // every command is tried, otherwise only run: they share the check
		says     string
	}{
		"missing":                      {nil, false, true, "it is missing, but the lake in var/lake has rows"},
		"empty":                        {[]byte{}, false, false, "it is empty, but the lake in var/lake has rows"},
		"damaged":                      {[]byte(strings.Repeat("no ledger ", 1000)), false, false, "it is damaged"},
		"older than a delivery":        {beforeDelivery, false, false, "it has no record of var/lake"},
		"older than a forgetting":      {beforeForget, false, true, "it has no record of var/lake"},
		"older, of an earlier version": {beforeForget, true, false, "it has no record of 20"},
		"another project's":            {ledgerOf(t, other), false, false, "it has no record of var/lake"},
	} {
		withLedger(t, root, tc.ledger)
		if tc.unmarked {
			if err := os.Remove(mark); err != nil {
				t.Fatal(err)
			}
		}
		commands := [][]string{{"run"}}
		if tc.all {
			commands = everyCommand(t)
		}
		for _, command := range commands {
			code, printed := given(t, stays, nil, append(command, "--project", root)...)
			if code != exitUsage || !strings.Contains(printed, tc.says) || !strings.Contains(printed, "restore") || !strings.Contains(printed, "--new-ledger") {
				t.Errorf("%s, %s: exit code %d\n%s", name, command[0], code, printed)
			}
		}
		if printed := inProcess(t, exitDone, "status", "--project", root); !strings.Contains(printed, "hör inte till sjön") || strings.Contains(printed, "it ") {
			t.Errorf("%s: status says\n%s", name, printed)
		}
		if tc.unmarked {
			if err := os.WriteFile(mark, []byte(want["var/lake/ledger.mark"]), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if got := contents(t, root); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: files are others than before", name)
		}
	}
	withLedger(t, root, own)
	inProcess(t, exitDone, "run", "--quiet", "--project", root)
	inProcess(t, exitDone, "verify", "--quiet", "--project", root)
}

// everyCommand lists the commands that act on a ledger.
func everyCommand(t *testing.T) [][]string {
	return [][]string{{"run"}, {"build"}, {"publish"}, {"gc"}, {"verify"}, {"rebuild"}, {"schedule"}, {"backup", filepath.Join(t.TempDir(), "b")},
		{"backfill", "reskontra", "2026-01-01", "2026-01-02"}, {"key", "rotate", "--new", filepath.Join(t.TempDir(), "k")}, {"forget"}}
}

// A lake with an older mark than the ledger, as after a crash between a commit and its
// mark, is accepted. So is a lake without a mark.
func TestLakeWithAnOlderMarkIsAccepted(t *testing.T) {
	t.Parallel()
	root := peopleProject(t, "")
	lighten(t, root)
	mark := filepath.Join(root, "var", "lake", "ledger.mark")
	older, err := os.ReadFile(mark)
	if err != nil {
		t.Fatal(err)
	}
	for i, text := range []string{string(older), "", "\x00\x00\x00\x00"} {
		write(t, root, "jamforelse.csv", fmt.Sprintf("person;treated;municipality\nSYN-1;nej;2182\nSYN-2;nej;2182\nSYN-N%d;nej;2182\n", i))
		inProcess(t, exitDone, "run", "--quiet", "--project", root)
		now, err := os.ReadFile(mark)
		if err != nil || string(now) == string(older) {
			t.Fatalf("the mark stays %q, %v", now, err)
		}
		if err := os.WriteFile(mark, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		inProcess(t, exitDone, "run", "--quiet", "--project", root)
		if again, err := os.ReadFile(mark); err != nil || string(again) != string(now) {
			t.Errorf("the mark is %q, not %q again: %v", again, now, err)
		}
	}
}

// Without a backup a new ledger can be started: the old data is moved, not deleted,
// and forgotten persons do not come back.
func TestNewLedger(t *testing.T) {
	t.Parallel()
	root := peopleProject(t, "")
	lighten(t, root)
	if code, printed := given(t, "", nil, "run", "--new-ledger", "--none-forgotten", "--project", root); code != exitUsage || !strings.Contains(printed, "would lose its records") {
		t.Errorf("of a ledger that is in order: exit code %d\n%s", code, printed)
	}
	if code, printed := given(t, gone, nil, "forget", "--project", root); code != exitDone {
		t.Fatalf("exit code %d\n%s", code, printed)
	}
	pseudonym, token := traces(t, root, gone)
	want := contents(t, root)
	withLedger(t, root, []byte{})
	if code, printed := given(t, "", nil, "run", "--new-ledger", "--project", root); code != exitUsage || !strings.Contains(printed, "come back with the next delivery") {
		t.Errorf("without a list: exit code %d\n%s", code, printed)
	}
	if got := contents(t, root); !reflect.DeepEqual(got, want) {
		t.Fatal("files are others than before")
	}
	code, printed := given(t, gone+"\n", nil, "run", "--new-ledger", "--forgotten", "-", "--project", root)
	if code != exitDone || !strings.Contains(printed, "1 personer som glömts") || strings.Contains(printed, gone) {
		t.Fatalf("exit code %d\n%s", code, printed)
	}
	if left := places(t, root, pseudonym, token); len(left) > 0 {
		t.Errorf("the person is back in %v", left)
	}
	// A sole trader's postings stay, without the person.
	if got := ask(t, root, "SELECT (SELECT count(*) FROM core.participant), count(*), sum(amount) FROM core.spend"); got != "[3 2 251000.5]" {
		t.Errorf("with a new ledger there are %s persons, postings and kronor", got)
	}
	aside, err := filepath.Glob(filepath.Join(root, "var", "aside-*"))
	if err != nil || len(aside) != 1 {
		t.Fatalf("set aside in %v, %v", aside, err)
	}
	for name, content := range want {
		name = strings.TrimPrefix(name, "var/")
		if got, err := os.ReadFile(filepath.Join(aside[0], name)); err != nil || string(got) != content {
			t.Errorf("%s is not what it was: %v", name, err)
		}
	}
	inProcess(t, exitDone, "verify", "--quiet", "--project", root)
}

// If starting a new ledger is interrupted, every run is refused until the command has
// been repeated and has ended.
func TestNewLedgerInterrupted(t *testing.T) {
	t.Parallel()
	for _, point := range []string{"ledger.before-rewrite", "ledger.after-rewrite"} {
		root := peopleProject(t, "")
		lighten(t, root)
		withLedger(t, root, nil)
		if code, printed := given(t, "", failAt(point), "run", "--new-ledger", "--none-forgotten", "--project", root); code == exitDone {
			t.Fatalf("it was not cut off\n%s", printed)
		}
		if code, printed := given(t, "", nil, "run", "--project", root); code != exitUsage || !strings.Contains(printed, "was interrupted; run it again") {
			t.Errorf("after %s: exit code %d\n%s", point, code, printed)
		}
		if code, printed := given(t, "", nil, "run", "--new-ledger", "--none-forgotten", "--project", root); code != exitDone {
			t.Errorf("after %s: exit code %d\n%s", point, code, printed)
		}
	}
}
