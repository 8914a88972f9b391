package session

import (
	"context"
	"maps"
	"slices"

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
	var packs []dubbelkrona.File
	for i, f := range files {
		s.Tell(Progress{Stage: StageKeep, Object: f.Table.Name, Rows: int64(i)})
		bySource := make(map[string][]dubbelkrona.Segment)
		for _, segment := range f.Segments {
			bySource[segment.Source] = append(bySource[segment.Source], segment)
		}
		if len(bySource) > 1 { // an earlier version made packs of several sources
			for _, source := range slices.Sorted(maps.Keys(bySource)) {
				p, err := s.split(ctx, f, bySource[source])
				if err != nil {
					return err
				}
				packs = append(packs, p)
			}
			continue
		}
		linked, err := s.Lake.Link(f)
		if err != nil {
			return err
		}
		changes = append(changes, ledger.Change{Old: f.Path, OldSHA256: f.SHA256, New: linked})
	}
	if err := s.Ledger.Files.Relocate(ctx, changes, packs); err != nil {
		return err
	}
	_, err = s.removeUnknown(ctx)
	return err
}

// split writes a pack with only some of the segments of f.
func (s *Session) split(ctx context.Context, f dubbelkrona.File, segments []dubbelkrona.Segment) (dubbelkrona.File, error) {
	stay := make(lake.OnlySegments)
	for _, segment := range segments {
		stay[segment.ID] = true
	}
	f.Segments = segments
	written, changed, err := s.Lake.Edit(ctx, f, stay)
	if err == nil && !changed { // the others have no rows
		return s.Lake.Link(f)
	}
	return written.File, err
}
