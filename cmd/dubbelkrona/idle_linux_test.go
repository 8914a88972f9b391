package main

import (
	"cmp"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// A daemon that waits for the night holds less than 60 MB and uses no
// processor. DUBBELKRONA_BINARY names the program; without it, it is the test
// binary, which is larger by the tests.
func TestIdleDaemonCostsNothing(t *testing.T) {
	binary, project := scheduled(t, `at: "30 2 * * *"`)
	mustRun(t, binary, 0, nil, "run", "--quiet", "--project", project)
	d := startDaemon(t, cmp.Or(os.Getenv("DUBBELKRONA_BINARY"), binary), project, "2031-03-02T12:00:00Z")
	d.until("msg=scheduling")
	look := func() (ticks int) {
		// Somebody looks at the project meanwhile: as long as that takes the daemon waits.
		mustRun(t, binary, 0, nil, "status", "--project", project)
		return ticksOf(t, d.cmd.Process.Pid)
	}
	// What the start still has to do ends.
	for before, now := -1, look(); before != now; before, now = now, look() {
		continue
	}
	before := look()
	for range 10 {
		look()
	}
	if used := look() - before; used > 1 {
		t.Errorf("waiting, the daemon used %d ticks of the processor", used)
	}
	rss := residentMB(t, d.cmd.Process.Pid)
	if rss >= 60 {
		t.Errorf("waiting, the daemon holds %d MB", rss)
	}
	t.Logf("waiting, the daemon holds %d MB", rss)
	d.stop()
}

// ticksOf is the processor time of a process, in hundredths of a second.
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

func residentMB(t *testing.T, pid int) int {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`VmRSS:\s+(\d+) kB`).FindSubmatch(text)
	if found == nil {
		t.Fatal("no VmRSS")
	}
	kilobytes, err := strconv.Atoi(string(found[1]))
	if err != nil {
		t.Fatal(err)
	}
	return kilobytes / 1000
}
