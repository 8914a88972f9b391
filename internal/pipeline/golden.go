package pipeline

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"

	"dubbelkrona"
	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
	"dubbelkrona/metrics/golden"
)

// Goldens runs the project's golden files, or those of the named definitions, on
// snapshots without other rows, and calls each with the differences of each. They are in
// a folder outside the project that is removed. A name without a golden is a NotFound
// error.
func Goldens(ctx context.Context, p *Pipeline, names []string, each func(golden.File, []string) error) (err error) {
	files, err := golden.Find(os.DirFS(p.project.Config.Queries()))
	if err != nil {
		return err
	}
	for _, name := range names {
		if !slices.ContainsFunc(files, func(f golden.File) bool { return f.Name == name }) {
			return dubbelkrona.Errorf(dubbelkrona.NotFound, "%s has no golden; write queries/metrics/%[1]s.txtar, or the same in the folder of its kind", name)
		}
	}
	folder, err := os.MkdirTemp("", "dubbelkrona-test-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	built, err := warehouse.Build(ctx, warehouse.Spec{Dir: folder, Limits: p.project.Limits()}, func(ctx context.Context, db *warehouse.DB) error {
		if err := writeStaticMeta(ctx, db, p.plan, nil); err != nil {
			return err
		}
		load := func(ctx context.Context, models map[string]string) (*metrics.Catalogue, error) {
			further, err := writeModels(filepath.Join(folder, "given"), models)
			if err != nil {
				return nil, err
			}
			return p.plan.LoadWith(ctx, db, further)
		}
		for _, f := range files {
			if len(names) > 0 && !slices.Contains(names, f.Name) {
				continue
			}
			differences, err := f.Run(ctx, db, load)
			if err != nil {
				return err
			}
			if err := each(f, differences); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return built.Discard()
}

// writeModels writes models into a folder, which it empties before.
func writeModels(folder string, models map[string]string) (source metrics.Source, err error) {
	if err := errors.Join(os.RemoveAll(folder), os.MkdirAll(filepath.Join(folder, "models"), 0o700)); err != nil {
		return source, err
	}
	for name, text := range models {
		if err := os.WriteFile(filepath.Join(folder, "models", filepath.Base(name)+".sql"), []byte(text), 0o600); err != nil {
			return source, err
		}
	}
	return metrics.Source{FS: os.DirFS(folder), Prefix: "golden: "}, nil
}
