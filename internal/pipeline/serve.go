package pipeline

import (
	"context"
	"errors"
	"io"
	"iter"
	"mime"
	"path/filepath"

	"dubbelkrona"
	"dubbelkrona/internal/api"
	"dubbelkrona/internal/apidata"
	"dubbelkrona/internal/bundle"
	"dubbelkrona/internal/published"
	"dubbelkrona/internal/reportdata"
	"dubbelkrona/report"
)

// serve replaces the files that are served by those of the published snapshot: the page,
// the answers of the API and the exports that have just been written.
func serve(ctx context.Context, b *builder) (err error) {
	snapshot, err := published.OpenReleased(ctx, b.Project)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, snapshot.Close()) }()
	return bundle.Write(ctx, b.Config.Served(), b.Report.Snapshot, servedFiles(ctx, b, snapshot))
}

func servedFiles(ctx context.Context, b *builder, snapshot *published.Snapshot) iter.Seq2[bundle.File, error] {
	return func(yield func(bundle.File, error) bool) {
		exports := []api.Export{}
		for _, path := range b.Report.Exports {
			path = filepath.Join(b.Config.Root, path)
			e := api.Export{Path: "/exports/" + filepath.Base(path), ContentType: exportType(path)}
			exports = append(exports, e)
			if !yield(bundle.File{Path: e.Path, ContentType: e.ContentType, Write: bundle.Copy(path)}, nil) {
				return
			}
		}
		page, err := servedPage(ctx, b, snapshot)
		if err != nil {
			yield(bundle.File{}, err)
			return
		}
		for _, f := range page {
			if !yield(f, nil) {
				return
			}
		}
		apidata.Files(ctx, snapshot, b.Config.Name, exports)(yield)
	}
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

// exportType returns the content type of an exported file, by its extension.
func exportType(path string) string {
	switch filepath.Ext(path) {
	case ".parquet":
		return "application/vnd.apache.parquet"
	case ".csv":
		return "text/csv; charset=utf-8"
	case ".xlsx":
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case ".json":
		return "application/json"
	case ".rdf":
		return "application/rdf+xml"
	}
	if known := mime.TypeByExtension(filepath.Ext(path)); known != "" {
		return known
	}
	return "application/octet-stream"
}
