package intake

import (
	"context"
	"slices"
)

// end decides about the objects that waited, and records what follows from the
// complete list.
func (r *reading) end(ctx context.Context) error {
	r.putCopiesLast()
	for _, o := range r.later {
		err := r.within(ctx, o, func(ctx context.Context) error {
			if err := r.conclude(ctx, o); err != nil {
				return err
			}
			return r.decide(ctx, o)
		})
		if err != nil {
			return err
		}
	}
	if r.find.Listed.Broken {
		return nil
	}
	if len(r.find.Masked) > 0 && !r.Past {
		if err := r.Ledger.Objects.Unmask(ctx, r.src.Name); err != nil {
			return err
		}
	}
	if err := r.noteKept(ctx); err != nil {
		return err
	}
	return r.noteMissing(ctx, r.src, r.find.Listed, r.report)
}

// putCopiesLast moves the objects that were refused as copies before to the end:
// if the original was renamed, its new name is among the others.
func (r *reading) putCopiesLast() {
	wasCopy := func(o *object) bool { return o.facts.Copies.RefusedFor != "" }
	slices.SortStableFunc(r.later, func(a, b *object) int {
		switch {
		case wasCopy(a) == wasCopy(b):
			return 0
		case wasCopy(b):
			return -1
		}
		return 1
	})
}

// planFact begins the name of the ledger fact with the plan that noteKept has
// last handled for a source.
const planFact = "plan of "

// noteKept reports, once after each change of the plan, how many objects keep rows
// that were read with an earlier one, since they cannot be read again.
func (r *reading) noteKept(ctx context.Context) error {
	if r.Past || r.src.BuiltIn() {
		return nil
	}
	name, now := planFact+r.src.Name, r.src.Mapping+" "+r.plan.Versions()
	before, _, err := r.Ledger.Facts.Get(ctx, name)
	if err != nil || before == now {
		return err
	}
	outdated, err := r.Ledger.Objects.Outdated(ctx, r.src.Name, func(object, mapping, format string) bool {
		return r.find.Listed.Lacks(object) && !r.plan.UpToDate(r.src, mapping, format)
	})
	if err != nil {
		return err
	}
	if r.report.Kept = r.kept + outdated; r.report.Kept > 0 {
		r.Log.Warn("objects keep rows that were read with an earlier mapping or version", "source", r.src.Name, "objects", r.report.Kept)
	}
	return r.Ledger.Facts.Set(ctx, name, now)
}
