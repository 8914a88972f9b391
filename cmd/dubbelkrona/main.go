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

// interruptible gives a context that ends with the first signal to stop. The
// next one has its usual effect: it ends the process where it stands, which
// the ledger survives as it survives a power cut.
func interruptible() (ctx context.Context, stop func()) {
	ctx, stop = signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}

func newProgram() *program {
	return &program{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, now: time.Now}
}
