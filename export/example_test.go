package export_test

import (
	"context"
	"fmt"
	"io"
	"os"

	"dubbelkrona"
	"dubbelkrona/export"
)

// list is a sink: a line a figure, for people who read them in a mail.
type list struct{}

// Name implements export.Format.
func (list) Name() string { return "list" }

// File implements export.Format.
func (list) File() string { return "metrics.txt" }

// MediaType implements export.Format.
func (list) MediaType() string { return "text/plain" }

// About implements export.Format.
func (list) About() dubbelkrona.Label {
	return dubbelkrona.Label{SV: "Resultaten som brödtext", EN: "The results as plain text"}
}

// Write implements export.Sink.
func (list) Write(ctx context.Context, w io.Writer, d *export.Document) error {
	if _, err := fmt.Fprintf(w, "snapshot %s\n", d.Header.Snapshot); err != nil {
		return err
	}
	return export.Each(ctx, d.Rows, func(r *dubbelkrona.Result) error {
		value := r.Mark()
		if value == "" {
			value = r.Value.String() + " " + r.Unit
		}
		_, err := fmt.Fprintf(w, "%s %s: %s\n", r.Metric, r.Period, value)
		return err
	})
}

// A sink writes one file. It gets the rows one by one and stops at the first
// error among them. An unknown number is not written as 0.
func ExampleSink() {
	rows := func(yield func(dubbelkrona.Result, error) bool) {
		value, err := dubbelkrona.ParseNumber("1.35")
		_ = yield(dubbelkrona.Result{Metric: "double_value", Period: "2024", Value: value, Unit: "SEK/SEK"}, err) &&
			yield(dubbelkrona.Result{Metric: "double_value", Period: "2025"}, nil)
	}
	if err := (list{}).Write(context.Background(), os.Stdout, &export.Document{Header: export.Header{Snapshot: "2026-01-01"}, Rows: rows}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// snapshot 2026-01-01
	// double_value 2024: 1.35 SEK/SEK
	// double_value 2025: –
}
