package main

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"dubbelkrona/export"
	"dubbelkrona/internal/lake"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/upkeep"
	"dubbelkrona/internal/warehouse"
)

var errDisk = errors.New("input/output error")

// failure says how the disk fails at a step of a protocol: a write, a sync or a
// rename.
type failure struct {
	time int  // the visit of the step at which it fails
	once bool // it fails only once, so that cleaning up succeeds; otherwise also after that
}

// failures returns the ways in which the disk fails: the first
// DUBBELKRONA_DISK_FAILURES of them, by default one.
func failures(t *testing.T) []failure {
	ways := []failure{{time: 1}, {time: 1, once: true}, {time: 2, once: true}}
	return ways[:min(howMany(t, "DUBBELKRONA_DISK_FAILURES", 1), len(ways))]
}

// at returns the fault at a point; reached reports whether the point was reached.
func (f failure) at(point string, reached *bool) func(string) error {
	var times int
	return func(at string) error {
		if at == point {
			times++
		}
		if times < f.time || f.once && (at != point || times > f.time) {
			return nil
		}
		*reached = true
		return errDisk
	}
}

// The disk fails at each step of the commit protocol. The run fails and says so, the
// published file opens, and the next run ends with the content and the files of a run
// without a failure.
func TestDiskFailsAtEveryPoint(t *testing.T) {
	t.Parallel()
	base := lightProject(t, "disk", peopleSources+"publish: {threads: 1}\n")
	stormFiles(t, base, 0)
	inProcess(t, exitDone, "run", "--project", base)
	stormFiles(t, base, 1)
	undisturbed := copyOf(t, base)
	inProcess(t, exitDone, "run", "--project", undisturbed)
	want, wantFiles := hashes(t, undisturbed), files(t, undisturbed)

	for _, points := range apart(slices.Concat(lake.Points(), ledger.Points(), warehouse.Points(), export.Points())) {
		t.Run(points[0], func(t *testing.T) {
			t.Parallel()
			root := copyOf(t, base)
			failAtAll(t, points, root, "run")
			inProcess(t, exitDone, "run", "--project", root)
			sameAs(t, root, want, wantFiles)
		})
	}
}

// apart returns each point alone, for its own project, if DUBBELKRONA_APART is set;
// otherwise all points together, for runs of one project one after another.
func apart(points []string) [][]string {
	if os.Getenv("DUBBELKRONA_APART") == "" {
		return [][]string{points}
	}
	return slices.Collect(slices.Chunk(points, 1))
}

// failAtAll makes a command fail at each of the points, in each of the ways.
func failAtAll(t *testing.T, points []string, root string, args ...string) {
	t.Helper()
	for _, point := range points {
		met := false
		for _, f := range failures(t) {
			met = failsAt(t, f, point, root, args...) || met
		}
		if !met {
			t.Errorf("%v does not come to %s", args, point)
		}
	}
}

// sameAs checks that a project has the content and files of one without failures.
func sameAs(t *testing.T, root string, want []string, wantFiles map[string]int) {
	t.Helper()
	if got := hashes(t, root); !slices.Equal(got, want) {
		t.Errorf("content differs from an undisturbed one's:\n%v\n%v", got, want)
	}
	if got := files(t, root); !reflect.DeepEqual(got, wantFiles) {
		t.Errorf("files differ from an undisturbed one's: %v, want %v", got, wantFiles)
	}
	nothingLeftBehind(t, root)
}

// failsAt runs a command whose disk fails at a point, and checks that it fails with a
// message. The point is not reached if nothing is left to do.
func failsAt(t *testing.T, f failure, point, root string, args ...string) (reached bool) {
	t.Helper()
	code, printed := given(t, "", f.at(point, &reached), append(args, "--project", root)...)
	switch {
	case reached && (code != exitFailed || !strings.Contains(printed, errDisk.Error())):
		t.Errorf("%v, broken at %s: exit code %d\n%s", args, point, code, printed)
	case !reached && code != exitDone:
		t.Errorf("%v, not broken: exit code %d\n%s", args, code, printed)
	}
	if err := openPublished(root, func(db *warehouse.DB) error { return db.VerifyHashes(t.Context()) }); err != nil {
		t.Errorf("broken at %s: the published file is not complete: %v", point, err)
	}
	return reached
}

// The disk fails while small files are packed and while the key is rotated.
func TestDiskFailsDuringUpkeep(t *testing.T) {
	t.Parallel()
	base := lightProject(t, "house", peopleSources+"publish: {threads: 1}\n")
	for n := range 5 {
		stormFiles(t, base, n)
	}
	inProcess(t, exitDone, "run", "--project", base)
	key := filepath.Join(t.TempDir(), "next key")
	undisturbed := copyOf(t, base)
	doUpkeep(t, undisturbed, key)
	want, wantFiles := hashes(t, undisturbed), files(t, undisturbed)

	packing := slices.Concat(lake.Points(), []string{upkeep.PointRemoveFiles, upkeep.PointRemoveSnapshots})
	rotating := slices.Concat(lake.Points(), ledger.RewritePoints(), upkeep.Points(), warehouse.Points(), export.Points())
	rotating = slices.DeleteFunc(rotating, func(point string) bool { return point == warehouse.PointRemove }) // it builds from nothing
	for _, work := range []struct {
		points []string
		args   []string
	}{{packing, []string{"gc"}}, {rotating, []string{"key", "rotate", "--new", key}}} {
		for _, points := range apart(work.points) {
			t.Run(work.args[0]+" "+points[0], func(t *testing.T) {
				t.Parallel()
				root := copyOf(t, base)
				failAtAll(t, points, root, work.args...)
				doUpkeep(t, root, key)
				sameAs(t, root, want, wantFiles)
			})
		}
	}
}

// doUpkeep packs files and rotates the key.
func doUpkeep(t *testing.T, root, key string) {
	t.Helper()
	inProcess(t, exitDone, "gc", "--project", root)
	inProcess(t, exitDone, "key", "rotate", "--new", key, "--project", root)
	inProcess(t, exitDone, "gc", "--project", root)
}
