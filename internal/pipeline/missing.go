package pipeline

import (
	"context"
	"hash/maphash"

	"dubbelkrona/ingest"
	"dubbelkrona/internal/compile"
	"dubbelkrona/internal/session"
)

// listing is what a source listed, whole: a hash of each name, since there may
// be many.
type listing struct {
	seed    maphash.Seed
	names   map[uint64]bool
	cursors bool // it lists only what is new
	broken  bool // the list ended in a fault
}

func newListing(cursor []byte) *listing {
	return &listing{seed: maphash.MakeSeed(), names: make(map[uint64]bool), cursors: cursor != nil}
}

func (l *listing) add(object ingest.Object) {
	l.names[maphash.String(l.seed, object.Label)] = true
	l.cursors = l.cursors || object.Cursor != nil
}

func (l *listing) lacks(object string) bool { return !l.names[maphash.String(l.seed, object)] }

// noteMissing notes what a source no longer lists, or that it lists nothing,
// and forgets held versions of what is gone. A source with a cursor lists only
// what is new: of the rest it cannot be told.
func (in *intake) noteMissing(ctx context.Context, src *compile.Source, l *listing, report *session.SourceReport) error {
	if l.cursors || in.past || src.BuiltIn() {
		return nil
	}
	var missing []string
	if report.Nothing = len(l.names) == 0; report.Nothing {
		missing = append(missing, "")
	}
	if !src.Moving {
		gone, err := in.Ledger.Holding(ctx, src.Name, l.lacks)
		if err != nil {
			return err
		}
		missing = append(missing, gone...)
	}
	since, err := in.Ledger.SetMissing(ctx, src.Name, missing)
	if err != nil {
		return err
	}
	for _, object := range since {
		if object != "" {
			report.Gone = append(report.Gone, object)
			in.Log.Warn("an object that was there is gone; its rows stay", "source", src.Name, "object", object)
		}
	}
	if report.Nothing {
		in.Log.Warn("nothing was found where the source looks", "source", src.Name, "where", src.Where)
	}
	for key := range in.held {
		if key[0] == src.Name && l.lacks(key[1]) {
			if err := in.Ledger.Release(ctx, key[0], key[1]); err != nil {
				return err
			}
		}
	}
	return nil
}
