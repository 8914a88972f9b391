package lake

import (
	"errors"
	"fmt"
	"os"
	"path"
	"slices"

	"dubbelkrona"

	"github.com/apache/arrow/go/v15/arrow"
)

// Writer writes one file. Exactly one of Close and Abort ends it; Abort after
// Close does nothing, so that it can be deferred.
type Writer struct {
	lake    *Lake
	file    dubbelkrona.File // its Rows are those written so far
	schema  *arrow.Schema
	sink    *sink
	pending pending
	encoder *encoder
	ended   bool
	err     error
}

// Create creates a file for a table's rows in the lake's tmp folder. The table
// must be one of dubbelkrona.Tables or dubbelkrona.IssueTable.
func (l *Lake) Create(table *dubbelkrona.Table) (*Writer, error) {
	return l.create(dubbelkrona.File{Table: table})
}

// create creates a file in the tmp folder for the rows of a file, which may be
// a pack.
func (l *Lake) create(of dubbelkrona.File) (*Writer, error) {
	table := of.Table
	if !slices.Contains(tables(), table) {
		return nil, dubbelkrona.Invalidf("segment create: table %q is not a table of this program", table.Name)
	}
	if err := l.fault(PointCreate); err != nil {
		return nil, fmt.Errorf("segment create: %w", err)
	}
	of.Path = path.Join(tmpDir, newName())
	f, err := os.OpenFile(l.Path(of.Path), os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return nil, fmt.Errorf("segment create: %w", err)
	}
	return &Writer{lake: l, file: of, schema: schemaOf(of), sink: newSink(f), pending: pending{alloc: l.alloc}}, nil
}

// Rows returns the number of rows written so far.
func (w *Writer) Rows() int64 { return w.file.Rows }

// Bytes returns the size of the file so far, without the rows of the unfinished
// row group, at most 16 MiB.
func (w *Writer) Bytes() int64 { return w.sink.bytes }

// Write adds rows. It retains the record until its row group is full; the caller
// keeps its own reference. A record that does not have exactly Table.Schema,
// lacks a required value or has text that is not UTF-8 is an Invalid error and
// nothing of it is written. After any other error only Abort may be called.
func (w *Writer) Write(rec arrow.Record) error {
	if w.ended {
		return dubbelkrona.Errorf(dubbelkrona.Internal, "segment write: %s is closed", w.file.Path)
	}
	if w.err != nil {
		return w.err
	}
	if err := validate(w.file.Table, w.schema, rec); err != nil {
		return err
	}
	if w.err = w.add(rec); w.err != nil {
		w.err = fmt.Errorf("segment write: %w", w.err)
		return w.err
	}
	w.file.Rows += rec.NumRows()
	return nil
}

// add adds a record, split where row groups end.
func (w *Writer) add(rec arrow.Record) error {
	for from := int64(0); from < rec.NumRows(); {
		n := w.pending.fitting(rec, from)
		if err := w.pending.add(rec.NewSlice(from, from+n)); err != nil {
			return err
		}
		from += n
		if w.pending.full() {
			if err := w.flush(); err != nil {
				return err
			}
		}
	}
	return nil
}

// flush writes the pending rows as one row group.
func (w *Writer) flush() error {
	if err := w.lake.fault(PointWrite); err != nil {
		return err
	}
	if err := w.start(); err != nil {
		return err
	}
	if err := w.encoder.group(&w.pending); err != nil {
		return err
	}
	w.pending.clear()
	return w.sink.err
}

// start creates the encoder if there is none yet. It needs the first row group to
// decide which columns get a dictionary.
func (w *Writer) start() (err error) {
	if w.encoder == nil {
		w.encoder, err = newEncoder(w.file.Table.Name, w.schema, &w.pending, w.sink)
	}
	return err
}

// Close writes the remaining rows, syncs the file and returns its description.
// The file stays in tmp until Store. After an error it is removed.
func (w *Writer) Close() (dubbelkrona.File, error) {
	if w.ended {
		return dubbelkrona.File{}, dubbelkrona.Errorf(dubbelkrona.Internal, "segment close: %s is closed", w.file.Path)
	}
	if err := w.finish(); err != nil {
		return dubbelkrona.File{}, errors.Join(fmt.Errorf("segment close: %w", err), w.Abort())
	}
	w.ended = true
	w.file.Bytes, w.file.SHA256 = w.sink.bytes, w.sink.SHA256()
	return w.file, nil
}

func (w *Writer) finish() error {
	if w.err != nil {
		return w.err
	}
	if w.pending.rows > 0 {
		if err := w.flush(); err != nil {
			return err
		}
	}
	if err := w.start(); err != nil {
		return err
	}
	if err := w.encoder.close(); err != nil {
		return err
	}
	if err := w.sink.Flush(); err != nil {
		return err
	}
	if err := w.lake.fault(PointSync); err != nil {
		return err
	}
	if err := w.sink.file.Sync(); err != nil {
		return err
	}
	return w.sink.file.Close()
}

// Abort removes the file and releases its rows.
func (w *Writer) Abort() error {
	if w.ended {
		return nil
	}
	w.ended = true
	w.pending.clear()
	w.sink.file.Close() // it may be closed already, and is about to be removed
	if err := os.Remove(w.lake.Path(w.file.Path)); err != nil {
		return fmt.Errorf("segment abort: %w", err)
	}
	return nil
}
