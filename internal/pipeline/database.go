package pipeline

import (
	"context"
	"errors"
	"log/slog"

	"dubbelkrona/export/postgres"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/published"
	"dubbelkrona/internal/session"
)

// exportDatabase writes the released copy of a publication to the project's
// database, if it has one. A failure is in the report and forbids nothing: the
// files are published, and the next run tries again.
func exportDatabase(ctx context.Context, b *builder, last ledger.Snapshot) error {
	if b.plan.Database == nil {
		return nil
	}
	ctx, end := b.StartSpan(ctx, "export database")
	written, err := writeDatabase(ctx, b.Project, b.plan.Database, last)
	end(b.Outward(err), slog.String("snapshot", last.ID), slog.Bool("written", written))
	if ctx.Err() != nil {
		return ctx.Err()
	}
	b.Report.Database = &session.DatabaseReport{Where: b.plan.Database.String(), Written: written, Err: err}
	return nil
}

func writeDatabase(ctx context.Context, project *session.Project, to *postgres.Target, last ledger.Snapshot) (written bool, err error) {
	snapshot, err := published.OpenReleasedID(ctx, project, last.ID)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, snapshot.Close()) }()
	if err := snapshot.Unchanged(ctx, last.Released); err != nil {
		return false, err
	}
	tables, err := published.Tables(ctx, snapshot)
	if err != nil {
		return false, err
	}
	return to.Write(ctx, last.ID, tables)
}
