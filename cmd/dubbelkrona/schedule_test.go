package main

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"syscall"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/ledger"
)

// daemonUnderTest is the real program in its own process, and its log so far.
type daemonUnderTest struct {
	t     *testing.T
	cmd   *exec.Cmd
	lines chan string
	seen  []string
}

// startDaemon starts `dubbelkrona schedule` with its clock at the given time.
func startDaemon(t *testing.T, binary, project, now string, env ...string) *daemonUnderTest {
	t.Helper()
	d := &daemonUnderTest{t: t, cmd: exec.Command(binary, "schedule", "--project", project), lines: make(chan string)}
	d.cmd.Env = append(append(os.Environ(), "DUBBELKRONA_NOW="+now), env...)
	stderr, err := d.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := d.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(d.lines)
		for scan := bufio.NewScanner(stderr); scan.Scan(); {
			d.lines <- scan.Text()
		}
	}()
	t.Cleanup(func() {
		d.cmd.Process.Kill() // returns an error if it has ended, which does not matter
		for range d.lines {
		}
	})
	return d
}

// until waits for a line of the log that contains all texts.
func (d *daemonUnderTest) until(texts ...string) string {
	d.t.Helper()
	timeout := time.After(time.Minute)
	for {
		select {
		case line, open := <-d.lines:
			if !open {
				d.t.Fatalf("the log ended without %q:\n%s", texts, strings.Join(d.seen, "\n"))
			}
			d.seen = append(d.seen, line)
			if holdsAll(line, texts) {
				return line
			}
		case <-timeout:
			d.t.Fatalf("the log waits without %q:\n%s", texts, strings.Join(d.seen, "\n"))
		}
	}
}

func holdsAll(line string, texts []string) bool {
	for _, text := range texts {
		if !strings.Contains(line, text) {
			return false
		}
	}
	return true
}

func (d *daemonUnderTest) signal(s syscall.Signal) {
	d.t.Helper()
	if err := d.cmd.Process.Signal(s); err != nil {
		d.t.Fatal(err)
	}
}

// ends waits for the end of the process and checks its exit code; -1 means killed by
// the given signal.
func (d *daemonUnderTest) ends(code int, by syscall.Signal) {
	d.t.Helper()
	patience := time.AfterFunc(time.Minute, func() { d.cmd.Process.Kill() }) // the signal is then SIGKILL, and the check fails
	defer patience.Stop()
	for line := range d.lines {
		d.seen = append(d.seen, line)
	}
	d.cmd.Wait() // its error is the exit code
	status := d.cmd.ProcessState.Sys().(syscall.WaitStatus)
	if d.cmd.ProcessState.ExitCode() != code || code == -1 && status.Signal() != by {
		d.t.Fatalf("%v, want exit code %d or signal %v\n%s", d.cmd.ProcessState, code, by, strings.Join(d.seen, "\n"))
	}
}

// stop stops a daemon with SIGTERM, as an operator does.
func (d *daemonUnderTest) stop() {
	d.t.Helper()
	d.signal(syscall.SIGTERM)
	d.ends(0, 0)
}

// scheduled returns the program and a new project with light definitions and the given
// schedule.
func scheduled(t *testing.T, schedule string) (binary, project string) {
	t.Helper()
	binary, project = initialised(t)
	lighten(t, project)
	line := "project: " + filepath.Base(project) + "\n"
	rewrite(t, project, line, line+"schedule: {zone: UTC, "+schedule+"}\n")
	return binary, project
}

// cameDue records in a project's ledger that a daemon ran an hour before 02:30 on
// 2 March 2031, so that the next one, however slowly it starts, finds that slot due.
func cameDue(t *testing.T, project string) {
	t.Helper()
	configured, faults := config.Load(project)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	before := time.Date(2031, 3, 2, 1, 30, 0, 0, time.UTC)
	l, err := ledger.Open(configured.Ledger(), ledger.Options{Now: func() time.Time { return before }})
	if err != nil {
		t.Fatal(err)
	}
	for _, job := range configured.Jobs() {
		mark := dubbelkrona.SlotMark{Job: job.Name, Schedule: job.Schedule.String(), Floor: before, Through: before}
		if _, err := l.Slots.Register(t.Context(), mark, nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
}

// rewrite replaces a text of a project's configuration.
func rewrite(t *testing.T, project, from, to string) {
	t.Helper()
	path := filepath.Join(project, "dubbelkrona.yaml")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Count(string(text), from) != 1 {
		t.Fatalf("%q is not there once", from)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(text), from, to, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
}

func statusOf(t *testing.T, binary, project, now string) dubbelkrona.Status {
	t.Helper()
	var status struct {
		dubbelkrona.Status
		Issues any `json:"issues"` // the program only writes a severity
	}
	out := mustRun(t, binary, 0, []string{"DUBBELKRONA_NOW=" + now}, "status", "--json", "--project", project)
	if err := json.Unmarshal(out, &status); err != nil {
		t.Fatal(err)
	}
	return status.Status
}

// slotsOf returns "local state attempts" of a job's slots, oldest first.
func slotsOf(t *testing.T, binary, project, job string) (found []string) {
	t.Helper()
	var slots []dubbelkrona.Slot
	if err := json.Unmarshal(mustRun(t, binary, 0, nil, "runs", "--slots", "--limit", "0", "--json", "--project", project), &slots); err != nil {
		t.Fatal(err)
	}
	for _, s := range slots {
		if s.Job == job {
			found = append([]string{strings.Join([]string{string(s.Kind), s.Local, string(s.State), string(rune('0' + s.Attempts))}, " ")}, found...)
		}
	}
	return found
}

func wantSlots(t *testing.T, binary, project, job string, want ...string) {
	t.Helper()
	if got := slotsOf(t, binary, project, job); !reflect.DeepEqual(got, want) {
		t.Errorf("%s has the slots %q, want %q", job, got, want)
	}
}

// A slot that is due is run, its data is published, and other commands can be used
// while the daemon is idle.
func TestScheduleRunsADueSlot(t *testing.T) {
	t.Parallel()
	binary, project := scheduled(t, `at: "30 2 * * *"`)
	d := startDaemon(t, binary, project, "2031-03-02T02:29:50Z")
	d.until("msg=ended job=publish slot=2031-03-02T02:30 state=done")

	status := statusOf(t, binary, project, "2031-03-02T12:00:00Z")
	if status.DaemonPID != d.cmd.Process.Pid || status.Snapshot == "" || len(status.Jobs) != 7 || len(status.Sources) != 6 {
		t.Errorf("%+v", status)
	}
	for _, j := range status.Jobs {
		if j.Next.Format(time.RFC3339) != "2031-03-03T02:30:00Z" || j.Open.Job != "" || j.Last.State != "done" || j.Last.Local != "2031-03-02T02:30" {
			t.Errorf("%+v", j)
		}
	}
	for _, s := range status.Sources {
		if s.Stale || s.Succeeded.IsZero() || !s.Failed.IsZero() {
			t.Errorf("%+v", s)
		}
	}
	if status.LedgerBytes == 0 || status.PublishedBytes == 0 {
		t.Errorf("%+v", status)
	}
	mustRun(t, binary, 0, nil, "run", "--project", project)
	if out := mustRun(t, binary, exitLocked, nil, "schedule", "--project", project); len(out) > 0 {
		t.Errorf("%s", out)
	}
	d.stop()
	if status := statusOf(t, binary, project, "2031-03-02T12:00:00Z"); status.DaemonPID != 0 {
		t.Errorf("daemon %d", status.DaemonPID)
	}
}

// If a daemon is killed during a slot, the next daemon repeats it and runs the last of
// the slots that were missed.
func TestScheduleCatchesUpAfterAKill(t *testing.T) {
	t.Parallel()
	binary, project := scheduled(t, `at: "30 2 * * *", parallel: 1`)
	undisturbed := copyOf(t, project)
	mustRun(t, binary, 0, nil, "run", "--project", undisturbed)

	cameDue(t, project)
	d := startDaemon(t, binary, project, "2031-03-02T02:30:00Z", "DUBBELKRONA_KILL_AT="+ledger.PointBeforeCommit)
	d.until("msg=started job=ingest:avtal")
	d.ends(-1, syscall.SIGKILL)
	wantSlots(t, binary, project, "ingest:avtal", "scheduled 2031-03-02T02:30 running 1")

	d = startDaemon(t, binary, project, "2031-03-02T03:00:00Z", "DUBBELKRONA_KILL_AT="+ledger.PointAfterCommit)
	d.until("msg=started job=ingest:avtal", "attempt=2")
	d.ends(-1, syscall.SIGKILL)

	d = startDaemon(t, binary, project, "2031-03-05T12:00:00Z")
	d.until("msg=ended job=publish slot=2031-03-05T02:30 state=done")
	d.stop()
	for _, job := range []string{"ingest:avtal", "ingest:reskontra", "publish"} {
		slots := slotsOf(t, binary, project, job)
		if len(slots) != 4 || slots[3] != "scheduled 2031-03-05T02:30 done 1" || !strings.HasSuffix(slots[1], "missed 0") {
			t.Errorf("%s: %q", job, slots)
		}
	}
	if got, want := tables(t, binary, project), tables(t, binary, undisturbed); !reflect.DeepEqual(got, want) {
		t.Errorf("content differs from an undisturbed run's:\n%v\n%v", got, want)
	}
}
