package upkeep

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/lake"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/session"
	"dubbelkrona/internal/warehouse"
)

// ledgerPath is the path of the ledger in a project.
const ledgerPath = "var/ledger.db"

// backupAttempts is the number of tries if files are removed while a backup is
// made, as gc and forget do.
const backupAttempts = 3

// Backup copies a project to a new or empty folder outside it, also during a run:
// a consistent copy of the ledger, the files of the lake that it names, each
// checked against it, the published snapshot, its released part and the
// definitions. The key is not copied, nor any file of the sources.
func (k *Keeper) Backup(ctx context.Context, folder string) (m Manifest, err error) {
	folder, err = filepath.Abs(folder)
	if err != nil {
		return m, err
	}
	for _, pair := range [][2]string{{k.project.Config.Root, folder}, {folder, k.project.Config.Root}} {
		if rel, err := filepath.Rel(pair[0], pair[1]); err == nil && filepath.IsLocal(rel) {
			return m, dubbelkrona.Invalidf("the project and the backup %s must not contain each other; choose another folder", folder)
		}
	}
	if entries, err := os.ReadDir(folder); err == nil && len(entries) > 0 {
		return m, dubbelkrona.Invalidf("%s is not empty; a backup is made in a new folder", folder)
	}
	for attempt := 1; ; attempt++ {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return m, fmt.Errorf("backup: %w", err)
		}
		m, err = k.backup(ctx, folder, attempt == backupAttempts)
		if err == nil {
			return m, nil
		}
		// An incomplete backup must not be taken for a complete one.
		if gone := os.RemoveAll(folder); gone != nil || !errors.Is(err, fs.ErrNotExist) || attempt == backupAttempts {
			return m, errors.Join(err, gone)
		}
	}
}

// backup is one attempt. The last attempt leaves the snapshot out if it is gone,
// since it can be built again.
func (k *Keeper) backup(ctx context.Context, folder string, last bool) (m Manifest, err error) {
	m = Manifest{Project: k.project.Config.Name, Generator: k.project.Generator, Made: k.project.Now().UTC()}
	if err := k.backupLedger(ctx, folder); err != nil {
		return m, err
	}
	err = ledger.Read(filepath.Join(folder, filepath.FromSlash(ledgerPath)), func(copied *ledger.Ledger) error {
		return k.backupNamed(ctx, folder, copied, &m, last)
	})
	if err != nil {
		return m, err
	}
	if err := m.Measure(folder, ledgerPath); err != nil {
		return m, fmt.Errorf("backup: %w", err)
	}
	if err := k.backupDefinitions(folder, &m); err != nil {
		return m, err
	}
	return m, m.Write(folder)
}

func (k *Keeper) backupLedger(ctx context.Context, folder string) error {
	if err := session.CheckLedger(ctx, k.project.Config); err != nil {
		return err
	}
	to := filepath.Join(folder, filepath.FromSlash(ledgerPath))
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return ledger.Read(k.project.Config.Ledger(), func(l *ledger.Ledger) error { return l.Copy(ctx, to) })
}

// backupNamed copies the files that the copied ledger l names.
func (k *Keeper) backupNamed(ctx context.Context, folder string, l *ledger.Ledger, m *Manifest, last bool) error {
	history, err := l.Segments.History(ctx)
	if err != nil {
		return err
	}
	files, err := lake.Files(history)
	if err != nil {
		return err
	}
	for i, f := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		k.project.Tell(session.Progress{Stage: session.StageKeep, Object: f.Table.Name, Rows: int64(i)})
		got, err := m.Add(k.project.Config.Root, folder, "var/lake/"+f.Path)
		if err != nil {
			return err
		}
		if got.Bytes != f.Bytes || got.SHA256 != f.SHA256 {
			return dubbelkrona.Errorf(dubbelkrona.Internal, "backup: %s is not the file that is recorded in the ledger; see `dubbelkrona verify`, and restore it from an earlier backup", f.Path)
		}
	}
	if m.Key, _, err = l.Facts.Get(ctx, session.KeyFact); err != nil {
		return err
	}
	published, err := l.Snapshots.Published(ctx)
	if dubbelkrona.KindOf(err) == dubbelkrona.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = m.Add(k.project.Config.Root, folder, SnapshotPath(published.ID))
	if errors.Is(err, fs.ErrNotExist) && last {
		return nil
	}
	if err != nil {
		return err
	}
	m.Snapshot = published.ID
	return k.backupReleased(ctx, folder, m, last)
}

// backupReleased copies the released part of the snapshot. If a run has replaced it
// since, the backup starts over; the last attempt leaves it out, and the first run
// after a restore makes it again.
func (k *Keeper) backupReleased(ctx context.Context, folder string, m *Manifest, last bool) error {
	if _, err := m.Add(k.project.Config.Root, folder, ReleasedPath); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // withdrawn
		}
		return err
	}
	if warehouse.SnapshotID(ctx, filepath.Join(folder, filepath.FromSlash(ReleasedPath))) == m.Snapshot {
		return nil
	}
	if !last {
		return fmt.Errorf("backup: %s is no longer of the snapshot %s: %w", ReleasedPath, m.Snapshot, fs.ErrNotExist)
	}
	return m.Drop(folder, ReleasedPath)
}

// backupDefinitions copies the configuration and the project's own queries, parameters
// and kept plans.
func (k *Keeper) backupDefinitions(folder string, m *Manifest) error {
	if _, err := m.Add(k.project.Config.Root, folder, config.FileName); err != nil {
		return err
	}
	for _, name := range []string{"queries", "parameters", "plans"} {
		root := filepath.Join(k.project.Config.Root, name)
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) && path == root {
				return nil
			}
			if err != nil || !d.Type().IsRegular() || strings.HasPrefix(d.Name(), ".") {
				return err
			}
			rel, err := filepath.Rel(k.project.Config.Root, path)
			if err != nil {
				return err
			}
			_, err = m.Add(k.project.Config.Root, folder, filepath.ToSlash(rel))
			return err
		})
		if err != nil {
			return fmt.Errorf("backup: %w", err)
		}
	}
	return nil
}
