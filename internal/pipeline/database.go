package pipeline

import (
	"context"
	"log/slog"

	"dubbelkrona/export"
	"dubbelkrona/internal/published"
	"dubbelkrona/internal/session"
)

// exportDatabase writes the released copy of a publication, and the document that is
// exported of it, to the project's database, if it has one. A failure is in the report
// and forbids nothing: the files are published, and the next run tries again.
func exportDatabase(ctx context.Context, b *builder, snapshot *published.Snapshot, document *export.Document) error {
	if b.plan.Database == nil {
		return nil
	}
	ctx, end := b.StartSpan(ctx, "export database")
	written, err := writeDatabase(ctx, b, snapshot, document)
	end(b.Outward(err), slog.String("snapshot", document.Header.Snapshot), slog.Bool("written", written))
	if ctx.Err() != nil {
		return ctx.Err()
	}
	b.Report.Database = &session.DatabaseReport{Where: b.plan.Database.String(), Written: written, Err: err}
	return nil
}

func writeDatabase(ctx context.Context, b *builder, snapshot *published.Snapshot, document *export.Document) (written bool, err error) {
	tables, err := published.Tables(ctx, snapshot, document)
	if err != nil {
		return false, err
	}
	return b.plan.Database.Write(ctx, document.Header.Snapshot, tables)
}
