// Command dubbelkrona measures what public purchasing gives back: it ingests
// contract and employment records, folds them into a DuckDB snapshot, computes
// metrics in SQL and publishes both for analysts and dashboards.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"
)

func main() {
	tuneCollector()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := newProgram().run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

// tuneCollector lets garbage grow further before it is collected, up to a
// bound: a run makes short-lived batches, and collecting them after each
// doubling cost a tenth of its time. GOGC and GOMEMLIMIT go before it.
func tuneCollector() {
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetGCPercent(400)
		debug.SetMemoryLimit(256 << 20)
	}
}

func newProgram() *program {
	return &program{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, now: time.Now}
}
