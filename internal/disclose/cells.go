package disclose

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"dubbelkrona/disclosure"
	"dubbelkrona/internal/ledger"
)

// cell is the figures of one metric for one group.
type cell struct {
	key           string
	grain, period string
	rank          int
	mark          string
	// sets are what its figures count in this build, and before what its last release
	// counted, by what counts it.
	sets, before map[string]disclosure.Set
	// sensitive is set if one contributor dominates a sum, which must not be calculated
	// from others either, and even if a share is 0 or 1.
	sensitive, even bool
	// last is what readers have of it, nil if they have nothing.
	last *ledger.ReleasedCell
}

// readCells returns the cells whose grouping is published, and those that were released
// before and that this build does not have, ordered by key.
func (c *control) readCells(ctx context.Context, k *classes) ([]*cell, error) {
	rows, err := c.db.Collect(ctx, `SELECT cell, period_grain, period, "grouping" FROM disclosure.cell WHERE mark IS NULL`)
	if err != nil {
		return nil, err
	}
	byKey := make(map[string]*cell, len(rows))
	for _, row := range rows {
		key, grain, period, grouping := row[0].(string), row[1].(string), row[2].(string), row[3].(string)
		byKey[key] = &cell{key: key, grain: grain, period: period, rank: rank(grain, grouping), sets: make(map[string]disclosure.Set), before: make(map[string]disclosure.Set)}
	}
	if err := c.readSets(ctx, byKey, k); err != nil {
		return nil, err
	}
	if err := c.readSensitive(ctx, byKey); err != nil {
		return nil, err
	}
	c.addKnown(byKey, k)
	var cells []*cell
	for _, one := range byKey {
		cells = append(cells, one)
	}
	slices.SortFunc(cells, func(a, b *cell) int { return cmp.Compare(a.key, b.key) })
	return cells, nil
}

// rank is 0 for the total, else the number of dimensions, the period included.
func rank(grain, grouping string) (n int) {
	if grouping != "" {
		n = 1 + strings.Count(grouping, ",")
	}
	if grain != "all" {
		n++
	}
	return n
}

func (c *control) readSets(ctx context.Context, byKey map[string]*cell, k *classes) error {
	rows, err := c.db.Collect(ctx, "SELECT no, cell, counted FROM disclosure.counted ORDER BY no")
	if err != nil {
		return err
	}
	for _, row := range rows {
		if one, published := byKey[row[1].(string)]; published {
			one.sets[row[2].(string)] = k.sets[row[0].(int64)]
		}
	}
	return nil
}

// readSensitive marks the cells that must be suppressed by another rule than the number
// of persons.
func (c *control) readSensitive(ctx context.Context, byKey map[string]*cell) error {
	for _, d := range c.metrics {
		query := d.Sensitive(c.Dominant)
		if query == "" {
			continue
		}
		rows, err := c.db.Collect(ctx, fmt.Sprintf("SELECT DISTINCT %s, rule FROM (%s)", cellKey(literal(d.Name)), query))
		if err != nil {
			return fmt.Errorf("sensitive figures of %s: %w", d.Name, err)
		}
		for _, row := range rows {
			if one, published := byKey[row[0].(string)]; published {
				one.sensitive = one.sensitive || row[1] == "dominant"
				one.even = one.even || row[1] == "share"
			}
		}
	}
	return nil
}

// addKnown adds what readers have of each cell.
func (c *control) addKnown(byKey map[string]*cell, k *classes) {
	for i := range c.known.Cells {
		last := &c.known.Cells[i]
		one, there := byKey[last.Cell]
		if !there {
			// It has no rows any more, or is not published any more.
			one = &cell{key: last.Cell, mark: Withheld, sets: make(map[string]disclosure.Set), before: make(map[string]disclosure.Set)}
			byKey[last.Cell] = one
		}
		one.last = last
	}
	for _, s := range c.known.Sets {
		if one, there := byKey[s.Cell]; there && s.Current {
			one.before[s.Counted] = k.before[s.ID]
		}
	}
}

// differing returns the persons by whom a cell differs from its last release: those who
// are in another of its sets than then, and those whose rows were changed since.
func (o *cell) differing(k *classes) (n int64) {
	var changed, all disclosure.Set
	for _, counted := range o.counted() {
		now, then := o.sets[counted], o.before[counted]
		changed = union(changed, union(without(now, then), without(then, now)))
		all = union(all, union(now, then))
	}
	for _, i := range all {
		if _, in := slices.BinarySearch(changed, i); in || k.all[i].changed > o.last.Since {
			n += k.all[i].persons
		}
	}
	return n
}

// counted returns the names of the sets of the build and of the last release, sorted.
func (o *cell) counted() (names []string) {
	for _, sets := range []map[string]disclosure.Set{o.sets, o.before} {
		for name := range sets {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
