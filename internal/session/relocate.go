package session

import (
	"context"

	"dubbelkrona"
	"dubbelkrona/internal/lake"
	"dubbelkrona/internal/ledger"
)

// relocate migrates the lake of an earlier version, whose files are directly in
// the folders of their tables, to folders of sources and segments. Each file gets
// a second name there, one transaction of the ledger changes to the new names,
// and the old ones are then removed as orphans. After an interruption the new
// names are orphans, and the next session starts over.
func (s *Session) relocate(ctx context.Context) error {
	flat, err := s.Ledger.Files.Flat(ctx)
	if err != nil || !flat {
		return err
	}
	files, err := s.Files(ctx)
	if err != nil {
		return err
	}
	var changes []ledger.Change
	var packs []ledger.Packing
	for i, f := range files {
		s.Tell(Progress{Stage: StageKeep, Object: f.Table, Rows: int64(i)})
		if sources, segments := f.BySource(); len(sources) > 1 {
			for _, source := range sources {
				p, err := s.split(ctx, f, segments[source])
				if err != nil {
					return err
				}
				packs = append(packs, p)
			}
			continue
		}
		linked, err := s.Lake.Link(f.File, f.Partition())
		if err != nil {
			return err
		}
		changes = append(changes, ledger.Change{Old: f.Path, OldSHA256: f.SHA256, New: ledgerFile(linked)})
	}
	if err := s.Ledger.Files.Relocate(ctx, changes, packs); err != nil {
		return err
	}
	_, err = s.removeUnknown(ctx)
	return err
}

// split writes a pack with only some of the segments of f.
func (s *Session) split(ctx context.Context, f lake.SegmentFile, segments []dubbelkrona.Segment) (ledger.Packing, error) {
	stay := make(lake.OnlySegments)
	for _, segment := range segments {
		stay[segment.ID] = true
	}
	part := f
	part.Segments = segments
	written, changed, err := s.Lake.Edit(ctx, part, stay)
	if err == nil && !changed { // the others have no rows
		written.File, err = s.Lake.Link(f.File, part.Partition())
	}
	return Packing(part, written.File), err
}

// Packing returns the ledger's record of a pack: its segments and its file.
func Packing(of lake.SegmentFile, file lake.File) ledger.Packing {
	p := ledger.Packing{Table: file.Table, File: ledgerFile(file)}
	for _, segment := range of.Segments {
		p.Segments = append(p.Segments, segment.ID)
	}
	return p
}

func ledgerFile(f lake.File) ledger.File {
	return ledger.File{Path: f.Path, Rows: f.Rows, Bytes: f.Bytes, SHA256: f.SHA256}
}
