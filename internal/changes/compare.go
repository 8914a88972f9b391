package changes

import (
	"cmp"
	"errors"
	"iter"
	"slices"

	"dubbelkrona"
)

// Results are released results in the order of published.Snapshot.Results.
type Results = iter.Seq2[dubbelkrona.Result, error]

// Columns are the columns of a result that are compared: where it belongs, and what it
// says.
func Columns() []string {
	return []string{"metric", "part", "period_grain", "period", "grouping", "municipality", "dimensions",
		"value", "low", "high", "persons", "unit", "grade", "status"}
}

// Compare returns the changes from old results to new ones, in the order of results.
// It reads both sequences once, side by side. Without changes the list is empty, not nil.
func Compare(old, new Results) ([]dubbelkrona.Change, error) {
	all := []dubbelkrona.Change{}
	before, stopBefore := reading(old)
	defer stopBefore()
	after, stopAfter := reading(new)
	defer stopAfter()
	for {
		if err := errors.Join(before.err, after.err); err != nil {
			return nil, err
		}
		if !before.more && !after.more {
			return all, nil
		}
		order := compareRows(before, after)
		if c, differs := between(before.at(order <= 0), after.at(order >= 0)); differs {
			all = append(all, c)
		}
		if order <= 0 {
			before.next()
		}
		if order >= 0 {
			after.next()
		}
	}
}

// reader reads a sequence row by row.
type reader struct {
	row  dubbelkrona.Result
	more bool
	err  error
	pull func() (dubbelkrona.Result, error, bool)
}

func reading(rows Results) (r *reader, stop func()) {
	pull, stop := iter.Pull2(rows)
	r = &reader{pull: pull}
	r.next()
	return r, stop
}

// next reads the next row. Rows that are out of order would be taken for changes.
func (r *reader) next() {
	former, was := r.row, r.more
	r.row, r.err, r.more = r.pull()
	if was && r.more && r.err == nil && compareKeys(&former, &r.row) >= 0 {
		r.err = dubbelkrona.Errorf(dubbelkrona.Internal, "results of %s are not in their order, or one is there twice", r.row.Metric)
	}
}

// at returns the row, if it is to be taken.
func (r *reader) at(take bool) *dubbelkrona.Result {
	if !take {
		return nil
	}
	return &r.row
}

// compareRows orders the rows of two readers; one that has ended is last.
func compareRows(a, b *reader) int {
	switch {
	case !a.more:
		return 1
	case !b.more:
		return -1
	}
	return compareKeys(&a.row, &b.row)
}

func compareKeys(a, b *dubbelkrona.Result) int {
	return slices.Compare(key(a), key(b))
}

// key has the columns that results are ordered by.
func key(r *dubbelkrona.Result) []string {
	return []string{r.Metric, r.PeriodGrain, r.Period, r.Grouping, r.Municipality, string(r.Dimensions), r.Part}
}

// between returns the change from one result to another, of which one may be nil.
func between(old, new *dubbelkrona.Result) (c dubbelkrona.Change, differs bool) {
	switch {
	case old == nil:
		c.Cell, c.Kind, c.New = new.Cell(), dubbelkrona.FigureAdded, figure(new)
		return c, true
	case new == nil:
		c.Cell, c.Kind, c.Old = old.Cell(), dubbelkrona.FigureRemoved, figure(old)
		return c, true
	}
	c.Cell, c.Kind, c.Old, c.New = new.Cell(), kindOf(old.Status, new.Status), figure(old), figure(new)
	return c, *c.Old != *c.New
}

func figure(r *dubbelkrona.Result) *dubbelkrona.Figure {
	f := r.Figure()
	return &f
}

func kindOf(old, new string) dubbelkrona.ChangeKind {
	switch was, is := old == dubbelkrona.Suppressed, new == dubbelkrona.Suppressed; {
	case is && !was:
		return dubbelkrona.FigureSuppressed
	case was && !is:
		return dubbelkrona.FigureRevealed
	}
	return dubbelkrona.FigureChanged
}

// Amount is by how much the value changes, NULL if a value is unknown or not shown.
func Amount(c dubbelkrona.Change) dubbelkrona.Number {
	if c.Old == nil || c.New == nil {
		return dubbelkrona.Number{}
	}
	return Difference(c.Old.Value, c.New.Value)
}

// Difference is the second number less the first one, NULL if one is NULL.
func Difference(from, to dubbelkrona.Number) dubbelkrona.Number {
	if !from.Valid || !to.Valid {
		return dubbelkrona.Number{}
	}
	return dubbelkrona.Number{Unscaled: to.Unscaled.Sub(from.Unscaled), Valid: true}
}

// Larger orders numbers by their size without their sign, NULL first.
func Larger(a, b dubbelkrona.Number) int {
	switch {
	case !a.Valid || !b.Valid:
		return cmp.Compare(known(a), known(b))
	}
	return a.Unscaled.Abs().Cmp(b.Unscaled.Abs())
}

func known(n dubbelkrona.Number) int {
	if n.Valid {
		return 1
	}
	return 0
}
