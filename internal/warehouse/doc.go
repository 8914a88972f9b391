// Package warehouse folds the committed segments of the lake into a snapshot:
// one DuckDB file that analysts open directly. No other package imports the
// DuckDB driver.
//
// # A snapshot
//
// A snapshot is derived and disposable: the same segments make the same
// content, whether they were folded in one build or in a hundred. It has three
// schemas:
//
//	core    the domain tables: the columns of the table, then _source, _segment, _row
//	metric  what the steps of a build derive from them; rebuilt by every build
//	meta    segment, issue, table_hash and engine, maintained by this package,
//	        and whatever the steps add, which every build replaces
//
// No table has a primary key or an index: indexes are the least reliable part
// of DuckDB's files, and keys are enforced while folding (see loadUpsert).
//
// # A build
//
// Build never opens for writing a file that others read. It copies the last
// good snapshot to a private file, deletes the rows of removed segments, loads
// new segments, disables access to the file system, runs the caller's steps,
// checkpoints and closes. It does not rely on DuckDB's rollback: if anything
// fails, the file is removed. Publish verifies the file and renames it into
// place. Readers that have the previous file open keep reading it.
//
// # Content hashes
//
// A table's content hash is the sum, modulo 2^64, of DuckDB's hash of each row
// over every column but _segment. So it depends neither on the order of rows
// nor on segment numbers (a delivery repeated after a crash has the same hash),
// and a row that occurs twice counts twice. It detects accidental changes, not
// forgery. Sums are updated with each fold and can be recomputed at any time
// (DB.Hashes). They are comparable only between snapshots made by the same
// DuckDB version; a base made by another version or with other table
// definitions is not used, and the build starts from nothing.
//
// The hashes of DB.Sealed cover every column of all other tables and the
// definitions of views. They are specific to one closed file and show whether
// it was changed by hand.
//
// # What is released
//
// Others read not the snapshot but a new file written from it, see Release:
// deleting from a copy would leave the deleted rows in DuckDB's freed blocks.
// The whole snapshot is published beside it only if Publication.Whole is set.
//
// # Errors
//
// DuckDB's error texts may quote data of a row. This package never passes them
// on unchanged: see QueryError.
package warehouse
