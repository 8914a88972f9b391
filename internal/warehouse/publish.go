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
	// ID names the snapshot: letters, digits, dots and hyphens, such that ids
	// sort by time. It must be new.
	ID string
	// Dest is the published file, normally publish/impact.duckdb; Release
	// selects its content.
	Dest    string
	Release Release
	// Whole is where the whole snapshot is published too, normally
	// publish/analyst.duckdb; empty if it is not.
	Whole string
	// Mode and FolderMode are those of both files and of a folder created for
	// them; 0 means 0640 and 0750.
	Mode, FolderMode os.FileMode
	// Snapshots is the private folder in which the last Keep snapshots are
	// kept, as <ID>.duckdb. The published files are copies, so that changes to
	// them do not affect a later build.
	Snapshots string
	// Copies is the private folder in which the released parts of the kept
	// snapshots are kept, as <ID>.duckdb: what is exported and served is read
	// from them, since others may change the published file.
	Copies string
	// Keep is the number of snapshots kept, at least 1; 0 means 1.
	Keep int
	// Before, if it is not nil, is called once the released part is verified, before
	// any file is replaced. After its error nothing is.
	Before func(context.Context) error
	// Fault is Spec.Fault.
	Fault func(point string) error
}

const suffix = ".duckdb"

// KeptPath returns the path at which Publish keeps the snapshot.
func (p Publication) KeptPath() string { return filepath.Join(p.Snapshots, p.ID+suffix) }

// CopyPath returns the path at which Publish keeps the released part.
func (p Publication) CopyPath() string { return filepath.Join(p.Copies, p.ID+suffix) }

// Publish verifies a built snapshot, keeps it, and renames its released part to
// the published name: a reader sees the previous snapshot or this one, never a
// mixture. Readers that have the previous one open are not disturbed. When
// Publish returns, all files survive a power cut. It returns the hashes of the
// published file, including those of DB.Sealed.
//
// After an error the built file may be gone; each published file is the
// previous or the new one. The next Publish removes what a crash leaves beside
// them.
func Publish(ctx context.Context, b *Built, p Publication) (released []dubbelkrona.TableHash, err error) {
	if released, err = p.publish(ctx, b); err != nil {
		return nil, fmt.Errorf("snapshot publish: %w", err)
	}
	return released, nil
}

func (p Publication) publish(ctx context.Context, b *Built) ([]dubbelkrona.TableHash, error) {
	if p.ID == "" || strings.ContainsFunc(p.ID, notInID) || strings.HasPrefix(p.ID, ".") {
		return nil, dubbelkrona.Invalidf("%q is not a snapshot id: use letters, digits, dots and hyphens, not a dot first", p.ID)
	}
	if err := fault(p.Fault, PointVerify); err != nil {
		return nil, err
	}
	err := Verify(ctx, b.Path, Expectation{Hashes: b.Hashes, Limits: b.limits})
	if err != nil {
		return nil, err
	}
	if err := errors.Join(os.MkdirAll(p.Snapshots, 0o700), os.MkdirAll(p.Copies, 0o700), os.MkdirAll(filepath.Dir(p.Dest), cmp.Or(p.FolderMode, 0o750))); err != nil {
		return nil, err
	}
	part := filepath.Join(filepath.Dir(b.Path), releaseFile)
	released, err := p.release(ctx, b, part)
	if err != nil {
		return nil, err
	}
	if p.Before != nil {
		if err := p.Before(ctx); err != nil {
			return nil, err
		}
	}
	if err := p.place(b, part); err != nil {
		return nil, errors.Join(err, p.unstage())
	}
	return released, p.prune()
}

// release writes the released part to a private file, verifies it and returns
// its hashes.
func (p Publication) release(ctx context.Context, b *Built, part string) ([]dubbelkrona.TableHash, error) {
	if err := fault(p.Fault, PointRelease); err != nil {
		return nil, err
	}
	if err := release(ctx, part, b.Path, b.limits, p.Release); err != nil {
		return nil, err
	}
	if err := Verify(ctx, part, Expectation{Recompute: true, Limits: b.limits}); err != nil {
		return nil, err
	}
	return allHashes(ctx, part, b.limits, (*DB).KeptHashes)
}

// ReleasedHashes computes the hashes of every table of a released part from its rows.
// Publish has returned the same, unless the file was changed since.
func ReleasedHashes(ctx context.Context, part string, limits Limits) ([]dubbelkrona.TableHash, error) {
	return allHashes(ctx, part, limits, (*DB).Hashes)
}

// allHashes returns the hashes of the tables that are folds of segments, as loaded
// returns them, and of all others.
func allHashes(ctx context.Context, path string, limits Limits, loaded func(*DB, context.Context) ([]dubbelkrona.TableHash, error)) ([]dubbelkrona.TableHash, error) {
	db, err := OpenReadOnly(ctx, path, limits)
	if err != nil {
		return nil, err
	}
	sealed, err := db.Sealed(ctx)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	hashes, err := loaded(db, ctx)
	return slices.Concat(hashes, sealed), errors.Join(err, db.Close())
}

// place stages the files under hidden names beside their destinations and then
// renames them.
func (p Publication) place(b *Built, part string) error {
	if err := fault(p.Fault, PointStage); err != nil {
		return err
	}
	if err := p.stageAll(part, b.Path); err != nil {
		return err
	}
	if err := p.keep(b, part); err != nil {
		return err
	}
	return p.renameAll()
}

// Again publishes a snapshot that is kept with its released part once more, as Publish
// does but for the order of the snapshots, which stays. After an error each published
// file is the previous or the new one.
func (p Publication) Again() error {
	err := p.stageAll(p.CopyPath(), p.KeptPath())
	if err == nil {
		err = p.renameAll()
	}
	if err != nil {
		return fmt.Errorf("snapshot publish: %w", errors.Join(err, p.unstage()))
	}
	return nil
}

// stageAll stages the published files as copies of a released part and a snapshot.
func (p Publication) stageAll(part, whole string) error {
	if err := p.unstage(); err != nil {
		return err
	}
	if err := p.stage(p.Dest, part); err != nil || p.Whole == "" {
		return err
	}
	return p.stage(p.Whole, whole)
}

// renameAll gives the staged files their published names.
func (p Publication) renameAll() error {
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

// stagePrefix returns the prefix of the hidden names beside a published file.
func stagePrefix(dest string) string { return "." + filepath.Base(dest) + "." }

func (p Publication) staged(dest string) string {
	return filepath.Join(filepath.Dir(dest), stagePrefix(dest)+p.ID)
}

// stage copies a file to a hidden name beside its published one and syncs it.
func (p Publication) stage(dest, from string) error {
	if err := durable.Copy(p.staged(dest), from, cmp.Or(p.Mode, 0o640)); err != nil {
		return err
	}
	return durable.SyncFile(p.staged(dest))
}

// unstage removes staged files, including those left by a crash.
func (p Publication) unstage() error {
	return errors.Join(RemoveStaged(p.Dest), RemoveStaged(cmp.Or(p.Whole, p.Dest)))
}

// RemoveStaged removes what a killed process left of copies staged to become the
// published file dest. A missing folder is not an error.
func RemoveStaged(dest string) error {
	return durable.RemovePrefixed(filepath.Dir(dest), stagePrefix(dest))
}

// keep moves the built file and its released part to the folders of what is kept.
func (p Publication) keep(b *Built, part string) error {
	if err := fault(p.Fault, PointKeep); err != nil {
		return err
	}
	if _, err := os.Lstat(p.KeptPath()); err == nil {
		return dubbelkrona.Errorf(dubbelkrona.Conflict, "a snapshot %s is kept already", p.ID)
	}
	for _, move := range []struct{ from, to string }{{part, p.CopyPath()}, {b.Path, p.KeptPath()}} {
		if err := durable.SyncFile(move.from); err != nil {
			return err
		}
		if err := os.Rename(move.from, move.to); err != nil {
			return err
		}
		if err := durable.SyncDir(filepath.Dir(move.to)); err != nil {
			return err
		}
	}
	return nil
}

// rename gives a staged copy its published name. It first removes a log beside
// that name, left by somebody who opened the published file for writing: DuckDB
// would replay it into the new file.
func (p Publication) rename(dest string) error {
	if err := durable.Remove(dest + ".wal"); err != nil {
		return err
	}
	if err := os.Rename(p.staged(dest), dest); err != nil {
		return err
	}
	return durable.SyncDir(filepath.Dir(dest))
}

// prune removes all but the newest Keep snapshots.
func (p Publication) prune() error {
	if err := fault(p.Fault, PointPrune); err != nil {
		return err
	}
	_, err := Prune(p.Snapshots, p.Copies, p.Keep)
	return err
}

// Prune removes all but the newest snapshots of a folder, of which at least one
// stays, and the released parts of snapshots that are not kept. It returns the number
// of snapshots removed.
func Prune(snapshots, copies string, keep int) (removed int, err error) {
	if removed, err = pruneSnapshots(snapshots, keep); err != nil {
		return removed, err
	}
	kept, err := Kept(snapshots)
	if err != nil {
		return removed, err
	}
	released, err := Kept(copies)
	for _, id := range released {
		if !slices.Contains(kept, id) {
			err = errors.Join(err, durable.Remove(filepath.Join(copies, id+suffix)))
		}
	}
	return removed, err
}

func pruneSnapshots(snapshots string, keep int) (removed int, err error) {
	kept, err := Kept(snapshots)
	if err != nil {
		return 0, err
	}
	for i, id := range kept[min(max(keep, 1), len(kept)):] {
		if err := durable.Remove(filepath.Join(snapshots, id+suffix)); err != nil {
			return i, fmt.Errorf("snapshot remove: %w", err)
		}
		removed++
	}
	return removed, nil
}

// Kept returns the ids of the snapshots in a folder, newest first; none if the
// folder does not exist.
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
