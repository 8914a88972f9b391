// Package export writes the published results for those who do not open the
// snapshot: one long, tidy table, a row per metric, period and group, in the
// formats that dashboards read.
//
// A format is a Sink, in a folder of its own. It streams: it holds a bounded
// part of the rows, whatever their number. It writes the same bytes for the
// same header and rows, and nothing in them depends on the clock or the
// machine, so that a changed file means changed results. Package exporttest
// holds every Sink to that. WriteFile puts a file in place so that a reader
// sees the old one or the new one, whole.
package export

import (
	"context"
	"io"
	"iter"
	"time"
)

// Row is one result. Texts are never NULL: an empty one means that there is
// none. Numbers that are unknown are NULL, never 0.
type Row struct {
	Metric       string  // name of the metric
	Part         string  // a part of it, such as a bearer; empty for the value itself
	PeriodGrain  string  // "all", "year" or "month"
	Period       string  // "2022", "2022-06", or empty for all time
	Grouping     string  // names by which the row is grouped, joined by commas; empty for the total
	Municipality string  // kommunkod, where it is grouped by
	Dimensions   string  // the group's values as a JSON object with sorted keys; empty is {}
	Value        Decimal // in Unit
	Low          Decimal // bounds of the value under its parameters' bounds
	High         Decimal
	Persons      Count  // number of persons behind the value
	Unit         string // "SEK", "SEK/SEK", "share", …
	Grade        string // how well the value is supported by evidence
	Status       string // "ok", or a word about the value or for want of it
	Synthetic    bool   // made-up data is behind it
	Warnings     string // names of the checks that warn about it, joined by commas
	Definition   string // hash of the metric's definition
	Snapshot     string // id of the snapshot that it was read from
}

// Count is a whole number or NULL.
type Count struct {
	N     int64
	Valid bool
}

// Columns are the names of Row's fields in every format, in its order.
func Columns() []string {
	return []string{"metric", "part", "period_grain", "period", "grouping", "municipality", "dimensions",
		"value", "low", "high", "persons", "unit", "grade", "status", "synthetic", "warnings", "definition", "snapshot"}
}

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
	Write(ctx context.Context, w io.Writer, header Header, rows iter.Seq2[Row, error]) error
}

// Each calls f for every row until the first error: of rows, of f or of ctx.
// Sinks read their rows through it.
func Each(ctx context.Context, rows iter.Seq2[Row, error], f func(Row) error) error {
	for row, err := range rows {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			err = f(row)
		}
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}
