package pipeline

import (
	"context"

	"dubbelkrona"
	"dubbelkrona/internal/compile"
	"dubbelkrona/internal/ledger"
)

// upToDate reports whether the rows of a delivery are what the source would make
// of its bytes now.
func (in *intake) upToDate(src *compile.Source, known ledger.ObjectState) bool {
	return known.Mode == src.Mode && in.plan.UpToDate(src, known.Mapping, known.Format)
}

// stays reports whether an object whose bytes are the same keeps its rows
// though they would be read in another way now: where another object holds its
// place, which it would take back; and in the load mode upsert, where later
// objects win, if one that was read later is no longer there to win again.
func (r *reading) stays(ctx context.Context, known ledger.ObjectState) (bool, error) {
	if known.Mode != r.src.Mode {
		return false, nil
	}
	if !known.Live || r.src.Mode != dubbelkrona.Upsert {
		return !known.Live, nil
	}
	if !r.whole() {
		r.kept++
		return true, nil
	}
	gone, err := r.Ledger.Holding(ctx, r.src.Name, r.listed.lacks)
	if len(gone) > 0 {
		r.kept++
	}
	return len(gone) > 0, err
}

// whole reports whether what the source does not list is gone.
func (r *reading) whole() bool {
	return !r.listed.cursors && !r.listed.broken && !r.src.Moving && !r.past && !r.src.BuiltIn()
}

// planFact holds the plan whose change a source's objects have been through.
const planFact = "plan of "

// noteKept tells, once after each change of the plan, how many objects keep the
// rows that were read under a former one, since they are no longer there.
func (r *reading) noteKept(ctx context.Context) error {
	if r.listed.broken || r.past || r.src.BuiltIn() {
		return nil
	}
	name, now := planFact+r.src.Name, r.src.Mapping+" "+r.plan.Versions()
	before, _, err := r.Ledger.Fact(ctx, name)
	if err != nil || before == now {
		return err
	}
	outdated, err := r.Ledger.Outdated(ctx, r.src.Name, func(object, mapping, format string) bool {
		return r.listed.lacks(object) && !r.plan.UpToDate(r.src, mapping, format)
	})
	if err != nil {
		return err
	}
	if r.report.Kept = r.kept + outdated; r.report.Kept > 0 {
		r.Log.Warn("objects keep the rows that were read under a former mapping or version", "source", r.src.Name, "objects", r.report.Kept)
	}
	return r.Ledger.SetFact(ctx, name, now)
}
