// Package export writes what is published for users who do not open the snapshot:
// one table of all results in long format, with a row per metric, part, period and
// group, and a headline of the figures that a dashboard shows first, in the file
// formats that dashboards read.
//
// A format is a Sink, in a separate folder. It streams rows in bounded memory,
// whatever their number. It writes the same bytes for the same document,
// independent of the clock and the machine, so that a changed file means changed
// results. Package exporttest tests this for every Sink. An Index describes the
// files that the sinks wrote. WriteSet replaces all files of a publication so that
// a reader of a file sees the old one or the new one, never a part, and a reader of
// several can tell by the manifest whether they belong together.
package export

import (
	"context"
	"io"
	"iter"

	"dubbelkrona"
)

// Document is what is published of a snapshot.
type Document struct {
	Header      Header
	Definitions []dubbelkrona.MetricDefinition
	Checks      []dubbelkrona.CheckResult
	Headline    []Figure
	// FirstYear and LastYear are the first and the last year of a result; empty if
	// none is dated.
	FirstYear, LastYear string
	// Rows may be ranged over several times.
	Rows iter.Seq2[dubbelkrona.Result, error]
	// Catalogue is nil if the project has not said who publishes its data.
	Catalogue *Catalogue
}

// Catalogue says who publishes the data, where, and what others may do with it.
type Catalogue struct {
	Publisher    string // name of the organisation
	PublisherURI string // that identifies it
	// PublisherKind is what it is, in the words of adms:publishertype.
	PublisherKind string
	Contact       string // name of a function, not of a person
	Email         string
	Licence       string // URI
	BaseURL       string // of the folder of exports, ending in a slash
}

// Format is what every file of a publication has.
type Format interface {
	// Name returns the name in a project's configuration. One name may stand for
	// several files.
	Name() string
	// File returns the name of the file.
	File() string
	// MediaType returns the media type of the file.
	MediaType() string
	// About returns what the file is, in a few words.
	About() dubbelkrona.Label
}

// Sink is a format. Its methods may be called from several goroutines.
type Sink interface {
	Format
	// Write writes one file's content. It ranges over the document's rows at most
	// once, stops at the first error of rows, w or ctx and returns it wrapped; what
	// it has written is then incomplete. It does not close w.
	Write(ctx context.Context, w io.Writer, d *Document) error
}

// Index is a format that describes the files written before it.
type Index interface {
	Format
	// Applies reports whether the file is written for a document and these files.
	Applies(d *Document, files []File) bool
	// Write writes the file's content.
	Write(w io.Writer, d *Document, files []File) error
}

// File is a file that was written.
type File struct {
	Format
	Bytes  int64
	SHA256 string // in hexadecimal digits
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
