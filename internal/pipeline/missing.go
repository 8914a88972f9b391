package pipeline

import (
	"cmp"
	"context"
	"hash/maphash"
	"regexp"

	"dubbelkrona/ingest"
	"dubbelkrona/internal/config"
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
func (s *session) noteMissing(ctx context.Context, src *source, l *listing, report *SourceReport) error {
	if l.cursors || s.past || src.name == config.ReservedSource {
		return nil
	}
	var missing []string
	if report.Nothing = len(l.names) == 0; report.Nothing {
		missing = append(missing, "")
	}
	if !src.moving {
		gone, err := s.ledger.Holding(ctx, src.name, l.lacks)
		if err != nil {
			return err
		}
		missing = append(missing, gone...)
	}
	since, err := s.ledger.SetMissing(ctx, src.name, missing)
	if err != nil {
		return err
	}
	for _, object := range since {
		if object != "" {
			report.Gone = append(report.Gone, object)
			s.options.Log.Warn("an object that was there is gone; its rows stay", "source", src.name, "object", object)
		}
	}
	if report.Nothing {
		s.options.Log.Warn("nothing was found where the source looks", "source", src.name, "where", src.where)
	}
	for key := range s.held {
		if key[0] == src.name && l.lacks(key[1]) {
			if err := s.ledger.Release(ctx, key[0], key[1]); err != nil {
				return err
			}
		}
	}
	return nil
}

// placeholders are what ingest.Expand fills in from the date.
var placeholders = regexp.MustCompile(`\{(yyyy|yy|mm|dd)[-_./ymd]*( [+-]\d+[ymwd])?\}`)

// isMoving reports whether a source looks by another name on another day, so
// that what it does not list any more need not be gone.
func isMoving(c *config.Source) bool {
	return placeholders.MatchString(c.Files) || placeholders.MatchString(c.Place.Canonical())
}

// whereOf is what people know the place of a source by.
func whereOf(c *config.Source) string {
	kind, _ := c.Place.Text()
	return cmp.Or(c.Files, c.Place.Key("glob"), c.Place.Key("path"), c.Place.Key("kind"), kind)
}

// Unmatched lists the sources of files in the project whose pattern no file
// matches now, with what they look for.
func (p *Pipeline) Unmatched(ctx context.Context) (found []Unmatched) {
	for _, src := range p.sources {
		if !src.local {
			continue
		}
		matches := false
		for _, err := range src.reader.Objects(ctx, nil) {
			matches = err == nil
			break
		}
		if !matches {
			found = append(found, Unmatched{Source: src.name, Where: src.where})
		}
	}
	return found
}

// Unmatched is a source whose pattern matches nothing.
type Unmatched struct{ Source, Where string }
