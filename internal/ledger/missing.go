package ledger

import (
	"context"
	"errors"
	"slices"
	"time"
)

// Missing is an object that was there and is gone, while its rows stay; or, if
// Object is empty, a source at which nothing was found at all.
type Missing struct {
	Source, Object string
	Since          time.Time
}

// GoneWithRows returns the objects of a source that have live rows and for which
// missing returns true.
func (o Objects) GoneWithRows(ctx context.Context, source string, missing func(object string) bool) (gone []string, err error) {
	what := "objects list: " + source
	objects, err := list(ctx, o.db, what, column[string], "SELECT object FROM object WHERE source = ?", source)
	for _, object := range objects {
		if !missing(object) {
			continue
		}
		var live bool
		_, err = o.find(ctx, what, []any{&live}, `SELECT EXISTS (SELECT 1 FROM delivery d JOIN segment s ON s.delivery = d.id
			WHERE d.source = ? AND d.object = ? AND s.replaced_by IS NULL AND s."table" <> 'issue')`, source, object)
		if err != nil {
			return nil, err
		}
		if live {
			gone = append(gone, object)
		}
	}
	return gone, err
}

// SetMissing stores which objects of a source are missing, and returns those
// that were not missing before.
func (s Sources) SetMissing(ctx context.Context, source string, missing []string) (since []string, err error) {
	known, err := list(ctx, s.db, "missing note: "+source, column[string], "SELECT object FROM missing WHERE source = ?", source)
	if err != nil {
		return nil, err
	}
	before, now := setOf(known), setOf(missing)
	since = slices.DeleteFunc(slices.Clone(missing), func(object string) bool { return before[object] })
	back := slices.DeleteFunc(known, func(object string) bool { return now[object] })
	if len(since)+len(back) == 0 {
		return nil, nil
	}
	err = s.transact(ctx, "missing note: "+source, func(t *tx) error {
		return errors.Join(
			each(t, back, "DELETE FROM missing WHERE source = ? AND object = ?", func(object string) []any { return []any{source, object} }),
			each(t, since, "INSERT INTO missing (source, object, since) VALUES (?, ?, ?)", func(object string) []any { return []any{source, object, stamp(s.now())} }))
	})
	return since, err
}

func setOf(all []string) map[string]bool {
	set := make(map[string]bool, len(all))
	for _, one := range all {
		set[one] = true
	}
	return set
}

// Missing returns what is missing, ordered by source and object.
func (s Sources) Missing(ctx context.Context) ([]Missing, error) {
	return list(ctx, s.db, "missing list", func(m *Missing) []any { return []any{&m.Source, &m.Object, timeIn(&m.Since)} },
		"SELECT source, object, since FROM missing ORDER BY source, object")
}
