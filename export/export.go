// Package export writes the published results for those who do not open the
// snapshot: one long, tidy table, a row per metric, period and group, in the
// formats that dashboards read.
//
// A format is a Sink, in a folder of its own. It streams: it holds a bounded
// part of the rows, whatever their number. It writes the same bytes for the
// same header and rows, and nothing in them depends on the clock or the
// machine, so that a changed file means changed results. Package exporttest
// holds every Sink to that. WriteFile puts a file in place so that a reader
// sees the old one or the new one, whole. What the columns are stands in
// dubbelkrona.ResultColumns alone.
package export

import (
	"context"
	"io"
	"iter"
	"time"

	"dubbelkrona"
)

// Header is what holds for all rows of a file.
type Header struct {
	Snapshot    string    // id
	Built       time.Time // when the snapshot was built
	AsOf        time.Time // the past moment that it shows; zero for now
	Generator   string    // program and version
	Language    string    // of texts: "sv" or "en"
	Definitions string    // hash of all models, checks and metrics
}

// Sink is a format. Its methods may be called from several goroutines.
type Sink interface {
	// Name is the name by which a project's configuration asks for it.
	Name() string
	// Extension is the end of a file's name, with its dot.
	Extension() string
	// Write writes one file's content. It ranges over rows once and stops at
	// the first error: of rows, of w or of ctx, which it returns, wrapped.
	// What it wrote until then is worth nothing. It does not close w.
	Write(ctx context.Context, w io.Writer, header Header, rows iter.Seq2[dubbelkrona.Result, error]) error
}

// Each calls f for every row until the first error: of rows, of f or of ctx.
// Sinks read their rows through it. The row is f's until it returns.
func Each(ctx context.Context, rows iter.Seq2[dubbelkrona.Result, error], f func(*dubbelkrona.Result) error) error {
	for row, err := range rows {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			err = f(&row)
		}
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}
