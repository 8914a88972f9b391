package pipeline

import (
	"context"
	"errors"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/compile"
	"dubbelkrona/internal/warehouse"
)

var (
	snapshotTable = warehouse.TableDef{Name: "meta.snapshot", Comment: "This snapshot: one row. Denna ögonblicksbild.", Columns: []warehouse.ColumnDef{
		{Name: "id", Type: "VARCHAR", Comment: "identity, also in every result and export"},
		{Name: "built_at", Type: "TIMESTAMP", Comment: "when it was built, UTC"},
		{Name: "as_of", Type: "TIMESTAMP", Comment: "the past moment that it shows, UTC; NULL for the present"},
		{Name: "project", Type: "VARCHAR", Comment: "name of the project"},
		{Name: "generator", Type: "VARCHAR", Comment: "program and version"},
		{Name: "language", Type: "VARCHAR", Comment: "language of texts: sv or en"},
		{Name: "definitions", Type: "VARCHAR", Comment: "hash of all models, checks and metrics"},
		{Name: "previous", Type: "VARCHAR", Comment: "the snapshot that was published when this one was built; NULL if none was"},
	}}
	sourceTable = warehouse.TableDef{Name: "meta.source", Comment: "The sources of the project. Projektets källor.", Columns: []warehouse.ColumnDef{
		{Name: "name", Type: "VARCHAR", Comment: "name in the configuration; _source in every row"},
		{Name: "load", Type: "VARCHAR", Comment: "load mode"},
		{Name: "synthetic", Type: "BOOLEAN", Comment: "true if the data is synthetic; figures that depend on it are marked"},
		{Name: "last_success", Type: "TIMESTAMP", Comment: "when it was last read completely, UTC, as of the build of this snapshot; NULL if it never was"},
		{Name: "last_delivery", Type: "TIMESTAMP", Comment: "when it last delivered something new, UTC; NULL if it never did"},
		{Name: "fresh_until", Type: "TIMESTAMP", Comment: "until when the source is fresh as configured, counted from last_delivery, UTC; NULL if that is not configured"},
		{Name: "stale", Type: "BOOLEAN", Comment: "true if fresh_until has passed or, if that is not configured, the latest attempt failed: its rows are older than they should be"},
		{Name: "built_in", Type: "BOOLEAN", Comment: "true for the reference data that comes with the program"},
		{Name: "owner", Type: "VARCHAR", Comment: "who answers for it; NULL if the configuration does not say"},
	}}
	runTable = warehouse.TableDef{Name: "meta.run", Comment: "The latest runs before this snapshot. De senaste körningarna.", Columns: []warehouse.ColumnDef{
		{Name: "id", Type: "VARCHAR", Comment: "identity"},
		{Name: "command", Type: "VARCHAR", Comment: "what was run"},
		{Name: "state", Type: "VARCHAR", Comment: "started, done, partial, blocked, failed or abandoned"},
		{Name: "started_at", Type: "TIMESTAMP", Comment: "UTC"},
		{Name: "ended_at", Type: "TIMESTAMP", Comment: "UTC; NULL for the run that built this snapshot"},
		{Name: "objects", Type: "BIGINT", Comment: "objects read"},
		{Name: "skipped", Type: "BIGINT", Comment: "objects unchanged"},
		{Name: "failed", Type: "BIGINT", Comment: "objects refused"},
		{Name: "rows", Type: "BIGINT", Comment: "rows committed"},
		{Name: "rejected", Type: "BIGINT", Comment: "rows in quarantine"},
		{Name: "message", Type: "VARCHAR", Comment: "why it failed"},
	}}
	dictionaryTable = warehouse.TableDef{Name: "meta.data_dictionary", Comment: "Every column of schema core. Varje kolumn i schemat core.", Columns: []warehouse.ColumnDef{
		{Name: "table_name", Type: "VARCHAR", Comment: "table in schema core"},
		{Name: "column_name", Type: "VARCHAR", Comment: "column"},
		{Name: "position", Type: "BIGINT", Comment: "order in the table, from 1"},
		{Name: "type", Type: "VARCHAR", Comment: "type in DuckDB"},
		{Name: "unit", Type: "VARCHAR", Comment: "unit; NULL if it has none"},
		{Name: "allowed", Type: "VARCHAR", Comment: "allowed values: codes, min … max, or the pattern of a text; NULL if the type alone determines them"},
		{Name: "required", Type: "BOOLEAN", Comment: "never NULL"},
		{Name: "sensitive", Type: "BOOLEAN", Comment: "about a person"},
		{Name: "title_sv", Type: "VARCHAR", Comment: "title in Swedish"},
		{Name: "title_en", Type: "VARCHAR", Comment: "title in English"},
		{Name: "doc_sv", Type: "VARCHAR", Comment: "explanation in Swedish"},
		{Name: "doc_en", Type: "VARCHAR", Comment: "explanation in English"},
	}}
)

// shownRuns is the max number of past runs in meta.run.
const shownRuns = 100

// writeMeta creates and fills the tables of schema meta that the program's own
// state fills.
func (b *builder) writeMeta(ctx context.Context, db *warehouse.DB, asOf time.Time) error {
	if err := errors.Join(b.loadVersions(ctx), loadComments(ctx, b, asOf)); err != nil {
		return err
	}
	var sources map[string]dubbelkrona.SourceStatus // not known for a past moment
	if asOf.IsZero() {
		if err := b.loadSources(ctx); err != nil {
			return err
		}
		sources = b.sources
	}
	if err := writeStaticMeta(ctx, db, b.plan, sources); err != nil {
		return err
	}
	if asOf.IsZero() {
		if err := b.writeNotes(ctx, db); err != nil {
			return err
		}
	}
	runs, err := b.Ledger.Runs.Latest(ctx, shownRuns)
	if err != nil {
		return err
	}
	var rows [][]any
	for _, r := range runs {
		rows = append(rows, []any{r.ID, r.Command, string(r.State), r.Started.UTC(), instant(r.Ended), r.Objects, r.Skipped, r.Failed, r.Rows, r.Rejected, r.Message})
	}
	if err := runTable.Fill(ctx, db, rows); err != nil {
		return err
	}
	if err := fillComments(ctx, b, db); err != nil {
		return err
	}
	return snapshotTable.Fill(ctx, db, [][]any{{b.Report.Run.ID, b.Now().UTC(), instant(asOf), b.Config.Name,
		b.Generator, b.Config.Language, b.definitionsHash(), nullable(b.former.ID)}})
}

// writeStaticMeta creates the tables of schema meta, and fills those that depend on
// the configuration alone.
func writeStaticMeta(ctx context.Context, db *warehouse.DB, plan *compile.Plan, sources map[string]dubbelkrona.SourceStatus) error {
	for _, t := range []warehouse.TableDef{snapshotTable, sourceTable, noteTable, acceptanceTable, runTable, dictionaryTable, restatementTable, commentTable} {
		if err := db.CreateTable(ctx, t); err != nil {
			return err
		}
	}
	var rows [][]any
	seen := make(map[string]bool)
	for _, src := range plan.Sources {
		if !seen[src.Name] {
			f := sources[src.Name]
			rows = append(rows, []any{src.Name, string(src.Mode), src.Synthetic, instant(f.Succeeded), instant(f.Delivered), instant(f.Until), f.Stale, src.BuiltIn(), nullable(string(src.Owner))})
		}
		seen[src.Name] = true
	}
	if err := sourceTable.Fill(ctx, db, rows); err != nil {
		return err
	}
	return dictionaryTable.Fill(ctx, db, dictionaryRows())
}

func dictionaryRows() (rows [][]any) {
	for _, t := range dubbelkrona.Tables() {
		for i, c := range t.Columns {
			rows = append(rows, []any{t.Name, c.Name, i + 1, c.Type.SQL(), nullable(c.Unit), nullable(c.Allowed()), c.Required, c.Sensitive, c.Title.SV, c.Title.EN, c.Doc.SV, c.Doc.EN})
		}
	}
	return rows
}

// nullable returns a text for DuckDB, NULL if it is empty.
func nullable(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// instant returns a time for DuckDB, NULL if it is zero.
func instant(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC()
}
