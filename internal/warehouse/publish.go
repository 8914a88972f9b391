package warehouse

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/durable"
)

// Publication says where a snapshot goes.
type Publication struct {
	// ID names the snapshot: letters, digits, dots and hyphens, sorting by
	// time. It has not been used before.
	ID string
	// Dest is the published file, normally publish/impact.duckdb, and Release
	// what of the snapshot it holds.
	Dest    string
	Release Release
	// Whole is where all of the snapshot goes as well, normally
	// publish/analyst.duckdb; empty for nowhere.
	Whole string
	// Mode of both files and of a folder that has to be made for them; 0 means
	// 0640 and 0750.
	Mode, FolderMode os.FileMode
	// Snapshots is the private folder in which the last Keep snapshots are
	// kept, as <ID>.duckdb. The published files are files of their own, so that
	// nothing done to them reaches a later build.
	Snapshots string
	// Keep is how many are kept, at least 1; 0 means 1.
	Keep int
	// Commented is Expectation.Commented.
	Commented []string
	// Fault is Spec.Fault.
	Fault func(point string) error
}

const suffix = ".duckdb"

// KeptPath is where Publish keeps the snapshot of an id.
func (p Publication) KeptPath() string { return filepath.Join(p.Snapshots, p.ID+suffix) }

// Publish verifies a built snapshot, keeps it, and gives what of it is released
// the published name by one rename: a reader sees the former snapshot or this
// one, whole. Readers who have the former one open are not disturbed. When it
// returns, all files survive a power cut. It gives the hashes, also those of
// DB.Sealed, of the published file.
//
// After an error the built file may be gone; each published one is the former
// or the new one. What a crash leaves beside them is removed by the next
// Publish.
func Publish(ctx context.Context, b *Built, p Publication) (released []dubbelkrona.TableHash, err error) {
	if released, err = p.publish(ctx, b); err != nil {
		return nil, fmt.Errorf("snapshot publish: %w", err)
	}
	return released, nil
}

func (p Publication) publish(ctx context.Context, b *Built) ([]dubbelkrona.TableHash, error) {
	if p.ID == "" || strings.ContainsFunc(p.ID, notInID) || strings.HasPrefix(p.ID, ".") {
		return nil, dubbelkrona.Invalidf("%q cannot name a snapshot", p.ID)
	}
	if err := fault(p.Fault, PointVerify); err != nil {
		return nil, err
	}
	err := Verify(ctx, b.Path, Expectation{Hashes: b.Hashes, Commented: p.Commented, Limits: b.limits})
	if err != nil {
		return nil, err
	}
	if err := errors.Join(os.MkdirAll(p.Snapshots, 0o700), os.MkdirAll(filepath.Dir(p.Dest), cmp.Or(p.FolderMode, 0o750))); err != nil {
		return nil, err
	}
	part := filepath.Join(filepath.Dir(b.Path), releaseFile)
	released, err := p.release(ctx, b, part)
	if err != nil {
		return nil, err
	}
	if err := p.place(b, part); err != nil {
		return nil, errors.Join(err, p.unstage())
	}
	return released, p.prune()
}

// release writes what is released to a private file and verifies that.
func (p Publication) release(ctx context.Context, b *Built, part string) ([]dubbelkrona.TableHash, error) {
	if err := fault(p.Fault, PointRelease); err != nil {
		return nil, err
	}
	if err := release(ctx, part, b.Path, b.limits, p.Release); err != nil {
		return nil, err
	}
	if err := Verify(ctx, part, Expectation{Recompute: true, Commented: p.Commented, Limits: b.limits}); err != nil {
		return nil, err
	}
	db, err := OpenReadOnly(ctx, part, b.limits)
	if err != nil {
		return nil, err
	}
	sealed, err := db.Sealed(ctx)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	hashes, err := db.KeptHashes(ctx)
	return slices.Concat(hashes, sealed), errors.Join(err, db.Close())
}

// place puts the files in their places: first beside them, under hidden names.
func (p Publication) place(b *Built, part string) error {
	if err := fault(p.Fault, PointStage); err != nil {
		return err
	}
	if err := p.unstage(); err != nil {
		return err
	}
	if err := errors.Join(p.stage(p.Dest, part), durable.Remove(part)); err != nil {
		return err
	}
	if p.Whole != "" {
		if err := p.stage(p.Whole, b.Path); err != nil {
			return err
		}
	}
	if err := p.keep(b); err != nil {
		return err
	}
	if err := fault(p.Fault, PointWhole); err != nil {
		return err
	}
	if p.Whole != "" {
		if err := p.rename(p.Whole); err != nil {
			return err
		}
	}
	if err := fault(p.Fault, PointRename); err != nil {
		return err
	}
	return p.rename(p.Dest)
}

// stagePrefix is what hidden names beside a published file begin with.
func stagePrefix(dest string) string { return "." + filepath.Base(dest) + "." }

func (p Publication) staged(dest string) string {
	return filepath.Join(filepath.Dir(dest), stagePrefix(dest)+p.ID)
}

// stage copies a file beside its published name, under a hidden one.
func (p Publication) stage(dest, from string) error {
	if err := durable.Copy(p.staged(dest), from, cmp.Or(p.Mode, 0o640)); err != nil {
		return err
	}
	return durable.SyncFile(p.staged(dest))
}

// unstage removes what is staged, also what a crash left.
func (p Publication) unstage() error {
	err := durable.RemovePrefixed(filepath.Dir(p.Dest), stagePrefix(p.Dest))
	if p.Whole != "" {
		err = errors.Join(err, durable.RemovePrefixed(filepath.Dir(p.Whole), stagePrefix(p.Whole)))
	}
	return err
}

// keep moves the built file among the kept ones.
func (p Publication) keep(b *Built) error {
	if err := fault(p.Fault, PointKeep); err != nil {
		return err
	}
	if _, err := os.Lstat(p.KeptPath()); err == nil {
		return dubbelkrona.Errorf(dubbelkrona.Conflict, "a snapshot %s is kept already", p.ID)
	}
	if err := durable.SyncFile(b.Path); err != nil {
		return err
	}
	if err := os.Rename(b.Path, p.KeptPath()); err != nil {
		return err
	}
	return durable.SyncDir(p.KeptPath())
}

// rename gives a staged copy its published name. A log beside that name could
// only belong to a file that was opened for writing there; DuckDB would replay
// it into the new file.
func (p Publication) rename(dest string) error {
	if err := durable.Remove(dest + ".wal"); err != nil {
		return err
	}
	if err := os.Rename(p.staged(dest), dest); err != nil {
		return err
	}
	return durable.SyncDir(dest)
}

// prune removes the oldest kept snapshots.
func (p Publication) prune() error {
	if err := fault(p.Fault, PointPrune); err != nil {
		return err
	}
	kept, err := Kept(p.Snapshots)
	if err != nil {
		return err
	}
	for _, id := range kept[min(max(p.Keep, 1), len(kept)):] {
		if err := durable.Remove(filepath.Join(p.Snapshots, id+suffix)); err != nil {
			return err
		}
	}
	return nil
}

// Kept lists the ids of the snapshots in a folder, newest first; none where
// there is no such folder.
func Kept(snapshots string) ([]string, error) {
	entries, err := os.ReadDir(snapshots)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("snapshots list: %w", err)
	}
	var kept []string
	for _, e := range entries {
		if id, ok := strings.CutSuffix(e.Name(), suffix); ok && e.Type().IsRegular() {
			kept = append(kept, id)
		}
	}
	slices.Sort(kept)
	slices.Reverse(kept)
	return kept, nil
}

func notInID(r rune) bool {
	return !(r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '.' || r == '-')
}
