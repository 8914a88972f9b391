package scheduler

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"dubbelkrona"
)

// The scheduler runs with a simulated clock and is stopped and started again at
// random times: each local slot runs exactly once. The expected slots are those of
// watch. The nightly jobs run through 2020 to 2040. The jobs of every quarter of an
// hour do so with DUBBELKRONA_LONG=1, otherwise only through the weeks of one year
// in which the clocks change.
func TestEachLocalSlotOnce(t *testing.T) {
	at := func(year, month, day int) time.Time {
		return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	}
	nights := map[string]string{"0 0 * * *": "T00:00", "0 2 * * *": "T02:00", "30 2 * * *": "T02:30", "0 3 * * *": "T03:00"}
	quarters := map[string]string{"*/15 * * * *": ""}
	type stretch struct {
		expressions map[string]string // cron expression to its local time
		from, until time.Time
	}
	stretches := []stretch{{nights, at(2020, 1, 1), at(2040, 1, 1)}}
	if os.Getenv("DUBBELKRONA_LONG") != "" {
		stretches = append(stretches, stretch{quarters, at(2020, 1, 1), at(2040, 1, 1)})
	} else {
		stretches = append(stretches, stretch{quarters, at(2026, 3, 20), at(2026, 4, 10)}, stretch{quarters, at(2026, 10, 15), at(2026, 11, 5)})
	}
	for _, zoneName := range []string{"Europe/Stockholm", "Atlantic/Azores", "UTC"} {
		for _, st := range stretches {
			t.Run(fmt.Sprintf("%s %s %d", zoneName, st.from.Format(time.DateOnly), len(st.expressions)), func(t *testing.T) {
				t.Parallel()
				ran := make(map[key]int)
				synctest.Test(t, func(t *testing.T) { simulate(t, st.from, st.until, jobsOf(t, st.expressions, zoneName, ran)) })
				want := make(map[key]int)
				for _, s := range watch(zone(t, zoneName), st.from, st.until) {
					for expression, clock := range st.expressions {
						if strings.HasSuffix(s.local, clock) {
							want[key{expression, s.local, dubbelkrona.SlotScheduled}] = 1
						}
					}
				}
				compare(t, ran, want)
			})
		}
	}
}

func jobsOf(t *testing.T, expressions map[string]string, zoneName string, ran map[key]int) (jobs []Job) {
	var mu sync.Mutex
	for e := range expressions {
		jobs = append(jobs, Job{Name: e, Group: e, Policy: Policy{Schedule: parse(t, e, zoneName), Deadline: 3 * time.Hour, CatchUp: CatchUpAll},
			Run: func(_ context.Context, s dubbelkrona.Slot) (Outcome, error) {
				mu.Lock()
				defer mu.Unlock()
				ran[keyOf(s)]++
				return Outcome{}, nil
			}})
	}
	return jobs
}

// simulate runs schedulers from one instant to another, each for a random time,
// with pauses of random hours and days between them.
func simulate(t *testing.T, from, until time.Time, jobs []Job) {
	wait(time.Until(from))
	store, r := newMemory(), rand.New(rand.NewPCG(20, 40))
	pause := func() time.Duration { return time.Duration(1+r.IntN(10*24*60)) * time.Minute }
	for now := from; now.Before(until); now = time.Now() {
		alive := min(pause(), until.Sub(now))
		ctx, cancel := context.WithTimeout(t.Context(), alive)
		if err := New(store, jobs, Options{Poll: 24 * time.Hour}).Run(ctx); err != nil {
			t.Fatal(err)
		}
		cancel()
		store.prune()
		if dead := pause() / 2; time.Now().Add(dead).Before(until) {
			wait(dead)
		}
	}
	// A last short run starts the slots that came due at the end.
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	if err := New(store, jobs, Options{}).Run(ctx); err != nil {
		t.Fatal(err)
	}
}

// wait advances simulated time.
func wait(d time.Duration) {
	if d > 0 {
		<-time.After(d)
	}
}

func compare(t *testing.T, got, want map[key]int) {
	t.Helper()
	for k := range want {
		if got[k] != 1 {
			t.Errorf("%s at %s ran %d times", k.job, k.local, got[k])
		}
	}
	if len(want) < 1000 || len(got) != len(want) {
		t.Errorf("%d different slots ran, the watched clock has %d", len(got), len(want))
	}
}
