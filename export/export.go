// Package export writes the published results for users who do not open the
// snapshot: one table in long format, with a row per metric, period and group, in
// the file formats that dashboards read.
//
// A format is a Sink, in a separate folder. It streams rows in bounded memory,
// whatever their number. It writes the same bytes for the same header and rows,
// independent of the clock and the machine, so that a changed file means changed
// results. Package exporttest tests this for every Sink. WriteFile replaces a
// file so that a reader sees the old one or the new one, never a part. The
// columns are dubbelkrona.ResultColumns.
package export

import (
	"context"
	"io"
	"iter"
	"time"

	"dubbelkrona"
)

// Header describes all rows of a file.
type Header struct {
	Snapshot    string    // id of the snapshot
	Built       time.Time // when the snapshot was built
	AsOf        time.Time // the past time that the snapshot shows; zero for now
	Generator   string    // program and version
	Language    string    // of texts: "sv" or "en"
	Definitions string    // hash of all models, checks and metrics
}

// Sink is a format. Its methods may be called from several goroutines.
type Sink interface {
	// Name returns the name of the format in a project's configuration.
	Name() string
	// Extension returns the extension of a file's name, with its dot.
	Extension() string
	// Write writes one file's content. It ranges over rows once, stops at the
	// first error of rows, w or ctx and returns it wrapped; what it has written
	// is then incomplete. It does not close w.
	Write(ctx context.Context, w io.Writer, header Header, rows iter.Seq2[dubbelkrona.Result, error]) error
}

// Each calls f for every row until the first error of rows, f or ctx, which it
// returns. Sinks read their rows with it. f must not keep the row.
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
