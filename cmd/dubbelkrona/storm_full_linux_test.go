package main

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"syscall"
	"testing"

	"dubbelkrona"
	"dubbelkrona/internal/warehouse"
)

// A run on a disk without free space, with a little, and so on until there is
// enough. Each time it fails and says that the disk is full, and the published file
// opens and is complete. When the disk is large enough the run ends with the content
// of an undisturbed one.
//
// DUBBELKRONA_DISK_GROWTH is by how many per cent the free space grows each time.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	binary := programBinary(t)
	base := lightProject(t, "full", peopleSources+"publish: {threads: 1, keep: 1}\n")
	stormFiles(t, base, 0)
	mustRun(t, binary, 0, nil, "run", "--project", base)
	stormFiles(t, base, 1)
	undisturbed := copyOf(t, base)
	mustRun(t, binary, 0, nil, "run", "--project", undisturbed)
	want, wantFiles := tables(t, binary, undisturbed), files(t, undisturbed)

	// The same disk has little free space, then more; each run finds what the
	// failure before left.
	disk := newDisk(t, base)
	var failed []int
	growth := howMany(t, "DUBBELKRONA_DISK_GROWTH", 3000)
	for room := 0; ; room = room*growth/100 + 4096 {
		if room > 256<<20 {
			t.Fatal("no room is enough")
		}
		disk.resize(room)
		if disk.run(binary) {
			break
		}
		failed = append(failed, room)
	}
	disk.ends(binary, want, wantFiles)
	if len(failed) < 3 {
		t.Fatalf("only with %d bytes of room it failed: the test proves little", failed)
	}
	t.Logf("failed with %d sizes of free room, %d to %d bytes", len(failed), failed[0], failed[len(failed)-1])

	// Each amount of free space alone, from a clean start.
	for i, room := range failed {
		if i%3 == 0 {
			disk := newDisk(t, base)
			disk.resize(room)
			if disk.run(binary) {
				t.Errorf("a run was done with %d bytes of room", room)
			}
			disk.resize(256 << 20)
			if !disk.run(binary) {
				t.Error("a run failed with room enough")
			}
			disk.ends(binary, want, wantFiles)
		}
	}
}

// disk is a small file system of its own with a project and the temporary
// folder on it.
type disk struct {
	t    *testing.T
	path string
	root string
}

// newDisk mounts a disk and copies a project onto it.
func newDisk(t *testing.T, project string) *disk {
	t.Helper()
	d := &disk{t: t, path: t.TempDir()}
	if err := syscall.Mount("dubbelkrona-test", d.path, "tmpfs", 0, "size=512m"); err != nil {
		t.Skip("a test of a full disk needs to mount one: ", err)
	}
	t.Cleanup(func() {
		// Detached, since a process that another test is just starting may still
		// have a file of this one open.
		if err := syscall.Unmount(d.path, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	d.root = filepath.Join(d.path, "p")
	if err := os.CopyFS(d.root, os.DirFS(project)); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(d.path, "tmp"), 0o700); err != nil {
		t.Fatal(err)
	}
	return d
}

// resize leaves some bytes of free space.
func (d *disk) resize(room int) {
	d.t.Helper()
	var now syscall.Statfs_t
	if err := syscall.Statfs(d.path, &now); err != nil {
		d.t.Fatal(err)
	}
	used := (now.Blocks - now.Bfree) * uint64(now.Bsize)
	if err := syscall.Mount("", d.path, "", syscall.MS_REMOUNT, fmt.Sprintf("size=%d", used+uint64(room))); err != nil {
		d.t.Fatal(err)
	}
}

// run reports whether a run succeeded. One that did not must say that the disk is
// full, and leave the published file complete.
func (d *disk) run(binary string) (done bool) {
	d.t.Helper()
	code, printed := exitOf(d.t, binary, []string{"TMPDIR=" + filepath.Join(d.path, "tmp")}, "run", "--project", d.root)
	full := slices.ContainsFunc([]string{syscall.ENOSPC.Error(), "No space left on device", "disk is full"}, func(text string) bool { return strings.Contains(printed, text) })
	if code != exitDone && (code != exitFailed || !full) {
		d.t.Errorf("exit code %d, and nothing of a full disk in\n%s", code, printed)
	}
	if err := openPublished(d.root, func(db *warehouse.DB) error { return db.VerifyHashes(d.t.Context()) }); err != nil {
		d.t.Errorf("the published file is not whole: %v", err)
	}
	return code == exitDone
}

// ends asserts the content and files of an undisturbed run.
func (d *disk) ends(binary string, want []dubbelkrona.TableHash, wantFiles map[string]int) {
	d.t.Helper()
	if got := tables(d.t, binary, d.root); !reflect.DeepEqual(got, want) {
		d.t.Errorf("content differs from an undisturbed run's:\n%v\n%v", got, want)
	}
	if got := files(d.t, d.root); !reflect.DeepEqual(got, wantFiles) {
		d.t.Errorf("files differ from an undisturbed run's: %v, want %v", got, wantFiles)
	}
	nothingLeftBehind(d.t, d.root)
	left, err := os.ReadDir(filepath.Join(d.path, "tmp"))
	if err != nil || len(left) > 0 {
		d.t.Errorf("in the temporary folder: %v, %v", left, err)
	}
}
