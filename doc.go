// Package dubbelkrona is the vocabulary of an impact-measurement pipeline for
// Swedish municipalities: what a krona of public purchasing gave back, as a
// service and as work for people who would otherwise have had none.
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
// moment, and has the same content: every table has a content hash to check it by.
//
// DuckDB lets one process write a file or many read it. So a run never writes
// what others read: it works on a private copy of the last snapshot, verifies
// it and renames it over the published file. An analyst who has the old file
// open keeps reading the old snapshot and blocks nobody.
//
// # What a crash leaves
//
//  1. Segments are written to lake/tmp and synced. A crash leaves orphans,
//     which the next run removes.
//  2. One ledger transaction records segments, fingerprint and counts. Within
//     it each file is renamed to lake/<table>/source=<source>/segment=<number>,
//     the number being the one that the transaction assigns. This is the commit:
//     a crash before its end leaves orphans, after it the next build folds the
//     segments in.
//  3. The build works on a copy. A crash leaves a file, which the next run deletes.
//  4. Publishing checkpoints, closes, verifies, syncs and renames: the snapshot
//     to var/snapshots, what of it may be released to publish/impact.duckdb and,
//     if the project asks for it, all of it to publish/analyst.duckdb. Only a
//     build whose blocking checks pass is published; otherwise the last one stays.
//  5. Exports are written beside the old ones and renamed, all from the kept
//     copy of the published snapshot, with its id in each.
//
// A ledger that is not the one of the lake beside it is refused, so that it
// removes nothing: see internal/session/ledgercheck.go.
//
// # Where things live
//
//	*.go                this package: Table, Column, RawBatch, TypedBatch, Issue, Segment, Run, Result, Error
//	ingest              the seams Place, Format and Source; one folder per kind
//	transform           raw text to typed, valid, pseudonymised rows and issues
//	transform/profiles  ready mappings, in the YAML that users write themselves
//	queries             SQL as files: models, effects, checks and metrics, with goldens beside them
//	metrics             reads, orders and plans the definitions
//	metrics/views       views of a snapshot for analysts, one per metric
//	metrics/golden      runs definitions on the tables of golden files
//	metrics/effect      estimates effects from rows, and decides whether they are shown
//	metrics/fresh       how old the data behind a figure is
//	disclosure          decides which figures about persons may be published
//	export              the seam Sink; one folder per kind
//	report              one page of released figures, for people; report/chart draws its charts
//	internal/identity   Swedish identity and organisation numbers
//	internal/regular    opens regular files only: no pipe, no device
//	internal/scratch    temporary folders inside the project, removed after use
//	internal/reference  municipalities and rates, each with its source
//	internal/fetch      HTTP with rate limits per host, retries and bounded size
//	internal/secret     passwords and keys, by the file or variable that has them
//	internal/strictyaml strict YAML: every fault is reported at once, with its position
//	internal/numeral    the numbers of a workbook or JSON file as plain digits
//	internal/jsontext   a bounded JSON reader, with numbers as plain digits
//	internal/xmltoken   a bounded XML reader, whose errors have no text of the document
//	internal/charset    detects the character encoding and decodes to UTF-8
//	internal/postgres   connections to PostgreSQL servers, and their errors
//	internal/spool      a buffer in memory, then in an encrypted temporary file
//	internal/rawbatch   builds the batches that a format emits, row by row
//	internal/config     a project's dubbelkrona.yaml
//	internal/lake       Parquet segments
//	internal/filelock   an exclusive lock of a project that says who holds it
//	internal/ledger     SQLite: runs, objects, segments, snapshots
//	internal/fold       which segments to delete and load so that a table is up to date
//	internal/sqltree    the tables and columns that a SELECT reads and returns
//	internal/durable    copying, syncing and removing files
//	internal/memlimit   limits the process's memory during a piece of work
//	internal/warehouse  DuckDB: build, verify, publish, query
//	internal/kinds      describes every kind of source and its settings, from the code
//	internal/probe      detects what a file is, before there is a mapping
//	internal/wording    texts for users, in Swedish or English
//	internal/compile    compiles a project's configuration into a plan
//	internal/session    one run: its lock, ledger, lake and report
//	internal/arrival    decides what happens to an object that a source lists, and why
//	internal/intake     reads what is new at the sources into the lake
//	internal/changes    which published figures differ between two snapshots, and why
//	internal/published  reads a published snapshot and the status of a project, for all that show them
//	internal/reportdata fills a report from a released snapshot
//	internal/pipeline   runs the stages in order: ingest, build, publish, export
//	internal/preview    what the next run would change of what is published
//	internal/whatif     what a planned contract is expected to give
//	internal/upkeep     erasure, retention, key rotation, verification, backups
//	internal/daemon     the long-running process: jobs, alarms, telemetry, file watch
//	internal/api        the JSON that is served of a publication, and its description
//	internal/apidata    makes that JSON from a released snapshot
//	internal/bundle     the files that are served, all of one publication
//	internal/token      tokens of those who may read what is served, by their hashes
//	internal/web        what is published and the state of the project over HTTP
//	internal/serving    opens that server as the configuration says
//	internal/notify     alarms and their messages, each sent once and reminded of
//	internal/sdnotify   notifications to systemd
//	internal/trace      traces, sent by OpenTelemetry
//	internal/lineage    run events, sent by OpenLineage
//	internal/browsertest opens pages in a real browser, for tests
//	internal/present    output for the terminal: tables, numbers, summaries
//	scheduler           cron expressions as local slots, each exactly once
//	examples            projects that run as they are
//	cmd/dubbelkrona     wiring and one file per command
//	dashboards          Grafana dashboards and workbooks over what is published, each tested
//	deploy              systemd units and a container file, tested against the program
//
// Imports run one way, which arch_test.go enforces: stages never import
// each other; only internal/intake, internal/pipeline and cmd see several.
//
// # Rules that hold everywhere
//
// Money is decimal. Unknown is NULL, never 0. A person is a Pseudonym and
// no column type can store an identity number. Bad rows go to
// quarantine with row, column and rule; the good rows beside them are kept.
// Nothing is ever deduplicated silently: two equal ledger postings are two
// postings. Time is injected. Errors are classified once, by Kind.
package dubbelkrona
