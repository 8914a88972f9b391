package upkeep

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"dubbelkrona"
	"dubbelkrona/internal/durable"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/session"
	"dubbelkrona/transform"
)

// NewLedger begins a new ledger, if session.OtherLedger has a reason to refuse the
// existing one. Ledger, lake, snapshots and publication are moved into a new folder
// below var, whose path is returned; nothing is deleted. Since the old ledger's
// record of erased persons is lost, the caller names them in forgotten, so that
// deliveries leave them out; forgotten may be empty.
//
// Forget also searches what was set aside, as all of var.
func (k *Keeper) NewLedger(ctx context.Context, forgotten Forgetting) (aside string, err error) {
	if err := os.MkdirAll(k.project.Config.Var(), 0o700); err != nil {
		return "", fmt.Errorf("project folder: %w", err)
	}
	lock, err := k.project.Lock("run --new-ledger")
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	reason, err := session.OtherLedger(ctx, k.project.Config)
	if err != nil {
		return "", err
	}
	if reason == (dubbelkrona.Label{}) {
		return "", dubbelkrona.Invalidf("var/ledger.db is the ledger of this project's lake; a new one would lose its records")
	}
	marks, err := k.erasedMarks(forgotten)
	if err != nil {
		return "", err
	}
	if err := touch(session.UnfinishedLedger(k.project.Config)); err != nil {
		return "", err
	}
	if aside, err = k.setAside(); err != nil {
		return aside, fmt.Errorf("set aside: %w; move by hand what cannot be renamed, and run --new-ledger again", err)
	}
	if err := k.beginLedger(ctx, marks); err != nil {
		return aside, err
	}
	return aside, os.Remove(session.UnfinishedLedger(k.project.Config))
}

// erasedMarks returns the marks by which deliveries leave persons out.
func (k *Keeper) erasedMarks(who Forgetting) ([]string, error) {
	if len(who.Numbers)+len(who.OtherIDs)+len(who.Pseudonyms) == 0 {
		return nil, nil
	}
	path, err := k.project.Config.KeyPath()
	if err != nil {
		return nil, err
	}
	key, err := transform.LoadKey(path, k.project.Config.Root)
	if err != nil {
		return nil, err
	}
	traces, err := tracesOf(who, key, k.project.Now())
	if err != nil {
		return nil, err
	}
	return key.Marks(traces), nil
}

// setAside moves everything that depends on the old ledger into a new folder.
func (k *Keeper) setAside() (aside string, err error) {
	aside = filepath.Join(k.project.Config.Var(), "aside-"+k.project.Now().UTC().Format("20060102T150405.000Z"))
	if err := os.MkdirAll(filepath.Join(aside, "publish"), 0o700); err != nil {
		return aside, err
	}
	base := k.project.Config.Ledger()
	for _, path := range []string{base, base + "-wal", base + "-shm", k.project.Config.Lake(), k.project.Config.Snapshots(), k.project.Config.Copies(), k.project.BuildFolder(),
		k.project.Config.Published(), k.project.Config.Published() + ".wal", k.project.Config.Analyst(), k.project.Config.Analyst() + ".wal", k.project.Config.ExportFolder()} {
		to := filepath.Join(aside, filepath.Base(path))
		if filepath.Dir(path) != k.project.Config.Var() {
			to = filepath.Join(aside, "publish", filepath.Base(path))
		}
		if err := os.Rename(path, to); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return aside, err
		}
	}
	return aside, nil
}

// beginLedger makes the new ledger.
func (k *Keeper) beginLedger(ctx context.Context, marks []string) (err error) {
	l, err := ledger.Open(k.project.Config.Ledger(), ledger.Options{Now: k.project.Now, Fault: k.project.Fault})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	run, err := l.Runs.Begin(ctx, "new ledger")
	if err != nil {
		return err
	}
	if err := l.Files.Rewrite(ctx, ledger.Rewriting{RunID: run.ID, Operation: "new ledger", Erased: marks}); err != nil {
		return err
	}
	run.State = dubbelkrona.RunDone
	return l.Runs.End(ctx, run)
}

// touch creates an empty file and syncs it and its folder.
func touch(path string) error {
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		return err
	}
	return errors.Join(durable.SyncFile(path), durable.SyncDir(filepath.Dir(path)))
}
