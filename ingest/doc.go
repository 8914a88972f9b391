// Package ingest reads files and responses of external systems into raw
// batches: all cells are text, and each batch carries its origin.
//
// A Source is usually a Place and a Format. A Place lists and opens objects:
// files in a folder, on a web server or in a bucket. A Format decodes their
// bytes: CSV, XLSX, JSON. Any place works with any format, and New combines the
// two. An API with its own pages and cursors implements Source directly.
//
// Each object is read twice. Inspect reads it to its end and determines its
// SHA-256, its length and its charset. Read then decodes it as a stream and
// returns a Conflict error if the bytes are no longer those that were
// inspected.
//
// # What a format promises
//
// Every cell is text as it is in the object; transform parses numbers and
// dates. A row that does not fit the columns does not end the object: it is
// emitted with a rule in rawbatch.FaultColumn, and transform quarantines it. An object
// that cannot be read is one Invalid error, which names source, object and row
// and never contains a cell's value.
//
// The columns of one object's batches may differ: a batch has every column seen
// so far, and a missing column means NULL in all its rows. FaultColumn is
// present only in batches with a faulty row.
package ingest
