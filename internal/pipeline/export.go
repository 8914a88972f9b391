package pipeline

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"path/filepath"

	"dubbelkrona"
	"dubbelkrona/export"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/durable"
	"dubbelkrona/internal/published"
)

// export writes every chosen format from the kept copy of what is released of the
// published snapshot: what others can reach may have been changed. A format that is no
// longer chosen is taken away.
func (b *builder) export(ctx context.Context) (err error) {
	ctx, end := b.StartSpan(ctx, "export")
	defer func() {
		end(b.Outward(err), slog.String("snapshot", b.Report.Snapshot), slog.Int("files", len(b.Report.Exports)))
	}()
	last, err := b.Ledger.Snapshots.Published(ctx)
	if err != nil {
		return err
	}
	snapshot, err := published.Open(ctx, b.CopyPath(last.ID), b.Limits())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, snapshot.Close()) }()
	if err := snapshot.Unchanged(ctx, last.Released); err != nil {
		return fmt.Errorf("var/released/%s.duckdb: %w; nothing is exported from it, and run `dubbelkrona rebuild`, which makes it again", last.ID, err)
	}
	header, err := snapshot.Header(ctx)
	if err != nil {
		return err
	}
	b.Report.Snapshot = header.Snapshot
	for _, sink := range b.plan.Sinks {
		if err := b.exportAs(ctx, sink, header, snapshot.Results(ctx, "")); err != nil {
			return fmt.Errorf("export %s: %w", sink.Name(), err)
		}
	}
	if err := b.removeOldExports(); err != nil {
		return err
	}
	if err := serve(ctx, b); err != nil {
		return err
	}
	return exportDatabase(ctx, b, last)
}

func (b *builder) exportAs(ctx context.Context, sink export.Sink, header export.Header, rows iter.Seq2[dubbelkrona.Result, error]) error {
	mode, folder := b.Config.Modes()
	path, err := export.WriteFile(ctx, b.Config.ExportFolder(), config.ExportName, sink, header, rows,
		export.FileOptions{Mode: mode, DirMode: folder, Fault: b.Fault})
	if err != nil {
		return err
	}
	if path, err = filepath.Rel(b.Config.Root, path); err != nil {
		return err
	}
	b.Report.Exports = append(b.Report.Exports, path)
	return nil
}

// removeOldExports removes unfinished files, and the files of formats that are no
// longer chosen: those that this program would write under that name.
func (b *builder) removeOldExports() error {
	err := export.RemoveUnfinished(b.Config.ExportFolder(), config.ExportName)
	for _, sink := range b.plan.NotChosen() {
		err = errors.Join(err, durable.Remove(filepath.Join(b.Config.ExportFolder(), config.ExportName+sink.Extension())))
	}
	if err != nil {
		return fmt.Errorf("old export remove: %w", err)
	}
	return nil
}
