package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"dubbelkrona"
	"dubbelkrona/export"
	"dubbelkrona/internal/lake"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/warehouse"
)

// The process is killed at every point of the commit protocol, in a run that replaces
// one file, refuses one and takes a new one. After each kill the published file opens.
// The next run ends with the content of a run without a kill, and no other file is left.
// With DUBBELKRONA_APART this is checked after each kill, otherwise after all of them.
func TestKillAtEveryPoint(t *testing.T) {
	t.Parallel()
	binary, base := initialised(t)
	lighten(t, base)
	mustRun(t, binary, 0, nil, "run", "--project", base)
	deliver(t, base)

	undisturbed := copyOf(t, base)
	mustRun(t, binary, 3, nil, "run", "--project", undisturbed)
	want := tables(t, binary, undisturbed)
	if reflect.DeepEqual(want, tables(t, binary, base)) {
		t.Fatal("the delivery changes nothing: the test would prove nothing")
	}
	wantFiles := files(t, undisturbed)
	// The snapshot that was built in steps equals one built from nothing.
	mustRun(t, binary, 0, nil, "rebuild", "--project", copyOf(t, undisturbed))

	for _, points := range apart(slices.Concat(lake.Points(), ledger.Points(), warehouse.Points(), export.Points())) {
		t.Run(points[0], func(t *testing.T) {
			t.Parallel()
			project := copyOf(t, base)
			for _, point := range points {
				mustRun(t, binary, -1, []string{"DUBBELKRONA_KILL_AT=" + point}, "run", "--project", project)
				if err := openPublished(project, func(db *warehouse.DB) error { return db.VerifyHashes(t.Context()) }); err != nil {
					t.Errorf("after the kill at %s the published file is not complete: %v", point, err)
				}
			}
			mustRun(t, binary, 3, nil, "run", "--project", project)
			if got := tables(t, binary, project); !reflect.DeepEqual(got, want) {
				t.Errorf("content differs from an undisturbed run's:\n%v\n%v", got, want)
			}
			if got := files(t, project); !reflect.DeepEqual(got, wantFiles) {
				t.Errorf("files differ from an undisturbed run's: %v, want %v", got, wantFiles)
			}
		})
	}
}

// deliver writes the files of the next run.
func deliver(t *testing.T, project string) {
	t.Helper()
	head := "verifikationsnummer;leverantor;konto_nr;konto_text;bokforingsdatum;nettobelopp;avtal\n"
	for name, text := range map[string]string{
		"leverantorsreskontra_2026-06.csv": head + "1001;Exempelföretaget;4640;Entreprenader;2026-06-03;410000,00;EX-1\n1009;Exempelföretaget;4640;Entreprenader;2026-06-04;x;EX-1\n",
		"leverantorsreskontra_2026-07.csv": head + "2001;Exempelföretaget;4640;Entreprenader;2026-07-03;99000,00;EX-1\n2001;Exempelföretaget;4640;Entreprenader;2026-07-03;99000,00;EX-1\n",
		"leverantorsreskontra_2026-08.csv": "<html><body>fel</body></html>",
	} {
		if err := os.WriteFile(filepath.Join(project, "data", name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// programBinary returns the test binary under the program's name, as which TestMain runs
// it.
func programBinary(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "dubbelkrona")
	if err := os.Symlink(self, link); err != nil {
		t.Fatal(err)
	}
	return link
}

// initialised returns the program and a new project with a unique name.
func initialised(t *testing.T) (binary, project string) {
	t.Helper()
	binary, project = programBinary(t), filepath.Join(t.TempDir(), fmt.Sprint("p", projects.Add(1)))
	mustRun(t, binary, 0, nil, "init", project)
	rewrite(t, project, "publish: {keep: 7}", "publish: {keep: 7, threads: 1}") // tests run in parallel
	return binary, project
}

var projects atomic.Int32

// mustRun runs the program and checks its exit code; -1 means killed by SIGKILL.
func mustRun(t *testing.T, binary string, code int, env []string, args ...string) []byte {
	t.Helper()
	cmd := exec.Command(binary, args...)
	cmd.Env = append(os.Environ(), env...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if got := cmd.ProcessState.ExitCode(); got != code {
		t.Fatalf("%v: exit code %d, want %d\n%s%s", args, got, code, out.Bytes(), errs.Bytes())
	}
	if code == -1 && cmd.ProcessState.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
		t.Fatalf("%v: %v", args, cmd.ProcessState)
	}
	return out.Bytes()
}

// tables returns the content hashes of the published snapshot.
func tables(t *testing.T, binary, project string) []dubbelkrona.TableHash {
	t.Helper()
	var status struct{ Tables []dubbelkrona.TableHash }
	if err := json.Unmarshal(mustRun(t, binary, 0, nil, "status", "--json", "--project", project), &status); err != nil {
		t.Fatal(err)
	}
	if len(status.Tables) < 10 {
		t.Fatalf("%d tables", len(status.Tables))
	}
	return status.Tables
}

// files counts the files in the folders of a project, in the lake by table and source,
// since the names of its files are random.
func files(t *testing.T, project string) map[string]int {
	t.Helper()
	counts := make(map[string]int)
	err := filepath.WalkDir(project, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(project, filepath.Dir(path))
		// SQLite's log is removed when the last process closes the ledger.
		if !strings.Contains(d.Name(), "ledger.db-") && rel != filepath.Join("var", "snapshots") && rel != filepath.Join("var", "released") {
			rel, _, _ = strings.Cut(rel, "/segment=")
			counts[rel]++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return counts
}

func copyOf(t *testing.T, project string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "p")
	if err := os.CopyFS(to, os.DirFS(project)); err != nil {
		t.Fatal(err)
	}
	// The copy keeps times, by which changed files are detected.
	err := filepath.WalkDir(project, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(project, path)
		if err != nil {
			return err
		}
		return os.Chtimes(filepath.Join(to, rel), info.ModTime(), info.ModTime())
	})
	if err != nil {
		t.Fatal(err)
	}
	return to
}
