// Package warehouse folds the committed segments of the lake into a snapshot:
// one DuckDB file that analysts open directly. It is the only package that
// knows the DuckDB driver.
//
// # A snapshot
//
// A snapshot is derived and disposable: the same segments make the same
// content, whether they were folded in one build or in a hundred. It has three
// schemas:
//
//	core    the domain tables: the columns of the table, then _source, _segment, _row
//	metric  what the steps of a build make of them; emptied by every build
//	meta    segment, issue, table_hash and engine, kept by this package,
//	        and whatever the steps add; that too is emptied by every build
//
// No table has a primary key or an index: DuckDB's indexes are where its files
// break, and a key is a property of the fold (see loadUpsert), not of the file.
//
// # A build
//
// Build never opens for writing what others read. It copies the last good
// snapshot to a private file, deletes the segments that are gone, loads those
// that are new, closes the door to the file system, runs the caller's steps,
// checkpoints and closes. It ends with a finished private file or with none:
// DuckDB's rollback is not relied upon, so a file in which anything failed is
// removed. Publish verifies that file and puts it in place by rename. A reader
// who has the former one open keeps it, undisturbed, for as long as he likes.
//
// # Content hashes
//
// A table's content hash is the sum, modulo 2^64, of DuckDB's hash of each row
// over every column but _segment. So it depends on neither the order of rows
// nor the number of the segment they came in (a crashed and repeated delivery
// hashes as an undisturbed one), and a row that is there twice counts twice.
// It finds accidents, it does not resist forgery. Sums are kept up to date
// with each fold and may be recomputed at any time (DB.Hashes). They compare
// snapshots made by the same DuckDB version; a base made by another version or
// with other table definitions is not used, and the build starts from nothing.
//
// The hashes of DB.Sealed cover what those leave out, all other tables and the
// definitions of views, over every column. They hold for one closed file, and
// tell whether it was changed by hand.
//
// # What is released
//
// What others read is not the snapshot but a file that is written from it anew,
// see Release: DuckDB leaves the rows that it drops in the blocks that it
// frees. All of the snapshot is published beside it only where that is asked
// for.
//
// # Errors
//
// DuckDB's error texts may quote the row at hand. None leaves this package as
// it is: see QueryError.
package warehouse
