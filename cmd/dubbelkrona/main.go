// Command dubbelkrona measures what public purchasing gives back: it ingests
// contract and employment records, folds them into a DuckDB snapshot, computes
// metrics in SQL and publishes both for analysts and dashboards.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // a machine without zones must not lose a slot
)

func main() {
	ctx, stop := interruptible()
	code := newProgram().run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

// grace is how long the program may go on after a signal to stop. Whatever it
// then still waits for, such as a disk that does not answer, does not know of
// signals.
const grace = 30 * time.Second

// interruptible gives a context that ends with the first signal to stop. The
// next one, or the end of grace, ends the process where it stands, which the
// ledger survives as it survives a power cut.
func interruptible() (ctx context.Context, stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		select {
		case <-signals:
			time.AfterFunc(grace, func() { os.Exit(exitFailed) })
		case <-ctx.Done():
		}
		// Before the context ends: whoever sees it end can rely on the next
		// signal, and one that came in between is not swallowed.
		signal.Stop(signals)
		cancel()
		if len(signals) > 0 {
			again(<-signals)
		}
	}()
	return ctx, cancel
}

// again sends this process a signal that it has caught.
func again(s os.Signal) {
	if self, err := os.FindProcess(os.Getpid()); err == nil {
		self.Signal(s) // nothing is left to do where it fails
	}
}

func newProgram() *program {
	return &program{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, now: time.Now}
}
