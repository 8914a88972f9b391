package ledger

import (
	"context"
	"database/sql"
	"errors"
	"iter"

	"dubbelkrona"
)

// Release is what a publication releases of figures about persons, as changes of the
// memory.
type Release struct {
	Snapshot string
	// After is the number of the release that the changes are based on.
	After int64
	// Cells are those whose state or figures change. Their Since is ignored: it
	// becomes the number of this release.
	Cells []ReleasedCell
	// Gone are the keys of the cells that are not released any more.
	Gone []string
	// Sets are new versions, which take the place of those with the same cell and
	// Counted. Their ids are new.
	Sets []ReleasedSet
	// Persons are those who are new or have another class or hash. Their Changed is
	// ignored, and their class is given by its sets.
	Persons iter.Seq2[PersonOfRelease, error]
	// Absent are the pseudonyms of those who are no longer in the data.
	Absent iter.Seq2[[]byte, error]
}

// PersonOfRelease is a person with the sets that they are in, in ascending order.
type PersonOfRelease struct {
	Person []byte
	Sets   []int64
	Print  string
	// Differs is set if the hash is another one than before.
	Differs bool
}

// Record stores a release. It is a Conflict error if another release was stored after
// the one that it is based on. It must be called before readers have the figures, so
// that the memory never lacks what readers have.
func (rs Releases) Record(ctx context.Context, r Release) error {
	return rs.change(ctx, "release record: "+r.Snapshot, func(t *tx) error {
		var last int64
		if err := t.first([]any{&last}, "SELECT coalesce(max(number), 0) FROM release"); err != nil {
			return err
		}
		if last != r.After {
			return dubbelkrona.Errorf(dubbelkrona.Conflict, "another snapshot was released since this one was built; build it again")
		}
		w := releaseWriter{tx: t, number: last + 1, classes: make(map[string]int64)}
		if _, err := t.exec("INSERT INTO release (number, snapshot, released) VALUES (?, ?, ?)", w.number, r.Snapshot, stamp(rs.now())); err != nil {
			return err
		}
		if err := w.cells(r); err != nil {
			return err
		}
		for p, err := range r.Persons {
			if err == nil {
				err = w.person(p)
			}
			if err != nil {
				return err
			}
		}
		for person, err := range r.Absent {
			if err == nil {
				err = moveToAbsent(t, person, w.number)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// releaseWriter stores one release.
type releaseWriter struct {
	*tx
	number  int64
	classes map[string]int64 // ids by their sets
}

func (w *releaseWriter) cells(r Release) error {
	for _, gone := range r.Gone {
		if err := w.run([]any{gone}, "DELETE FROM release_cell WHERE cell = ?", "UPDATE release_set SET current = 0 WHERE cell = ?"); err != nil {
			return err
		}
	}
	err := each(w.tx, r.Cells, `INSERT INTO release_cell (cell, state, since, rows) VALUES (?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET state = excluded.state, since = excluded.since, rows = excluded.rows`,
		func(c ReleasedCell) []any { return []any{c.Cell, c.State, w.number, c.Rows} })
	if err != nil {
		return err
	}
	for _, s := range r.Sets {
		if _, err := w.exec("UPDATE release_set SET current = 0 WHERE cell = ? AND counted = ?", s.Cell, s.Counted); err != nil {
			return err
		}
		if _, err := w.exec("INSERT INTO release_set (id, cell, counted, current, hidden) VALUES (?, ?, ?, 1, ?)", s.ID, s.Cell, s.Counted, s.Hidden); err != nil {
			return err
		}
	}
	return nil
}

func (w *releaseWriter) person(p PersonOfRelease) error {
	class, err := w.class(p.Sets)
	if err != nil {
		return err
	}
	_, err = w.exec(`INSERT INTO release_person (person, class, print, changed) VALUES (?1, ?2, ?3, ?4)
		ON CONFLICT DO UPDATE SET class = ?2, print = ?3, changed = iif(?5, ?4, changed)`, p.Person, class, p.Print, w.number, p.Differs)
	return err
}

// class returns the id of the class of sets, which it adds if it is new.
func (w *releaseWriter) class(sets []int64) (id int64, err error) {
	text := writeSets(sets)
	if id, known := w.classes[text]; known {
		return id, nil
	}
	err = w.first([]any{&id}, "SELECT id FROM release_class WHERE sets = ?", text)
	if errors.Is(err, sql.ErrNoRows) {
		err = w.first([]any{&id}, "INSERT INTO release_class (sets) VALUES (?) RETURNING id", text)
	}
	w.classes[text] = id
	return id, err
}
