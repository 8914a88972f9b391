package intake

import (
	"context"
	"slices"
)

// end decides about the objects that waited, and notes what the list as a whole
// tells.
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
		if err := r.Ledger.Unmask(ctx, r.src.Name); err != nil {
			return err
		}
	}
	if err := r.noteKept(ctx); err != nil {
		return err
	}
	return r.noteMissing(ctx, r.src, r.find.Listed, r.report)
}

// putCopiesLast lets the objects that were refused as copies before come behind
// the others: if the original has moved, its new name is one of those.
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

// planFact holds the plan whose change a source's objects have been through.
const planFact = "plan of "

// noteKept tells, once after each change of the plan, how many objects keep the
// rows that were read under a former one, since they are no longer there.
func (r *reading) noteKept(ctx context.Context) error {
	if r.Past || r.src.BuiltIn() {
		return nil
	}
	name, now := planFact+r.src.Name, r.src.Mapping+" "+r.plan.Versions()
	before, _, err := r.Ledger.Fact(ctx, name)
	if err != nil || before == now {
		return err
	}
	outdated, err := r.Ledger.Outdated(ctx, r.src.Name, func(object, mapping, format string) bool {
		return r.find.Listed.Lacks(object) && !r.plan.UpToDate(r.src, mapping, format)
	})
	if err != nil {
		return err
	}
	if r.report.Kept = r.kept + outdated; r.report.Kept > 0 {
		r.Log.Warn("objects keep the rows that were read under a former mapping or version", "source", r.src.Name, "objects", r.report.Kept)
	}
	return r.Ledger.SetFact(ctx, name, now)
}
