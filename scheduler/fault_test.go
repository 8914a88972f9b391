package scheduler

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"dubbelkrona"
)

func TestStopCancelsSourcesAndLetsPatientJobsEnd(t *testing.T) {
	inBubble(t, func(n *night) {
		source, build := n.job("source", 30*time.Minute), n.job("build", 30*time.Minute)
		build.Group, build.Patient = "build", true
		n.o.Grace = 20 * time.Minute
		// Stopped at 02:45: the build needs 15 more minutes and has 20.
		n.live(2*time.Hour+45*time.Minute, source, build)
		n.saw("1 02:30 source started", "1 02:30 build started", "1 02:45 source interrupted", "1 03:00 build ended done 1")
		if s := n.store.open[key{"source", "2000-01-01T02:30", dubbelkrona.SlotScheduled}]; s.State != dubbelkrona.SlotDue || s.Attempts != 0 {
			t.Errorf("%+v", s)
		}
		n.live(time.Hour, source, build)
		n.saw("1 03:00 source started", "1 03:30 source ended done 1")
	})
}

func TestStopDoesNotWaitForEver(t *testing.T) {
	inBubble(t, func(n *night) {
		release := make(chan struct{})
		job := n.job("a", 0)
		job.Run = func(context.Context, dubbelkrona.Slot) (Outcome, error) { <-release; return Outcome{}, nil }
		n.live(150*time.Minute+time.Second, job)
		if at := time.Now().Format("15:04:05"); at != "02:31:06" { // a minute of grace and five seconds
			t.Errorf("stopped at %s", at)
		}
		if state := n.store.state("a", "2000-01-01T02:30"); state != dubbelkrona.SlotDue {
			t.Errorf("the slot is %s", state)
		}
		close(release)
	})
}

// A killed process leaves a running slot. The next process runs it again, until
// its attempts are used up.
func TestKilled(t *testing.T) {
	inBubble(t, func(n *night) {
		job := n.job("a", 0)
		n.store.marks["a"] = dubbelkrona.SlotMark{Job: "a", Schedule: job.Schedule.String(), Floor: time.Now().UTC(), Through: time.Now().UTC()}
		slot := dubbelkrona.Slot{Job: "a", Local: "2000-01-01T00:00", Kind: dubbelkrona.SlotScheduled, Due: time.Now(), State: dubbelkrona.SlotRunning, Attempts: 2}
		n.store.open[keyOf(slot)] = slot
		n.live(time.Minute, job)
		n.saw("1 00:00 a started", "1 00:00 a ended done 3")
		slot.Attempts = 3
		delete(n.store.ended, keyOf(slot))
		n.store.open[keyOf(slot)] = slot
		n.live(time.Minute, job)
		n.saw("1 00:01 a ended failed 3")
	})
}

// If the machine's clock is set forward or back, each night still runs once.
func TestClockIsSet(t *testing.T) {
	for name, jump := range map[string]time.Duration{
		"back an hour": -time.Hour, "ahead an hour": time.Hour, "ahead five days": 5 * day, "ahead thirty years": 30 * 365 * day, "back thirty years": -30 * 365 * day,
	} {
		inBubble(t, func(n *night) {
			ran := make(map[string]int)
			job := n.job("a", 0)
			job.Run = func(_ context.Context, s dubbelkrona.Slot) (Outcome, error) { ran[s.Local]++; return Outcome{}, nil }
			ctx, cancel := context.WithCancel(n.t.Context())
			done := make(chan error)
			go func() { done <- New(n.store, []Job{job}, n.o).Run(ctx) }()
			wait(2*day + 2*time.Hour + 31*time.Minute) // the third night has just begun
			n.set(jump)
			wait(2 * time.Hour)
			n.set(0)
			wait(8 * day)
			cancel()
			if err := <-done; err != nil {
				t.Fatal(err)
			}
			for day := 1; day <= 11; day++ {
				local := time.Date(2000, 1, day, 2, 30, 0, 0, time.UTC).Format(localForm)
				if ran[local] != 1 {
					t.Errorf("%s: %s ran %d times", name, local, ran[local])
				}
			}
			for local, times := range ran {
				if times != 1 {
					t.Errorf("%s: %s ran %d times", name, local, times)
				}
			}
		})
	}
}

// The clock is set right in the moment between a step and the sleep after it.
func TestClockIsSetBeforeSleeping(t *testing.T) {
	inBubble(t, func(n *night) {
		ran := make(map[string]int)
		job := n.job("a", 0)
		job.Run = func(_ context.Context, s dubbelkrona.Slot) (Outcome, error) { ran[s.Local]++; return Outcome{}, nil }
		steps := 0 // with the wrong clock
		var wrong atomic.Bool
		n.o.Beat = func() {
			if wrong.Load() {
				steps++
			}
			if steps == 10 { // what came due in the wrong years has run
				n.set(0)
			}
		}
		ctx, cancel := context.WithCancel(n.t.Context())
		done := make(chan error)
		go func() { done <- New(n.store, []Job{job}, n.o).Run(ctx) }()
		wait(day + 3*time.Hour + time.Second)
		n.set(30 * 365 * day)
		wrong.Store(true)
		wait(2 * day)
		cancel()
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		for _, local := range []string{"2000-01-01T02:30", "2000-01-02T02:30", "2000-01-03T02:30", "2000-01-04T02:30"} {
			if ran[local] != 1 {
				t.Errorf("%s ran %d times", local, ran[local])
			}
		}
	})
}

// A country stops changing its clocks: at the next start of the program, the same
// local time is an hour earlier or later in UTC.
func TestTimeZoneDataChanges(t *testing.T) {
	winter, summer := time.FixedZone("Somewhere", 3600), time.FixedZone("Somewhere", 7200)
	for _, change := range [][2]*time.Location{{winter, summer}, {summer, winter}} {
		// The program is started between the two instants of 02:30.
		inBubble(t, func(n *night) {
			ran := make(map[string]int)
			job := n.job("a", 0)
			job.Run = func(_ context.Context, s dubbelkrona.Slot) (Outcome, error) { ran[s.Local]++; return Outcome{}, nil }
			for i, part := range []time.Duration{2*day + time.Hour, 2*day + 20*time.Hour} {
				var err error
				if job.Schedule, err = Parse("30 2 * * *", change[i]); err != nil {
					t.Fatal(err)
				}
				n.live(part, job)
			}
			for _, local := range []string{"2000-01-01T02:30", "2000-01-02T02:30", "2000-01-03T02:30", "2000-01-04T02:30", "2000-01-05T02:30"} {
				if ran[local] != 1 {
					t.Errorf("%v: %s ran %d times", change, local, ran[local])
				}
			}
			if len(ran) != 5 {
				t.Errorf("%v: %v", change, ran)
			}
		})
	}
}

// A changed expression applies from the end of the former one, without slots
// before that time.
func TestExpressionChanges(t *testing.T) {
	inBubble(t, func(n *night) {
		n.live(36*time.Hour, n.job("a", 0)) // until noon of the 2nd
		n.saw("1 02:30 a started", "1 02:30 a ended done 1", "2 02:30 a started", "2 02:30 a ended done 1")
		n.live(day, n.job("a", 0).at(t, "0 2,22 * * *"))
		n.saw("2 22:00 a started", "2 22:00 a ended done 1", "3 02:00 a started", "3 02:00 a ended done 1")
	})
}

func TestReload(t *testing.T) {
	inBubble(t, func(n *night) {
		ctx, cancel := context.WithCancel(n.t.Context())
		s := New(n.store, []Job{n.job("a", 0), n.job("b", time.Hour)}, n.o)
		done := make(chan error)
		go func() { done <- s.Run(ctx) }()
		wait(2*time.Hour + 31*time.Minute)
		if err := s.Reload(n.t.Context(), []Job{n.job("a", 0).at(t, "0 6 * * *")}, n.o); err != nil {
			t.Fatal(err)
		}
		wait(day)
		cancel()
		<-done
		n.saw("1 02:30 a started", "1 02:30 a ended done 1", "1 02:30 b started", "1 02:31 reloaded", "1 03:30 b ended done 1",
			"1 06:00 a started", "1 06:00 a ended done 1")
	})
}

// While the store cannot be written, no slot is started. The end of a running slot
// is stored later.
func TestStoreFails(t *testing.T) {
	inBubble(t, func(n *night) {
		ctx, cancel := context.WithCancel(n.t.Context())
		done := make(chan error)
		go func() { done <- New(n.store, []Job{n.job("a", 30*time.Minute), n.job("b", time.Minute)}, n.o).Run(ctx) }()
		wait(2*time.Hour + 45*time.Minute)
		n.store.full.Store(true)
		wait(30 * time.Minute)
		n.store.full.Store(false)
		wait(time.Hour)
		cancel()
		<-done
		if a, b := n.store.state("a", "2000-01-01T02:30"), n.store.state("b", "2000-01-01T02:30"); a != dubbelkrona.SlotDone || b != dubbelkrona.SlotDone {
			t.Errorf("a is %s, b is %s", a, b)
		}
	})
}

func TestScheduledSlotsComeBeforeBackfill(t *testing.T) {
	inBubble(t, func(n *night) {
		past := func(local string) dubbelkrona.Slot {
			due, _ := time.Parse(localForm, local)
			return dubbelkrona.Slot{Job: "a", Local: local, Kind: dubbelkrona.SlotBackfill, Due: due, State: dubbelkrona.SlotDue}
		}
		for _, local := range []string{"1999-06-01T02:30", "1999-06-02T02:30", "1999-06-03T02:30"} {
			n.store.open[keyOf(past(local))] = past(local)
		}
		job := n.job("a", 50*time.Minute)
		n.o.Poll = time.Minute
		wait(2 * time.Hour)
		n.live(3*time.Hour, job)
		n.saw("1 02:00 a started", "1 02:50 a ended done 1", // a backfilled slot
			"1 02:50 a started", "1 03:40 a ended done 1", // tonight's slot comes before the other two
			"1 03:40 a started", "1 04:30 a ended done 1", "1 04:30 a started", "1 05:00 a interrupted")
		// With BackfillOnly the scheduler ends when nothing is left.
		n.o.BackfillOnly = true
		n.live(10*day, job)
		n.saw("1 05:00 a started", "1 05:50 a ended done 1")
	})
}
