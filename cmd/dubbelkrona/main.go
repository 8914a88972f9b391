// Command dubbelkrona measures what public purchasing gives back: it ingests
// contract and employment records, builds a DuckDB snapshot of them, computes
// metrics in SQL and publishes both for analysts and dashboards.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // a machine without time zones must not miss a slot
)

func main() {
	ctx, stop := interruptible()
	code := newProgram().run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

// grace is how long the program may run after a signal to stop. What it still waits
// for then, such as a disk that does not answer, cannot be interrupted.
const grace = 30 * time.Second

// interruptible returns a context that ends with the first signal to stop. The next
// one, or the end of grace, ends the process at once, which the ledger survives as
// it survives a power cut.
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
		// Before the context ends, so that after it the next signal ends the
		// process. One that came in between is sent again.
		signal.Stop(signals)
		cancel()
		if len(signals) > 0 {
			resend(<-signals)
		}
	}()
	return ctx, cancel
}

// resend sends this process a signal that it has caught.
func resend(s os.Signal) {
	if self, err := os.FindProcess(os.Getpid()); err == nil {
		self.Signal(s) // if this fails, grace ends the process
	}
}

func newProgram() *program {
	return &program{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, now: time.Now}
}
