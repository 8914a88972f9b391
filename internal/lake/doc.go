// Package lake keeps the rows of the project as immutable Parquet files, one
// table and one object each, called segments.
//
// Under the root there is the folder tmp and one folder per table, which other
// programs can read as one data set that is partitioned by source and segment,
// as Hive lays it out:
//
//	<table>/source=<source>/segment=<number>/<random name>.parquet
//
// A segment is written in tmp, synced, and moved into its folder by Store; from
// then on it never changes. A file exists for readers only once the ledger has
// committed it: what a crash leaves behind is a file that the ledger does not
// know, an orphan, and RemoveOrphans takes it away.
//
// The number of the folder is the one by which the ledger and each snapshot
// know the segment, so that whoever reads the files can tell which of them are
// live. The ledger gives numbers without gaps, in the transaction that commits
// the segment, and Store is called within that transaction: nobody else can be
// given the number, and a transaction that fails leaves an orphan.
//
// Small segments of one table and source may later be put into one file,
// a pack: the same rows, each with the number of its segment in the column
// SegmentColumn. Its folder has the lowest and the highest number,
// segment=3-17. A file from which rows must go, since a person is erased or
// a limit of age is passed, is written anew without them, in the same folder.
// In either case the ledger says, in one transaction, what takes the place of
// what.
//
// A source named as Hive cannot have it in the name of a folder is escaped as
// Hive does. An earlier version laid files right into the folder of the table;
// Link puts such a file where it belongs and leaves the old name, so that the
// ledger can take all new names at once.
//
// # Editing a file
//
// A segment never changes, but a person's right to be forgotten and a limit of
// age reach into every segment ever committed, and so does a new key. Edit
// writes a file anew, as an Editor says; the ledger then says for all files at
// once what takes the place of what. Until then nothing has happened, and what
// is left of an attempt are orphans.
//
// # The files
//
// A segment holds exactly the columns of Table.Schema. Its form was measured
// on a ledger of 17 columns, one thread, BenchmarkWrite:
//
//   - Snappy: 1.7 million rows a second, 30 bytes a row. zstd at its fastest:
//     1.2 million, 18 bytes. No compression: 1.7 million, 57 bytes.
//   - No statistics, which take a quarter of the speed: a segment is read from
//     end to end.
//   - A dictionary for the text columns whose values come again, as the first
//     rows show, made here rather than by the Parquet library; plain values
//     for the rest. The library alone makes 0.75 million rows a second.
//   - Decimals as 64-bit integers.
//   - A row group ends at 122,880 rows, which is what DuckDB reads with one
//     thread, or at 16 MiB of rows in memory, whichever is first. A Writer
//     then takes some 60 MB, garbage included, however long the file.
package lake
