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
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := newProgram().run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

func newProgram() *program {
	return &program{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, now: time.Now}
}
