package disclose

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/ledger"
)

// record is one call of Record.
type record struct {
	reading
	release ledger.Release
	classes *classes
	// ids are those that sets have in the ledger, by number of disclosure.counted.
	ids             map[int64]int64
	next, threshold int64
}

// Record stores in the ledger what the publication of a snapshot is about to release. A
// snapshot that is based on an earlier state of the ledger is a Conflict error.
func Record(ctx context.Context, db Reader, releases ledger.Releases, snapshot string) error {
	known, err := releases.Memory(ctx)
	if err != nil {
		return err
	}
	basis, err := db.Collect(ctx, "SELECT release, threshold FROM disclosure.basis")
	if err != nil || len(basis) != 1 {
		return dubbelkrona.Errorf(dubbelkrona.Conflict, "the snapshot %s does not say what of it may be released; build it again", snapshot)
	}
	r := record{reading: reading{db, known}, ids: make(map[int64]int64), next: 1,
		threshold: basis[0][1].(int64), release: ledger.Release{Snapshot: snapshot, After: basis[0][0].(int64)}}
	if r.classes, err = r.readClasses(ctx); err != nil {
		return err
	}
	if err := r.changes(ctx); err != nil {
		return err
	}
	r.release.Persons, r.release.Absent = r.persons(ctx), r.absent(ctx)
	return releases.Record(ctx, r.release)
}

// changes fills the cells and sets of the release.
func (r *record) changes(ctx context.Context) error {
	last := make(map[string]*ledger.ReleasedCell, len(r.known.Cells))
	for i := range r.known.Cells {
		last[r.known.Cells[i].Cell] = &r.known.Cells[i]
	}
	rows, err := r.releasedRows(ctx)
	if err != nil {
		return err
	}
	marks, err := r.from.Collect(ctx, "SELECT cell, mark FROM disclosure.cell ORDER BY cell")
	if err != nil {
		return err
	}
	made := make(map[string]string)
	for _, row := range marks {
		key, mark := row[0].(string), row[1].(string)
		before := last[key]
		if mark != Withheld {
			delete(last, key)
		}
		switch {
		case mark == Released:
			made[key] = mark
			r.release.Cells = append(r.release.Cells, ledger.ReleasedCell{Cell: key, State: ledger.CellReleased, Rows: rows[key]})
		case mark == Suppressed:
			made[key] = mark
			if before == nil || before.State != ledger.CellSuppressed {
				r.release.Cells = append(r.release.Cells, ledger.ReleasedCell{Cell: key, State: ledger.CellSuppressed})
			}
		}
	}
	for key := range last {
		r.release.Gone = append(r.release.Gone, key)
	}
	slices.Sort(r.release.Gone)
	return r.versions(ctx, made)
}

// releasedRows returns the rows of every released cell as JSON.
func (r *record) releasedRows(ctx context.Context) (map[string]string, error) {
	var pairs []string
	for _, c := range dubbelkrona.ResultColumns() {
		pairs = append(pairs, fmt.Sprintf(`"%s" := CAST(r."%s" AS VARCHAR)`, c.Name, c.Name))
	}
	rows := make(map[string]string)
	for row, err := range r.from.Query(ctx, fmt.Sprintf(`SELECT d.cell, CAST(to_json(list(struct_pack(%s) ORDER BY r.part)) AS VARCHAR)
		FROM (SELECT *, %s AS cell FROM metric.result) AS r JOIN disclosure.cell AS d ON d.cell = r.cell WHERE d.mark = %s GROUP BY d.cell`,
		strings.Join(pairs, ", "), cellKey("metric"), literal(Released))) {
		if err != nil {
			return nil, err
		}
		rows[row[0].(string)] = row[1].(string)
	}
	return rows, nil
}

// versions gives each set that is released, or that is suppressed and of few persons,
// the id of its last version, or a new one if it has other persons.
func (r *record) versions(ctx context.Context, made map[string]string) error {
	type name struct {
		cell, counted string
		hidden        bool
	}
	last := make(map[name]int64)
	for _, s := range r.known.Sets {
		r.next = max(r.next, s.ID+1)
		if s.Current {
			last[name{s.Cell, s.Counted, s.Hidden}] = s.ID
		}
	}
	rows, err := r.from.Collect(ctx, "SELECT no, cell, counted FROM disclosure.counted ORDER BY no")
	if err != nil {
		return err
	}
	for _, row := range rows {
		no, key := row[0].(int64), name{row[1].(string), row[2].(string), made[row[1].(string)] == Suppressed}
		if made[key.cell] == "" || key.hidden && r.classes.persons(r.classes.sets[no]) >= r.threshold {
			continue
		}
		if id, there := last[key]; there && slices.Equal(r.classes.sets[no], r.classes.before[id]) {
			r.ids[no] = id
			continue
		}
		r.ids[no] = r.next
		r.release.Sets = append(r.release.Sets, ledger.ReleasedSet{ID: r.next, Cell: key.cell, Counted: key.counted, Hidden: key.hidden})
		r.next++
	}
	return nil
}

// persons returns those who are new, or have other rows or are in other sets than before.
func (r *record) persons(ctx context.Context) iter.Seq2[ledger.PersonOfRelease, error] {
	return func(yield func(ledger.PersonOfRelease, error) bool) {
		signatures, err := r.signatures(ctx)
		if err != nil {
			yield(ledger.PersonOfRelease{}, err)
			return
		}
		earlier := r.earlier()
		for row, err := range r.from.Query(ctx, "SELECT person, class, before, print, differs FROM disclosure.person WHERE print IS NOT NULL") {
			if err != nil {
				yield(ledger.PersonOfRelease{}, err)
				return
			}
			class, _ := row[1].(int64)
			before, known := row[2].(int64)
			p := ledger.PersonOfRelease{Person: row[0].([]byte), Print: row[3].(string), Differs: row[4].(bool)}
			p.Sets = r.with(earlier[before], signatures[class])
			if len(p.Sets) == 0 || known && !p.Differs && slices.Equal(p.Sets, earlier[before]) {
				continue
			}
			if !yield(p, nil) {
				return
			}
		}
	}
}

// with adds the ids of sets of the build to those of earlier releases.
func (r *record) with(earlier, sets []int64) []int64 {
	all := slices.Clone(earlier)
	for _, no := range sets {
		if id, released := r.ids[no]; released {
			all = append(all, id)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// absent returns the persons who are no longer in the data.
func (r *record) absent(ctx context.Context) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for row, err := range r.from.Query(ctx, "SELECT person FROM disclosure.person WHERE print IS NULL AND before IS NOT NULL") {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(row[0].([]byte), nil) {
				return
			}
		}
	}
}
