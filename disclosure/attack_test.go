package disclosure_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"dubbelkrona/disclosure"
	"dubbelkrona/disclosure/disclosuretest"
)

// The attacker is another program, with a solver that is not ours: HiGHS finds the
// smallest and largest value of every protected number. .ci/attack installs it.
func TestAttackByAnotherProgram(t *testing.T) {
	python := os.Getenv("DUBBELKRONA_PYTHON")
	if python == "" {
		if os.Getenv("DUBBELKRONA_ATTACK") == "required" {
			t.Fatal("DUBBELKRONA_PYTHON does not name a Python that has highspy and numpy; .ci/attack installs one")
		}
		t.Skip("DUBBELKRONA_PYTHON does not name a Python that has highspy and numpy; .ci/attack installs one")
	}
	count := 50
	if n, err := strconv.Atoi(os.Getenv("DUBBELKRONA_ATTACKS")); err == nil {
		count = n
	}
	path := filepath.Join(t.TempDir(), "problems.json")
	writeProblems(t, path, count)
	output, err := exec.Command(python, "testdata/attack.py", "--verbose", path).CombinedOutput()
	t.Logf("%s", output)
	if err != nil {
		t.Error(err)
	}
}

// writeProblems writes random problems with their marks: every third is of a second
// release.
func writeProblems(t *testing.T, path string, count int) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range uint64(count) {
		p := randomProblem(t, i)
		if err := disclosuretest.Dump(f, strconv.FormatUint(i, 10), p, protect(t, p)); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func randomProblem(t *testing.T, seed uint64) disclosure.Problem {
	t.Helper()
	if seed%3 != 2 {
		return disclosuretest.Random(seed)
	}
	p, err := disclosuretest.Second(seed)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
