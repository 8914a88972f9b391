package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// An idle daemon, before its first slot and after one, uses less than 60 MB of resident
// memory and no processor time. DUBBELKRONA_BINARY is the program of the first part. By
// default, and in the second part, where the clock must be set, it is the test binary,
// which is larger because it contains the tests.
func TestIdleDaemonCostsNothing(t *testing.T) {
	binary, project := scheduled(t, `at: "30 2 * * *"`)
	program := cmp.Or(os.Getenv("DUBBELKRONA_BINARY"), binary)
	d := startDaemon(t, program, project, "2031-03-02T12:00:00Z")
	d.until("msg=scheduling")
	costsNothing(t, d, "before its first night", binary, project)
	d.stop()

	binary, project = scheduled(t, `at: "30 2 * * *"`) // the clocks differ
	rewrite(t, project, ", threads: 1}", "}")
	if err := os.RemoveAll(filepath.Join(project, "queries")); err != nil { // a full run, with the built-in definitions
		t.Fatal(err)
	}
	cameDue(t, project)
	d = startDaemon(t, binary, project, "2031-03-02T02:30:00Z")
	d.until("msg=ended job=publish slot=2031-03-02T02:30 state=done")
	costsNothing(t, d, "after a night", binary, project)
	d.stop()
}

// costsNothing checks that an idle daemon uses little memory and no processor time.
func costsNothing(t *testing.T, d *daemonUnderTest, when, binary, project string) {
	t.Helper()
	look := func() (ticks int) {
		// Time passes while the command status reads the project.
		mustRun(t, binary, 0, nil, "status", "--project", project)
		return ticksOf(t, d.cmd.Process.Pid)
	}
	// The daemon finishes the work of its start.
	for before, now := -1, look(); before != now; before, now = now, look() {
		continue
	}
	for range 200 { // it returns memory to the system some time after its last work
		if memoryMB(t, d.cmd.Process.Pid, "VmRSS") < 60 {
			break
		}
		look()
	}
	before := look()
	for range 10 {
		look()
	}
	if used := look() - before; used > 3 {
		t.Errorf("waiting %s, the daemon used %d ticks of the processor", when, used)
	}
	own, all := memoryMB(t, d.cmd.Process.Pid, "RssAnon"), memoryMB(t, d.cmd.Process.Pid, "VmRSS")
	if all >= 60 {
		t.Errorf("waiting %s, the daemon holds %d MB, %d of them its own", when, all, own)
	}
	t.Logf("waiting %s, the daemon holds %d MB, %d of them its own", when, all, own)
}

// ticksOf returns the processor time of a process in hundredths of a second.
func ticksOf(t *testing.T, pid int) int {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(after) // from the third, the state, on
	user, userErr := strconv.Atoi(fields[11])
	system, systemErr := strconv.Atoi(fields[12])
	if userErr != nil || systemErr != nil {
		t.Fatal(userErr, systemErr)
	}
	return user + system
}

// memoryMB returns one of the sizes in /proc/PID/status, in MB.
func memoryMB(t *testing.T, pid int, what string) int {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(what + `:\s+(\d+) kB`).FindSubmatch(text)
	if found == nil {
		t.Fatalf("no %s", what)
	}
	kilobytes, err := strconv.Atoi(string(found[1]))
	if err != nil {
		t.Fatal(err)
	}
	return kilobytes / 1000
}
