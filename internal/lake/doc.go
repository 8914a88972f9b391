// Package lake stores the rows of the project as immutable Parquet files, each
// with the rows of one table from one object, called segments.
//
// The root has the folder tmp and one folder per table. Other programs can read
// the folder of a table as one data set with Hive partitions by source and
// segment:
//
//	<table>/source=<source>/segment=<number>/<random name>.parquet
//
// A segment is written in tmp, synced, and moved into its folder by Store; from
// then on it never changes. Readers use a file only once the ledger has committed
// it. A crash may leave files that are not in the ledger, orphans, which
// RemoveOrphans removes.
//
// The number in the folder's name is that of the segment in the ledger and in
// each snapshot, so that readers of the files can tell which are current. The
// ledger assigns numbers without gaps in the transaction that commits the
// segment, and Store is called within that transaction: no other segment can get
// the number, and a failed transaction leaves an orphan.
//
// Small segments of one table and source may later be merged into one file, a
// pack: the same rows, each with the number of its segment in the column
// SegmentColumn. Its folder has the lowest and the highest number,
// segment=3-17. If rows must be removed from a file, because a person is erased
// or a retention period ends, it is rewritten without them in the same folder.
// In both cases the ledger records, in one transaction, which file replaces
// which.
//
// A source name is escaped in the name of a folder as Hive does. An earlier
// version stored files directly in the folder of the table; Link gives such a
// file its new name and keeps the old one, so that the ledger can switch to all
// new names at once.
//
// # Editing a file
//
// A segment never changes, but erasing a person, a retention period and a new
// key concern every segment ever committed. Edit rewrites a file with an Editor;
// the ledger then replaces all edited files in one transaction. A failed attempt
// changes nothing and leaves only orphans.
//
// # The files
//
// A segment holds exactly the columns of Table.Schema. Its form was measured
// on a ledger of 17 columns, one thread, BenchmarkWrite:
//
//   - Snappy: 1.7 million rows a second, 30 bytes a row. zstd at its fastest:
//     1.2 million, 18 bytes. No compression: 1.7 million, 57 bytes.
//   - No statistics, which would make writing a quarter slower: segments are
//     always read completely.
//   - A dictionary for text columns with repeated values, judged by the first
//     rows, built here rather than by the Parquet library; plain values for the
//     rest. The library alone writes 0.75 million rows a second.
//   - Decimals as 64-bit integers.
//   - A row group ends at 122,880 rows, which is what DuckDB reads with one
//     thread, or at 16 MiB of rows in memory, whichever is first. A Writer
//     needs some 60 MB, garbage included, whatever the length of the file.
package lake
