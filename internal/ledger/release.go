package ledger

import (
	"context"
	"iter"
	"strconv"
	"strings"
)

// CellState is what readers have of a cell: the figures of one metric for one group.
type CellState string

// The states.
const (
	CellReleased   CellState = "released"
	CellSuppressed CellState = "suppressed"
)

// ReleasedCell is what readers have of a cell.
type ReleasedCell struct {
	// Cell is its key, see package disclose.
	Cell  string
	State CellState
	// Since is the number of the last release of its figures or, if it is suppressed,
	// of the first one without them.
	Since int64
	// Rows are the rows that were last released, as JSON; empty if it is suppressed.
	Rows string
}

// ReleasedSet is a version of a set of persons that figures count.
type ReleasedSet struct {
	ID            int64
	Cell, Counted string
	// Current is set if it is the last version of its cell and Counted.
	Current bool
	// Hidden is set if it is of few persons and its figures were not released. No
	// later release may tell them either.
	Hidden bool
}

// ReleasedClass is a class of persons, who are in the same sets.
type ReleasedClass struct {
	ID   int64
	Sets []int64 // ids in ascending order
}

// AbsentPersons are persons of a class who are no longer in the data.
type AbsentPersons struct {
	Class int64
	// Changed is the number of the first release without them.
	Changed, Persons int64
}

// ReleasedPerson is a person of a class.
type ReleasedPerson struct {
	Person []byte // pseudonym
	Class  int64
	// Print is a hash of all rows about the person, and Changed the number of the
	// first release with it.
	Print   string
	Changed int64
}

// ReleaseMemory is what readers have of figures about persons, except for the persons.
type ReleaseMemory struct {
	// Last is the number of the last release, 0 if there is none.
	Last    int64
	Cells   []ReleasedCell
	Sets    []ReleasedSet
	Classes []ReleasedClass
	Absent  []AbsentPersons
}

// Releases are what was released of figures about persons.
type Releases struct{ *conn }

// Memory returns what readers have, each list in a fixed order.
func (rs Releases) Memory(ctx context.Context) (m ReleaseMemory, err error) {
	const what = "releases read"
	if _, err = rs.find(ctx, what, []any{&m.Last}, "SELECT coalesce(max(number), 0) FROM release"); err != nil {
		return m, err
	}
	m.Cells, err = list(ctx, rs.db, what, func(c *ReleasedCell) []any { return []any{&c.Cell, &c.State, &c.Since, &c.Rows} },
		"SELECT cell, state, since, rows FROM release_cell ORDER BY cell")
	if err != nil {
		return m, err
	}
	m.Sets, err = list(ctx, rs.db, what, func(s *ReleasedSet) []any { return []any{&s.ID, &s.Cell, &s.Counted, &s.Current, &s.Hidden} },
		"SELECT id, cell, counted, current, hidden FROM release_set ORDER BY id")
	if err != nil {
		return m, err
	}
	type class struct {
		id   int64
		sets string
	}
	classes, err := list(ctx, rs.db, what, func(c *class) []any { return []any{&c.id, &c.sets} }, "SELECT id, sets FROM release_class ORDER BY id")
	if err != nil {
		return m, err
	}
	for _, c := range classes {
		sets, err := readSets(c.sets)
		if err != nil {
			return m, failed(what, err)
		}
		m.Classes = append(m.Classes, ReleasedClass{c.id, sets})
	}
	m.Absent, err = list(ctx, rs.db, what, func(a *AbsentPersons) []any { return []any{&a.Class, &a.Changed, &a.Persons} },
		"SELECT class, changed, persons FROM release_absent ORDER BY class, changed")
	return m, err
}

// Persons returns the persons in the memory, by pseudonym, one by one; an error comes
// last.
func (rs Releases) Persons(ctx context.Context) iter.Seq2[ReleasedPerson, error] {
	return func(yield func(ReleasedPerson, error) bool) {
		rows, err := rs.db.QueryContext(ctx, "SELECT person, class, print, changed FROM release_person ORDER BY person")
		if err != nil {
			yield(ReleasedPerson{}, failed("released persons read", err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			var p ReleasedPerson
			err := rows.Scan(&p.Person, &p.Class, &p.Print, &p.Changed)
			if !yield(p, failed("released persons read", err)) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(ReleasedPerson{}, failed("released persons read", err))
		}
	}
}

// readSets reads ids as writeSets writes them.
func readSets(text string) (sets []int64, err error) {
	for field := range strings.FieldsSeq(text) {
		id, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			return nil, err
		}
		sets = append(sets, id)
	}
	return sets, nil
}

func writeSets(sets []int64) string {
	texts := make([]string, len(sets))
	for i, id := range sets {
		texts[i] = strconv.FormatInt(id, 10)
	}
	return strings.Join(texts, " ")
}
