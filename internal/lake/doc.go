// Package lake keeps the rows of the project as immutable Parquet files, one
// table and one object each, called segments.
//
// Under the root there is one folder per table and the folder tmp. A segment
// is written in tmp, synced, and renamed into its table's folder; from then on
// it never changes. A file exists for readers only once the ledger has
// committed it: what a crash leaves behind is a file that the ledger does not
// know, an orphan, and RemoveOrphans takes it away.
//
// # The files
//
// A segment holds exactly the columns of Table.Schema. Codec, encodings and
// sizes were measured (see the benchmarks): Snappy, because it costs half of
// what zstd costs and the disk is not the bottleneck; decimals as 64-bit
// integers; a dictionary for text columns whose values come again, decided
// from the first rows; plain values for the rest; no statistics, since
// a segment is read from end to end. A row group ends at 122,880 rows, which
// is what DuckDB reads with one thread, or at 32 MiB of rows in memory,
// whichever is first, and bounds what a Writer holds.
package lake
