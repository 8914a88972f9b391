package preview

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/durable"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/warehouse"
)

// copyProject gives a shadow what the project has stored. published is the snapshot
// that is published, empty if none is. The caller has the project's lock.
func copyProject(ctx context.Context, project, shadow *config.Project) (published string, err error) {
	if err := os.MkdirAll(shadow.Var(), 0o700); err != nil {
		return "", fmt.Errorf("shadow make: %w", err)
	}
	err = ledger.Read(project.Ledger(), func(l *ledger.Ledger) error {
		last, err := l.Snapshots.Published(ctx)
		if err != nil && dubbelkrona.KindOf(err) != dubbelkrona.NotFound {
			return err
		}
		published = last.ID
		return l.Copy(ctx, shadow.Ledger())
	})
	if dubbelkrona.KindOf(err) == dubbelkrona.NotFound {
		return "", nil // there is no ledger: nothing has ever been run
	}
	if err != nil {
		return "", err
	}
	if err := shareTree(shadow.Lake(), project.Lake()); err != nil {
		return "", fmt.Errorf("shadow make: %w", err)
	}
	if err := shareSnapshots(project, shadow, published); err != nil {
		return "", fmt.Errorf("shadow make: %w", err)
	}
	return published, nil
}

// shareSnapshots shares the files of the newest kept snapshot, on which a build is
// based, and of the published one.
func shareSnapshots(project, shadow *config.Project, published string) error {
	kept, err := warehouse.Kept(project.Snapshots())
	if err != nil {
		return err
	}
	wanted := map[string]string{}
	for _, id := range append(kept[:min(1, len(kept))], published) {
		name := id + ".duckdb"
		wanted[filepath.Join(shadow.Snapshots(), name)] = filepath.Join(project.Snapshots(), name)
		wanted[filepath.Join(shadow.Copies(), name)] = filepath.Join(project.Copies(), name)
		if id == published {
			wanted[shadow.Published()] = filepath.Join(project.Copies(), name)
		}
	}
	for to, from := range wanted {
		if err := share(to, from); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// shareTree shares the regular files of a folder, if it exists.
func shareTree(to, from string) error {
	return filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && path == from {
			return nil
		}
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		return share(filepath.Join(to, rel), path)
	})
}

// share gives a file that is never changed in place a second name, or copies it if it
// can be changed or the file system has no second names.
func share(to, from string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	if ext := filepath.Ext(from); ext == ".parquet" || ext == ".duckdb" {
		if err := os.Link(from, to); err == nil || errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return durable.Copy(to, from, 0o600)
}
