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

// A run is started on a full disk, then with a little free space, and so on until there
// is enough. Until then it fails and says that the disk is full, and the published file
// opens and is complete. With enough space the run ends with the content of a run on a
// large disk.
//
// DUBBELKRONA_DISK_GROWTH is the growth of the free space each time, in per cent.
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

	// One disk with more and more free space; each run begins with what the failed run
	// before it has left.
	disk := newDisk(t, base)
	var failed []int
	growth := howMany(t, "DUBBELKRONA_DISK_GROWTH", 3000)
	for free := 0; ; free = free*growth/100 + 4096 {
		if free > 256<<20 {
			t.Fatal("it still fails with 256 MB of free space")
		}
		disk.resize(free)
		if disk.run(binary) {
			break
		}
		failed = append(failed, free)
	}
	disk.ends(binary, want, wantFiles)
	if len(failed) < 3 {
		t.Fatalf("it failed only with %d bytes of free space: the test proves little", failed)
	}
	t.Logf("failed with %d amounts of free space, %d to %d bytes", len(failed), failed[0], failed[len(failed)-1])

	// A new disk for each amount of free space.
	for i, free := range failed {
		if i%3 == 0 {
			disk := newDisk(t, base)
			disk.resize(free)
			if disk.run(binary) {
				t.Errorf("a run succeeded with %d bytes of free space", free)
			}
			disk.resize(256 << 20)
			if !disk.run(binary) {
				t.Error("a run failed with enough free space")
			}
			disk.ends(binary, want, wantFiles)
		}
	}
}

// disk is a small file system with a project and the temporary folder.
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

// resize changes the free space to the given number of bytes.
func (d *disk) resize(free int) {
	d.t.Helper()
	var now syscall.Statfs_t
	if err := syscall.Statfs(d.path, &now); err != nil {
		d.t.Fatal(err)
	}
	used := (now.Blocks - now.Bfree) * uint64(now.Bsize)
	if err := syscall.Mount("", d.path, "", syscall.MS_REMOUNT, fmt.Sprintf("size=%d", used+uint64(free))); err != nil {
		d.t.Fatal(err)
	}
}

// run reports whether a run succeeded. A failed run must say that the disk is full and
// leave the published file complete.
func (d *disk) run(binary string) (done bool) {
	d.t.Helper()
	code, printed := exitOf(d.t, binary, []string{"TMPDIR=" + filepath.Join(d.path, "tmp")}, "run", "--project", d.root)
	full := slices.ContainsFunc([]string{syscall.ENOSPC.Error(), "No space left on device", "disk is full"}, func(text string) bool { return strings.Contains(printed, text) })
	if code != exitDone && (code != exitFailed || !full) {
		d.t.Errorf("exit code %d, and nothing of a full disk in\n%s", code, printed)
	}
	if err := openPublished(d.root, func(db *warehouse.DB) error { return db.VerifyHashes(d.t.Context()) }); err != nil {
		d.t.Errorf("the published file is not complete: %v", err)
	}
	return code == exitDone
}

// ends checks that the project has the content and files of a run on a large disk.
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
