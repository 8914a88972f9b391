package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/scheduler"
)

// The real scheduler runs DUBBELKRONA_NIGHTS nights with a simulated clock and a real
// ledger: two sources without new data, and a publish job that prunes. In the second
// half of that time neither the ledger's file, the memory nor the number of open files
// grows.
func TestManyNightsUseNoMoreResources(t *testing.T) {
	nights := howMany(t, "DUBBELKRONA_NIGHTS", 200)
	usual := ledger.DefaultPruneLimits()
	// At most as many as the daemon keeps, so that the limit is reached early.
	bound := ledger.PruneLimits{Slots: min(usual.Slots, nights/5), Runs: min(usual.Runs, nights/3), Snapshots: usual.Snapshots}
	path := filepath.Join(t.TempDir(), "ledger.db")
	synctest.Test(t, func(t *testing.T) {
		l, err := ledger.Open(path, ledger.Options{Now: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		// Simulated time stands still while the ledger is used, so this runs between
		// the nights.
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		s := scheduler.New(l.Slots, quietJobs(t, l, bound), scheduler.Options{Poll: 24 * time.Hour, Places: map[string]int{"sources": 2}})
		go func() { ended <- s.Run(ctx) }()
		pass := func(nights int) footprint {
			<-time.After(time.Duration(nights) * 24 * time.Hour)
			synctest.Wait()
			return footprintOf(t, path)
		}
		quarter := pass(nights / 4)
		half := pass(nights / 4)
		end := pass(nights - 2*(nights/4))
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		published, err := l.Slots.LastEnded(t.Context(), "publish")
		if err != nil || published.State != dubbelkrona.SlotDone || published.Due.Before(time.Now().Add(-24*time.Hour)) {
			t.Errorf("the last night was %+v, %v", published, err)
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
		if end.bytes > half.bytes*11/10 || end.files > half.files || end.heap > half.heap+4<<20 {
			t.Errorf("after half of %d nights %+v, after all %+v", nights, half, end)
		}
		first, second := half.cpu-quarter.cpu, (end.cpu-half.cpu)/2
		t.Logf("%d nights: half %v; end %v; CPU time of a night %v in the second quarter, %v afterwards", nights, half, end,
			first/time.Duration(nights/4), second/time.Duration(nights/4))
	})
}

// quietJobs returns jobs that do in the ledger what a run without new data does.
func quietJobs(t *testing.T, l *ledger.Ledger, bound ledger.PruneLimits) (jobs []scheduler.Job) {
	t.Helper()
	schedule, err := scheduler.Parse("30 2 * * *", time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"ingest:a", "ingest:b", "publish"} {
		job := scheduler.Job{Name: name, Group: "sources", Policy: scheduler.Policy{Schedule: schedule, Deadline: 3 * time.Hour, Timeout: time.Hour}}
		if name == "publish" {
			job.Group, job.After = "publish", []string{"ingest:a", "ingest:b"}
		}
		job.Run = func(ctx context.Context, slot dubbelkrona.Slot) (scheduler.Outcome, error) {
			run, err := l.Runs.Begin(ctx, name)
			if err != nil {
				return scheduler.Outcome{}, err
			}
			if name == "publish" {
				err = l.Prune(ctx, bound)
			} else {
				err = l.Sources.Succeeded(ctx, name)
			}
			if err != nil {
				return scheduler.Outcome{}, err
			}
			run.State, run.Skipped = dubbelkrona.RunDone, 3
			return scheduler.Outcome{RunID: run.ID, Message: "nothing has changed"}, l.Runs.End(ctx, run)
		}
		jobs = append(jobs, job)
	}
	return jobs
}

// footprint is the memory, open files and ledger size of a process.
type footprint struct {
	bytes int64 // size of the ledger and its log
	files int   // open files
	heap  uint64
	cpu   time.Duration // used so far
}

func (f footprint) String() string {
	return fmt.Sprintf("ledger %d kB, heap %d kB, %d open files", f.bytes>>10, f.heap>>10, f.files)
}

func footprintOf(t *testing.T, path string) (f footprint) {
	t.Helper()
	for _, name := range []string{path, path + "-wal"} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		f.bytes += info.Size()
	}
	open, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		t.Fatal(err)
	}
	f.files, f.heap, f.cpu = len(open), memory.HeapAlloc, time.Duration(used.Utime.Nano()+used.Stime.Nano())
	return f
}
