// Package dubbelkrona is the vocabulary of an impact-measurement pipeline for
// Swedish municipalities: what a krona of public purchasing gave back, as a
// service and as work for people who would otherwise have stood without it.
//
// # The whole system on one page
//
//	sources ──▶ raw batches ──▶ typed batches ──▶ segments ──▶ snapshot ──▶ metrics ──▶ exports
//	ingest      all text,       Arrow, valid,     Parquet,     DuckDB,      SQL files   Parquet CSV JSON
//	            with origin     pseudonymised     immutable,   derived,
//	                            + issues          the truth    disposable
//	                                                ▲
//	                              ledger (SQLite): runs, fingerprints, which segments are committed
//
// The truth is the lake and the ledger. Each object that a source delivers
// becomes Parquet segments, and one transaction of the ledger commits them
// together with the object's fingerprint. A snapshot is a fold over the
// committed segments. It can be thrown away and rebuilt, as of any past
// moment, and comes out the same: every table has a content hash that says so.
//
// DuckDB lets one process write a file or many read it. So a run never writes
// what others read: it works on a private copy of the last snapshot, verifies
// it and renames it over the published file. An analyst who holds the old file
// open keeps the old snapshot and blocks nobody.
//
// # What a crash leaves
//
//  1. Segments are written to lake/tmp, synced and renamed into lake/<table>.
//     A crash leaves orphans, which the next run removes.
//  2. One ledger transaction takes segments, fingerprint and counts. This is
//     the commit: before it nothing happened, after it the next build folds
//     the segments in.
//  3. The build works on a copy. A crash leaves a file that is deleted.
//  4. Publishing checkpoints, closes, verifies, syncs and renames: the snapshot
//     to where it is kept, what of it may be released to publish/impact.duckdb,
//     and where a project asks for it all of it to publish/analyst.duckdb. Only
//     a build whose blocking checks pass is published; otherwise the last stays.
//  5. Exports are written beside the old ones and renamed, all from the kept
//     copy of the published snapshot, with its id in each.
//
// A ledger that does not know the lake beside it removes nothing: it is
// refused, see internal/session/ledgercheck.go.
//
// # Where things live
//
//	*.go                this package: Table, Column, RawBatch, TypedBatch, Issue, Segment, Run, Result, Error
//	ingest              the seams Place, Format and Source; one folder per kind
//	transform           raw text to typed, valid, pseudonymised rows and issues
//	transform/profiles  ready mappings, in the language that users write themselves
//	queries             SQL as files: models, checks and metrics, with goldens beside them
//	metrics             reads, orders and plans the definitions
//	export              the seam Sink; one folder per kind
//	internal/identity   Swedish identity and organisation numbers
//	internal/regular    files that are files: no pipe, no device
//	internal/scratch    folders that live as long as the work in them
//	internal/reference  municipalities and rates, each with its source
//	internal/fetch      HTTP with manners
//	internal/secret     passwords and keys by the name of where they are
//	internal/strictyaml YAML whose faults all come at once, with positions
//	internal/numeral    numbers as plain digits, of formats that know them
//	internal/jsontext   JSON in bounds, with numbers as plain digits
//	internal/charset    how bytes are text, and that text as UTF-8
//	internal/spool      bytes on their way, on disk only encrypted
//	internal/rawbatch   the batches that a format emits, row by row
//	internal/config     a project's dubbelkrona.yaml
//	internal/lake       Parquet segments
//	internal/ledger     SQLite: runs, objects, segments, snapshots
//	internal/fold       which segments must go and come so that a table is a fold of them
//	internal/sqltree    what a SELECT reads and shows, from its syntax tree
//	internal/durable    copying, syncing and removing files
//	internal/memlimit   a bound on the process's memory during a piece of work
//	internal/warehouse  DuckDB: build, verify, publish, query
//	internal/kinds      every kind of source with its settings, out of the code
//	internal/probe      what a file is, before there is a mapping
//	internal/wording    what people are told, in their language
//	internal/compile    a project's configuration made ready to run
//	internal/session    one run: its lock, ledger, lake and report
//	internal/arrival    what happens to an object that a source lists, and why
//	internal/intake     what is new at the sources, into the lake
//	internal/published  what a published snapshot says, for everything that shows it
//	internal/pipeline   the one sentence that joins the stages
//	internal/upkeep     forgetting, limits of age, keys, verifying, backups
//	internal/daemon     the process that stays: jobs, alarms, collectors, watch
//	internal/web        the daemon's state over HTTP, for people and monitoring
//	internal/notify     alarms and their messages, without a storm
//	internal/sdnotify   what the service manager is told
//	internal/trace      traces by OpenTelemetry
//	internal/lineage    run events by OpenLineage
//	internal/present    what people read on a terminal
//	scheduler           cron expressions as local slots, each exactly once
//	examples            projects that run as they are
//	cmd/dubbelkrona     wiring and one file per command
//	deploy              systemd units and a container file, held to the program
//
// Imports run one way and arch_test.go holds them to it: stages never import
// each other; only internal/intake, internal/pipeline and cmd see several.
//
// # Rules that hold everywhere
//
// Money is decimal. Unknown is NULL, never 0. A person is a Pseudonym and
// there is no column type that could hold an identity number. Bad rows go to
// quarantine with row, column and rule; the good rows beside them are kept.
// Nothing is ever deduplicated silently: two equal ledger postings are two
// postings. Time is injected. Errors are classified once, by Kind.
package dubbelkrona
