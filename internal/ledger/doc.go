// Package ledger keeps what the project knows about its runs, in one SQLite
// file: which objects were read and what they were, which segments of the lake
// are committed and which of them are live, what was published, and which
// versions of effects' definitions were registered and evaluated. With the lake
// it is the truth from which every snapshot is built again. It is the only
// package that imports the SQLite driver.
//
// # The commit
//
// Rows exist once Deliveries.Commit has committed them. Before it the files of
// a delivery are orphans in the lake; after it they are segments, the object's
// fingerprint is known, and what the delivery replaces is no longer live.
// Afterwards only the reference to what replaced a segment changes, so the state
// at any past time can be reconstructed.
//
// Files.Rewrite, Files.Pack and Files.Relocate are the other transactions about
// files: rows about persons are erased or re-keyed, small files become one, and
// files move. Rewrite may also drop segments that were replaced long ago;
// Segments.Live then returns an error for the time before, not a part.
//
// The journal is a write-ahead log, so that `status` and web pages read while
// a run commits, and neither waits for the other. synchronous is FULL: when
// Commit returns the log is on the disk, and a power cut cannot undo it. The
// ledger must be on a local disk, which the write-ahead log needs.
//
// # Numbers and times
//
// Segments are numbered in one gapless sequence from 1. A delivery's number is
// that of its first segment; one without segments takes a number of its own.
// Times are text, RFC 3339 in UTC with nine decimals, so that they sort and
// a person with the sqlite3 shell can read them. The ledger's commit times
// ascend strictly even if the machine's clock is set back.
package ledger
