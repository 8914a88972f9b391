package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"

	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/warehouse"
)

// publish puts what of a build is released, and where the project wants it all
// of it, in the place of what is published, and drops kept snapshots beyond
// the number that the project wants.
func (s *session) publish(ctx context.Context, id string, built *warehouse.Built) (err error) {
	ctx, end := s.span(ctx, "publish", slog.String("snapshot", id))
	defer func() { end(s.outward(err)) }()
	mode, folder := s.project.Modes()
	s.progress(Progress{Stage: StagePublish})
	p := warehouse.Publication{
		ID: id, Dest: s.project.Published(), Release: s.release(), Mode: mode, FolderMode: folder, Snapshots: s.project.Snapshots(), Keep: s.project.Publish.Keep,
		Fault: s.options.Fault,
	}
	if s.project.WithPersons() {
		p.Whole = s.project.Analyst()
	}
	released, err := warehouse.Publish(ctx, built, p)
	if err != nil {
		return err
	}
	if err := s.ledger.RecordPublication(ctx, id, s.report.Run.ID, recorded(released)); err != nil {
		return err
	}
	s.report.Snapshot, s.report.Run.Snapshot = id, id
	return s.recordRemovals(ctx)
}

// recorded are hashes as the ledger keeps them.
func recorded(hashes []warehouse.TableHash) []ledger.TableHash {
	all := make([]ledger.TableHash, len(hashes))
	for i, h := range hashes {
		all[i] = ledger.TableHash{Table: h.Table, Rows: h.Rows, Hash: h.Hash}
	}
	return all
}

// withholdPersons removes the file with rows about persons where the project
// does not, or no longer, want it published.
func (s *session) withholdPersons() error {
	if s.project.WithPersons() {
		return nil
	}
	for _, path := range []string{s.project.Analyst(), s.project.Analyst() + ".wal"} {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("publication withdraw: %w", err)
		}
	}
	return nil
}

// recordRemovals tells the ledger which kept snapshots are gone.
func (s *session) recordRemovals(ctx context.Context) error {
	kept, err := warehouse.Kept(s.project.Snapshots())
	if err != nil {
		return err
	}
	there := make(map[string]bool, len(kept))
	for _, id := range kept {
		there[id] = true
	}
	known, err := s.ledger.KeptSnapshots(ctx)
	if err != nil {
		return err
	}
	for _, id := range known {
		if !there[id] {
			if err := s.ledger.RecordRemoval(ctx, id); err != nil {
				return err
			}
		}
	}
	return nil
}
