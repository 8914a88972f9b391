// Package ledger keeps what the project knows about its runs, in one SQLite
// file: which objects were read and what they were, which segments of the lake
// are committed and which of them are live, and what was published. With the lake it is the truth from which every snapshot
// is built again. It is the only package that imports the SQLite driver.
//
// # The commit
//
// Commit is the one transaction by which rows come to exist. Before it the
// files of a delivery are orphans in the lake; after it they are segments, the
// object's fingerprint is known, and what the delivery replaces is no longer
// live. A delivery is never changed afterwards but by the mark that says what
// replaced a segment, so the state of any past moment can be told.
//
// Rewrite and Pack are the two other transactions about files: rows about
// persons leave the lake or are re-keyed, small files become one. Each names
// the files that take the place of others and everything that changes with
// that. Rewrite may also drop segments that were replaced long ago; of the
// time before, Segments then tells nothing rather than a part.
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
