package pipeline

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"

	"dubbelkrona/export"
	"dubbelkrona/internal/durable"
	"dubbelkrona/internal/published"
)

// export writes every chosen format from the kept copy of what was released of the
// published snapshot: what others can reach may have been changed. A file that is no
// longer chosen is removed.
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
	document, err := published.Document(ctx, snapshot)
	if err != nil {
		return err
	}
	document.Catalogue = b.catalogue()
	if document.Catalogue != nil {
		document.Header.Licence = document.Catalogue.Licence
	}
	b.Report.Snapshot = document.Header.Snapshot
	files, err := b.exportDocument(ctx, document)
	if err != nil {
		return err
	}
	if err := serve(ctx, b, snapshot, document, files); err != nil {
		return err
	}
	return exportDatabase(ctx, b, snapshot, document)
}

// exportDocument writes the files of a document, which it returns, and removes all other
// exports.
func (b *builder) exportDocument(ctx context.Context, document *export.Document) (files []export.File, err error) {
	folder := b.Config.ExportFolder()
	var written []string
	if len(b.plan.Sinks) > 0 {
		mode, folderMode := b.Config.Modes()
		files, err = export.WriteSet(ctx, folder, b.plan.Sinks, b.plan.Indexes, document, export.FileOptions{Mode: mode, DirMode: folderMode, Fault: b.Fault})
		if err != nil {
			return nil, err
		}
		for _, f := range files {
			path, err := filepath.Rel(b.Config.Root, filepath.Join(folder, f.File()))
			if err != nil {
				return nil, err
			}
			written, b.Report.Exports = append(written, f.File()), append(b.Report.Exports, path)
		}
	}
	err = export.RemoveUnfinished(folder)
	for _, name := range b.plan.Exports() {
		if !slices.Contains(written, name) {
			err = errors.Join(err, durable.Remove(filepath.Join(folder, name)))
		}
	}
	if err != nil {
		return nil, fmt.Errorf("old export remove: %w", err)
	}
	return files, nil
}

// catalogue returns who publishes the data, nil if the configuration does not say.
func (b *builder) catalogue() *export.Catalogue {
	c := b.Config.Publish.Catalogue
	if c == nil {
		return nil
	}
	return &export.Catalogue{Publisher: c.Publisher.Name, PublisherURI: c.Publisher.URI, PublisherKind: c.Publisher.Kind, Contact: c.Contact.Name, Email: c.Contact.Email, Licence: c.Licence, BaseURL: c.BaseURL}
}
