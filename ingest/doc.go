// Package ingest is how files and answers from elsewhere come in: as raw
// batches, all text, each with its origin.
//
// Two seams meet in a Source. A Place says where bytes are: a folder, an
// archive, later a web address or a database. A Format says what they are:
// CSV, XLSX, JSON. Any place goes with any format, and New joins the two. What
// speaks an interface of its own, with pages and cursors, is a Source itself.
//
// A source is read in two passes. Inspect reads an object once to its end and
// settles what only the whole can tell: its SHA-256, its length and how its
// bytes are text. Read decodes, streaming, and refuses with a Conflict if the
// bytes are no longer those that were inspected.
//
// # What a format promises
//
// Every column of a batch is text as the object has it; what a number or a
// date is, transform decides. A row that cannot be laid out in columns does
// not end the object: it comes with a rule in FaultColumn and is quarantined
// further on. An object that cannot be read is one error, of kind Invalid,
// that names source, object and row and never shows a cell.
//
// The columns of one object's batches may differ: a batch has every column
// seen until then, and a column that it lacks is NULL in all its rows.
// FaultColumn is there only in batches that have such a row.
package ingest
