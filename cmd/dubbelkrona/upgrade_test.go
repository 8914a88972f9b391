package main

import (
	"archive/tar"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// upgradeSample unpacks a project that an earlier version has run (see
// docs/upgrading.md) and returns its folder; the key is beside it.
func upgradeSample(t *testing.T, name string) (root string) {
	t.Helper()
	folder := t.TempDir()
	file, err := os.Open(filepath.Join("testdata", "upgrade", name))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	z, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	unpackInto(t, tar.NewReader(z), folder)
	root = filepath.Join(folder, "project")
	config, err := os.ReadFile(filepath.Join(root, "dubbelkrona.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintf("key: %s\n%s", filepath.Join(folder, "key"), config)
	if err := os.WriteFile(filepath.Join(root, "dubbelkrona.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return root
}

// sampleWithPersons returns the sample of ledger schema 4 with its file about persons.
func sampleWithPersons(t *testing.T) (root string) {
	t.Helper()
	root = upgradeSample(t, "schema-4.tar.gz")
	write(t, root, "deltagare.csv", samplePersons())
	return root
}

// unpackInto writes the files of an archive with their times of change, which are in the
// ledger.
func unpackInto(t *testing.T, archive *tar.Reader, folder string) {
	t.Helper()
	for {
		header, err := archive.Next()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(folder, filepath.FromSlash(header.Name))
		if header.Typeflag == tar.TypeDir {
			if err := os.MkdirAll(path, 0o700); err != nil {
				t.Fatal(err)
			}
			continue
		}
		content, err := io.ReadAll(archive)
		if err == nil {
			err = os.WriteFile(path, content, 0o600)
		}
		if err == nil {
			err = os.Chtimes(path, header.ModTime, header.ModTime)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// samplePersons returns the sample's file about persons, which is not in the archive.
// Its identity numbers are computed from the birth numbers that are reserved for tests.
func samplePersons() string {
	var b strings.Builder
	b.WriteString("person;treated;birth_year;sex;municipality;note\n")
	for i := 1; i <= 8; i++ {
		born := fmt.Sprintf("19%02d0%d1%d", 60+i, 1+i%9, i)
		fmt.Fprintf(&b, "%s98%d%d;%s;19%02d;%s;2182;\n", born, i, checkDigit(born[2:]+fmt.Sprint("98", i)), [...]string{"nej", "ja"}[i%2], 60+i, [...]string{"M", "K"}[i%2])
	}
	return b.String()
}

// checkDigit returns the last digit of an identity number with the given first nine.
func checkDigit(nine string) int {
	sum := 0
	for i, c := range nine {
		v := int(c-'0') * (2 - i%2)
		sum += v/10 + v%10
	}
	return (10 - sum%10) % 10
}

// The figures of the former version do not change, except for objects that it treated as
// one because their masked names are equal: those are read now, and reported once.
func TestUpgradeKeepsFigures(t *testing.T) {
	t.Parallel()
	root := sampleWithPersons(t)
	rewrite(t, root, "\nsources:", "\npublish: {persons: true}\nsources:")
	const hidden = "förväxlades av en tidigare version"
	printed := inProcess(t, exitDone, "run", "--project", root)
	_, told, _ := strings.Cut(printed, hidden)
	if told, _, _ = strings.Cut(told, "\n"); strings.Count(told, "lev_[personnummer-") != 2 {
		t.Errorf("the two hidden objects are not reported:\n%s", printed)
	}
	if !strings.Contains(printed, "behåller rader") {
		t.Errorf("the object that no longer exists is not reported:\n%s", printed)
	}
	for query, want := range map[string]string{
		"SELECT count(*), sum(amount), count(DISTINCT object) FROM core.spend WHERE _source = 'reskontra'":        "[3 700 3]",
		"SELECT count(*), sum(amount) FROM core.spend WHERE _source <> 'reskontra'":                               "[7 3101.5]",
		"SELECT count(*), sum(value), max(value) FROM core.contract":                                              "[2 13500 7000]",
		"SELECT count(*), count(*) FILTER (WHERE treated) FROM core.participant":                                  "[8 4]",
		"SELECT value FROM metric.result WHERE metric = 'own_spend' AND period = '2025-12' AND \"grouping\" = ''": "[30]",
		"SELECT count(*) FROM meta.issue WHERE rule = 'object.hidden'":                                            "[2]",
	} {
		if got := ask(t, root, query); got != want {
			t.Errorf("%s\ngives %s, want %s", query, got, want)
		}
	}
	again := inProcess(t, exitDone, "run", "--project", root)
	if strings.Contains(again, hidden) || strings.Contains(again, "behåller rader") || !strings.Contains(again, "Läst: 0 objekt") {
		t.Errorf("the second run reads or tells again:\n%s", again)
	}
}

// If an object that the former version had read has changed since, its former rows are
// replaced, although the ledger does not say which of several objects they belong to.
func TestUpgradeReplacesHiddenObjectThatChanged(t *testing.T) {
	t.Parallel()
	root := sampleWithPersons(t)
	const file = "lev_20260315-0931.csv"
	text, err := os.ReadFile(filepath.Join(root, "data", file))
	if err != nil {
		t.Fatal(err)
	}
	write(t, root, file, strings.Replace(string(text), "400,00", "500,00", 1))
	inProcess(t, exitDone, "run", "--project", root)
	const query, want = "SELECT count(*), sum(amount) FROM core.spend WHERE _source = 'reskontra'", "[3 800]"
	if got := ask(t, root, query); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
