package pipeline

import (
	"context"
	"io"
	"path/filepath"

	"dubbelkrona"
	"dubbelkrona/export"
	"dubbelkrona/internal/api"
	"dubbelkrona/internal/apidata"
	"dubbelkrona/internal/bundle"
	"dubbelkrona/internal/published"
	"dubbelkrona/internal/reportdata"
	"dubbelkrona/report"
)

// serve replaces the files that are served by those of the published snapshot: the page,
// the answers of the API and the exports that have just been written.
func serve(ctx context.Context, b *builder, snapshot *published.Snapshot, document *export.Document, exports []export.File) error {
	return bundle.Write(ctx, b.Config.Served(), document.Header.Snapshot, func(yield func(bundle.File, error) bool) {
		page, err := servedPage(ctx, b, snapshot)
		if err != nil && ctx.Err() == nil {
			// What is published does not depend on the page that shows it.
			b.Log.Error("the page cannot be made; / leads to /status instead", "error", err)
		}
		listed := []api.Export{}
		for _, f := range exports {
			e := api.Export{Path: "/exports/" + f.File(), ContentType: f.MediaType(), About: api.LabelOf(f.About())}
			listed = append(listed, e)
			page = append(page, bundle.File{Path: e.Path, ContentType: e.ContentType, SHA256: f.SHA256, Write: bundle.Copy(filepath.Join(b.Config.ExportFolder(), f.File()))})
		}
		for _, f := range page {
			if !yield(f, nil) {
				return
			}
		}
		apidata.Files(ctx, snapshot, document, listed)(yield)
	})
}

// servedPage returns the page and what it loads; none if there are no figures.
func servedPage(ctx context.Context, b *builder, snapshot *published.Snapshot) ([]bundle.File, error) {
	data, err := reportdata.Read(ctx, snapshot, reportdata.Options{Project: b.Config.Name})
	if dubbelkrona.KindOf(err) == dubbelkrona.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	files := []bundle.File{{Path: "/", ContentType: "text/html; charset=utf-8", Compress: true, Write: func(w io.Writer) error { return report.Page(w, data) }}}
	for _, a := range report.Assets() {
		files = append(files, bundle.File{Path: "/assets/" + a.Name, ContentType: a.ContentType, Compress: true, Write: bundle.Content(a.Content)})
	}
	return files, nil
}
