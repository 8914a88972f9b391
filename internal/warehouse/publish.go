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
)

// Publication says where a snapshot goes.
type Publication struct {
	// ID names the snapshot: letters, digits, dots and hyphens, sorting by
	// time. It has not been used before.
	ID string
	// Dest is the published file, normally publish/impact.duckdb.
	Dest string
	// Mode of the published file; 0 means 0640, for it holds rows about
	// persons, if under pseudonyms.
	Mode os.FileMode
	// Snapshots is the private folder in which the last Keep snapshots are
	// kept, as <ID>.duckdb. The published file is a copy of its own, so that
	// nothing done to it reaches a later build.
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

// Publish verifies a built snapshot, keeps it, and gives a copy the published
// name by one rename: a reader sees the former snapshot or this one, whole.
// Readers who have the former one open are not disturbed. When it returns, both
// files survive a power cut.
//
// After an error the built file may be gone; the published one is the former
// or the new one. What a crash leaves beside it is removed by the next Publish.
func Publish(ctx context.Context, b *Built, p Publication) error {
	if err := p.publish(ctx, b); err != nil {
		return fmt.Errorf("snapshot publish: %w", err)
	}
	return nil
}

func (p Publication) publish(ctx context.Context, b *Built) error {
	if p.ID == "" || strings.ContainsFunc(p.ID, notInID) || strings.HasPrefix(p.ID, ".") {
		return dubbelkrona.Errorf(dubbelkrona.Invalid, "%q cannot name a snapshot", p.ID)
	}
	if err := fault(p.Fault, PointVerify); err != nil {
		return err
	}
	err := Verify(ctx, b.Path, Expectation{Hashes: b.Hashes, Commented: p.Commented, Limits: b.limits})
	if err != nil {
		return err
	}
	if err := os.MkdirAll(p.Snapshots, 0o700); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(p.Dest), 0o755); err != nil {
		return err
	}
	stage, err := p.stage(b)
	if err != nil {
		return err
	}
	if err := p.keep(b); err != nil {
		return errors.Join(err, removeFile(stage))
	}
	if err := p.rename(stage); err != nil {
		return errors.Join(err, removeFile(stage))
	}
	return p.prune()
}

// stage copies the built file beside the published one, under a hidden name.
func (p Publication) stage(b *Built) (string, error) {
	if err := fault(p.Fault, PointStage); err != nil {
		return "", err
	}
	prefix := "." + filepath.Base(p.Dest) + "."
	if err := removePrefixed(filepath.Dir(p.Dest), prefix); err != nil {
		return "", err
	}
	stage := filepath.Join(filepath.Dir(p.Dest), prefix+p.ID)
	if err := copyFile(stage, b.Path, cmp.Or(p.Mode, 0o640)); err != nil {
		return "", err
	}
	if err := syncFile(stage); err != nil {
		return "", errors.Join(err, removeFile(stage))
	}
	return stage, nil
}

// keep moves the built file among the kept ones.
func (p Publication) keep(b *Built) error {
	if err := fault(p.Fault, PointKeep); err != nil {
		return err
	}
	if _, err := os.Lstat(p.KeptPath()); err == nil {
		return dubbelkrona.Errorf(dubbelkrona.Conflict, "a snapshot %s is kept already", p.ID)
	}
	if err := syncFile(b.Path); err != nil {
		return err
	}
	if err := os.Rename(b.Path, p.KeptPath()); err != nil {
		return err
	}
	return syncDir(p.KeptPath())
}

// rename gives the staged copy the published name. A log beside that name could
// only belong to a file that was opened for writing there; DuckDB would replay
// it into the new file.
func (p Publication) rename(stage string) error {
	if err := fault(p.Fault, PointRename); err != nil {
		return err
	}
	if err := removeFile(p.Dest + ".wal"); err != nil {
		return err
	}
	if err := os.Rename(stage, p.Dest); err != nil {
		return err
	}
	return syncDir(p.Dest)
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
		if err := removeFile(filepath.Join(p.Snapshots, id+suffix)); err != nil {
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

// removePrefixed removes the files that a crash left in a folder.
func removePrefixed(dir, prefix string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), prefix) && e.Type().IsRegular() {
			err = errors.Join(err, removeFile(filepath.Join(dir, e.Name())))
		}
	}
	return err
}

func notInID(r rune) bool {
	return !(r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '.' || r == '-')
}
