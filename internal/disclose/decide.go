package disclose

import (
	"context"
	"fmt"

	"dubbelkrona/disclosure"
	"dubbelkrona/internal/ledger"
)

// decide sets the mark of every cell.
func (c *control) decide(ctx context.Context, k *classes, cells []*cell) error {
	problem := disclosure.Problem{Threshold: c.Threshold, Known: c.versions(k, false), Hidden: c.versions(k, true)}
	for _, one := range k.all {
		problem.Persons = append(problem.Persons, one.persons)
	}
	var candidates []*cell
	for _, one := range cells {
		switch {
		case c.freezes(one, k):
			one.mark = Frozen
		case one.even:
			one.mark = Suppressed
			problem.Hidden = append(problem.Hidden, c.few(one, k)...)
		case one.mark != Withheld:
			candidates = append(candidates, one)
			problem.Cells = append(problem.Cells, disclosure.Cell{Key: one.key, Rank: one.rank, Sets: one.listed(), Sensitive: one.sensitive || c.holds(one)})
			problem.Hidden = append(problem.Hidden, c.differences(one, k)...)
		}
	}
	outcome, err := disclosure.Protect(ctx, problem)
	if err != nil {
		return fmt.Errorf("disclosure control: %w", err)
	}
	for i, one := range candidates {
		switch {
		case outcome.Marks[i] == disclosure.Released:
			one.mark = Released
		case outcome.Marks[i] == disclosure.Secondary && one.isOut() && !one.isEffect():
			one.mark = Frozen // readers have its last release
		default:
			one.mark = Suppressed
		}
	}
	return nil
}

// isOut reports whether readers have figures of the cell.
func (o *cell) isOut() bool { return o.last != nil && o.last.State == ledger.CellReleased }

// listed returns the sets of the build in a fixed order.
func (o *cell) listed() (sets []disclosure.Set) {
	for _, counted := range o.counted() {
		if s := o.sets[counted]; len(s) > 0 {
			sets = append(sets, s)
		}
	}
	return sets
}

// versions returns the sets of earlier releases that were not released, if hidden, or
// that readers know the sums of.
func (c *control) versions(k *classes, hidden bool) (sets []disclosure.Set) {
	for _, s := range c.known.Sets {
		if s.Hidden == hidden && len(k.before[s.ID]) > 0 {
			sets = append(sets, k.before[s.ID])
		}
	}
	return sets
}

// freezes reports whether a cell stays as it was last released, since too few persons
// differ. Between them, two releases would tell who they are.
func (c *control) freezes(o *cell, k *classes) bool {
	if !o.isOut() || o.isEffect() {
		return false
	}
	n := o.differing(k)
	return n > 0 && n < int64(c.Threshold)
}

// holds reports whether a cell that was suppressed stays so, which it does until its
// period has ended.
func (c *control) holds(o *cell) bool {
	if o.last == nil || o.last.State != ledger.CellSuppressed || o.grain == "all" || o.period == "unknown" {
		return false
	}
	return o.period >= c.Today.Format("2006-01-02")[:len(o.period)]
}

// few returns the sets of few persons of a cell.
func (c *control) few(o *cell, k *classes) (sets []disclosure.Set) {
	for _, s := range o.listed() {
		if n := k.persons(s); n > 0 && n < int64(c.Threshold) {
			sets = append(sets, s)
		}
	}
	return sets
}

// differences returns the persons who joined or left a set since its last release, where
// they are few.
func (c *control) differences(o *cell, k *classes) (few []disclosure.Set) {
	if !o.isOut() {
		return nil
	}
	for _, counted := range o.counted() {
		now, then := o.sets[counted], o.before[counted]
		for _, s := range []disclosure.Set{without(now, then), without(then, now)} {
			if n := k.persons(s); n > 0 && n < int64(c.Threshold) {
				few = append(few, s)
			}
		}
	}
	return few
}
