package scheduler

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"dubbelkrona"
)

// night tests a scheduler with the simulated clock of a synctest bubble, which
// begins at midnight of 1 January 2000, UTC.
type night struct {
	t     *testing.T
	store *memory
	o     Options
	ahead time.Duration // difference between the machine's clock and simulated time

	mu  sync.Mutex
	log []string
}

func inBubble(t *testing.T, f func(*night)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		n := &night{t: t, store: newMemory()}
		n.o = Options{Grace: time.Minute, Observe: n.observe, Now: func() time.Time {
			n.mu.Lock()
			defer n.mu.Unlock()
			return time.Now().Add(n.ahead)
		}}
		f(n)
	})
}

func (n *night) set(ahead time.Duration) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.ahead = ahead
}

// observe records an event as "2 02:30 a ended done 0": day of January, time, job,
// event, state and attempts. What is reported as ended must be stored as ended.
func (n *night) observe(e Event) {
	if stored := n.store.ended[keyOf(e.Slot)].State; e.Kind == EventEnded && stored != e.Slot.State {
		n.t.Errorf("%s is reported as %s and stored as %q", e.Slot.Job, e.Slot.State, stored)
	}
	line := fmt.Sprintf("%s %s %s", n.o.Now().UTC().Format("2 15:04"), e.Slot.Job, e.Kind)
	if e.Kind == EventEnded || e.Kind == EventRetry {
		line += fmt.Sprintf(" %s %d", e.Slot.State, e.Slot.Attempts)
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.log = append(n.log, strings.ReplaceAll(line, "  ", " "))
}

// live runs a scheduler for the given time and waits until it has stopped.
func (n *night) live(d time.Duration, jobs ...Job) {
	n.t.Helper()
	ctx, cancel := context.WithTimeout(n.t.Context(), d)
	defer cancel()
	if err := New(n.store, jobs, n.o).Run(ctx); err != nil {
		n.t.Fatal(err)
	}
}

// saw checks the recorded events and clears them.
func (n *night) saw(want ...string) {
	n.t.Helper()
	n.mu.Lock()
	defer n.mu.Unlock()
	if got := strings.Join(n.log, "\n"); got != strings.Join(want, "\n") {
		n.t.Errorf("events:\n%s\nwant:\n%s", got, strings.Join(want, "\n"))
	}
	n.log = nil
}

// job returns a job that runs at 02:30 every night, takes the given time, and
// returns errs in its first attempts. Tests change its other fields.
func (n *night) job(name string, takes time.Duration, errs ...error) Job {
	return Job{Name: name, Group: "sources",
		Policy: Policy{Schedule: parse(n.t, "30 2 * * *", "UTC"), Deadline: 3 * time.Hour, Timeout: time.Hour, Retries: 2,
			RetryAfter: 10 * time.Minute, Overlap: OverlapForbid, CatchUp: CatchUpLast},
		Run: func(ctx context.Context, s dubbelkrona.Slot) (Outcome, error) {
			select {
			case <-time.After(takes):
			case <-ctx.Done():
				return Outcome{}, context.Cause(ctx)
			}
			if s.Attempts <= len(errs) {
				return Outcome{}, errs[s.Attempts-1]
			}
			return Outcome{RunID: "run of " + s.Local}, nil
		}}
}

func (j Job) at(t *testing.T, expression string) Job {
	j.Schedule = parse(t, expression, "UTC")
	return j
}

const day = 24 * time.Hour

func TestSourcesRunInParallelBeforePublish(t *testing.T) {
	inBubble(t, func(n *night) {
		n.o.Places = map[string]int{"sources": 2}
		publish := n.job("publish", time.Minute)
		publish.Group, publish.After = "build", []string{"a", "b", "c"}
		n.live(day, publish, n.job("a", 10*time.Minute), n.job("b", 20*time.Minute), n.job("c", 5*time.Minute))
		n.saw(
			"1 02:30 a started", "1 02:30 b started", "1 02:40 a ended done 1", "1 02:40 c started", "1 02:45 c ended done 1",
			"1 02:50 b ended done 1", "1 02:50 publish started", "1 02:51 publish ended done 1")
	})
}

// A source that hangs and ignores the cancellation of its context blocks neither
// the other sources nor publishing.
func TestHangingSourceBlocksNothing(t *testing.T) {
	inBubble(t, func(n *night) {
		hangs := n.job("hangs", 0)
		release := make(chan struct{})
		hangs.Run = func(context.Context, dubbelkrona.Slot) (Outcome, error) { <-release; return Outcome{}, nil }
		publish := n.job("publish", time.Minute)
		publish.Group, publish.After, publish.Deadline = "build", []string{"hangs", "a"}, 5*time.Hour
		n.live(day, publish, hangs, n.job("a", time.Minute))
		n.saw(
			"1 02:30 hangs started", "1 03:31 hangs ended failed 1", "1 03:31 a started", "1 03:32 a ended done 1",
			"1 03:32 publish started", "1 03:33 publish ended done 1")
		close(release)
	})
}

func TestOnlyTransientErrorsAreRetried(t *testing.T) {
	transient := dubbelkrona.Errorf(dubbelkrona.Transient, "busy")
	invalid := dubbelkrona.Errorf(dubbelkrona.Invalid, "no such column")
	inBubble(t, func(n *night) {
		n.live(day, n.job("ok", 0, transient, transient), n.job("never", 0, transient, transient, transient), n.job("wrong", 0, invalid))
		var kinds []string
		for _, line := range n.log {
			kinds = append(kinds, strings.SplitN(line, " ", 3)[2])
		}
		count := func(line string) int { return strings.Count(strings.Join(kinds, "\n")+"\n", line+"\n") }
		if count("ok retry due 1") != 1 || count("ok retry due 2") != 1 || count("ok ended done 3") != 1 ||
			count("never retry due 2") != 1 || count("never ended failed 3") != 1 || count("wrong ended failed 1") != 1 || len(kinds) != 7+4+3 {
			t.Errorf("events:\n%s", strings.Join(n.log, "\n"))
		}
	})
}

func TestPausesDouble(t *testing.T) {
	job := tracked{Job: Job{Policy: Policy{RetryAfter: time.Minute}}}
	for i, want := range []time.Duration{time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute, 15 * time.Minute, 15 * time.Minute} {
		if got := job.pause(i + 1); got < want*8/10 || got > want*12/10 {
			t.Errorf("pause %d: %s, want %s within a fifth", i+1, got, want)
		}
	}
}

func TestDeadlineEndsAttempts(t *testing.T) {
	inBubble(t, func(n *night) {
		slow, late := n.job("slow", 2*time.Hour), n.job("late", 0)
		slow.Timeout, slow.Deadline = 0, 90*time.Minute
		late.Deadline = 30 * time.Minute
		n.live(day, slow, late) // one place
		n.saw("1 02:30 slow started", "1 03:00 late ended missed 0", "1 04:00 slow ended failed 1")
	})
}

func TestTimeoutIsTransient(t *testing.T) {
	inBubble(t, func(n *night) {
		job := n.job("a", 2*time.Hour)
		job.Retries, job.RetryAfter = 1, time.Nanosecond
		n.live(day, job)
		n.saw("1 02:30 a started", "1 03:30 a retry due 1", "1 03:30 a started", "1 04:30 a ended failed 2")
	})
}

func TestOverlap(t *testing.T) {
	inBubble(t, func(n *night) {
		job := n.job("a", 90*time.Minute).at(t, "0 1,2,3,4 * * *")
		job.Timeout = 0
		n.live(23*time.Hour, job)
		n.saw("1 01:00 a started", "1 02:00 a ended skipped 0", "1 02:30 a ended done 1",
			"1 03:00 a started", "1 04:00 a ended skipped 0", "1 04:30 a ended done 1")
		job.Overlap = OverlapQueue
		n.live(day, job)
		n.saw("2 01:00 a started", "2 02:30 a ended done 1", "2 02:30 a started", "2 04:00 a ended done 1",
			"2 04:00 a started", "2 05:30 a ended done 1", "2 05:30 a started", "2 07:00 a ended done 1")
	})
}

func TestCatchUp(t *testing.T) {
	for policy, want := range map[CatchUp]string{
		CatchUpNone: "missed missed missed", CatchUpLast: "missed missed done", CatchUpAll: "done done done",
	} {
		inBubble(t, func(n *night) {
			job := n.job("a", 2*time.Hour)
			job.CatchUp, job.Timeout = policy, 0
			n.live(time.Hour, job)
			wait(3 * day) // three nights
			n.live(12*time.Hour, job)
			got := fmt.Sprintf("%s %s %s", n.store.state("a", "2000-01-01T02:30"), n.store.state("a", "2000-01-02T02:30"), n.store.state("a", "2000-01-03T02:30"))
			if got != want {
				t.Errorf("%s: %s, want %s", policy, got, want)
			}
		})
	}
}

// A scheduler that starts an hour late, within the deadline, runs the slot.
func TestLateWithinTheDeadline(t *testing.T) {
	inBubble(t, func(n *night) {
		job := n.job("a", 0)
		job.CatchUp = CatchUpNone
		n.live(time.Hour, job)
		wait(2*time.Hour + 30*time.Minute)
		n.live(time.Hour, job)
		n.saw("1 03:30 a started", "1 03:30 a ended done 1")
	})
}

func TestFirstStartMissesNothing(t *testing.T) {
	inBubble(t, func(n *night) {
		wait(10 * day)
		n.live(day, n.job("a", 0))
		n.saw("11 02:30 a started", "11 02:30 a ended done 1")
	})
}
