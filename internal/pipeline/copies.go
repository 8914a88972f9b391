package pipeline

import (
	"context"
	"fmt"
	"math"
	"slices"

	"dubbelkrona"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/transform"
)

// The rules of issues that tell what an object was before.
const (
	ruleMoved  = "object.moved"  // it was there under another name until now
	ruleHidden = "object.hidden" // an earlier version took it for another object
)

// mustWait reports whether an object is to be decided about when all of the
// list has been read: its bytes are those of another, or an earlier version may
// have known it by another label.
func (r *reading) mustWait(ctx context.Context, a *arrival) (bool, error) {
	if r.src.BuiltIn() {
		return false, nil
	}
	var err error
	if _, a.wasCopy, err = r.Ledger.RefusedCopy(ctx, r.src.Name, a.object.Label, a.origin.SHA256); err != nil {
		return false, err
	}
	twins, err := r.twins(ctx, a)
	return a.label != "" || a.wasCopy || len(twins) > 0, err
}

// twins are the objects of the source that have rows of the same bytes, which
// this one would double, the one first seen in front. An object with rows of
// its own doubles those that were there before it.
func (r *reading) twins(ctx context.Context, a *arrival) (objects []string, err error) {
	all, err := r.Ledger.Twins(ctx, r.src.Name, a.origin.SHA256, a.object.Label)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	first := int64(math.MaxInt64)
	if a.cause == causePlan {
		if first, err = r.Ledger.FirstSeen(ctx, r.src.Name, a.object.Label); err != nil {
			return nil, err
		}
	}
	period := ""
	if r.src.Mode == dubbelkrona.ReplacePeriod {
		pass := r.src.Plan.Start(a.origin, transform.Env{Key: r.Key, Now: r.Now()})
		period = pass.Period()
		pass.Close()
	}
	for _, t := range all {
		// Of one period the later takes the place of the earlier.
		if t.First < first && (period == "" || t.Period != period) {
			objects = append(objects, t.Object)
		}
	}
	return objects, nil
}

// decide reads an object that waited, or refuses it.
func (r *reading) decide(ctx context.Context, a *arrival) error {
	if err := r.unhide(ctx, a); err != nil {
		return projectError{err}
	}
	twins, err := r.twins(ctx, a)
	if err != nil {
		return projectError{err}
	}
	twins = slices.DeleteFunc(twins, func(twin string) bool { return r.changes(twin, a.origin.SHA256) })
	gone := slices.IndexFunc(twins, func(twin string) bool { return r.whole() && r.listed.lacks(twin) })
	there := slices.ContainsFunc(twins, func(twin string) bool { return !r.whole() || !r.listed.lacks(twin) })
	switch {
	case len(twins) == 0:
		return r.withoutTwin(ctx, a)
	case gone >= 0 && (!there || r.src.Repeats):
		return r.move(ctx, a, twins[gone])
	case r.src.Repeats || r.src.Mode == dubbelkrona.Upsert: // rows of a key count once
		r.Log.Info("an object has the bytes of another", "source", r.src.Name, "object", a.object.Label, "other", twins[0])
		return r.deliver(ctx, a)
	}
	return r.refuseCopy(ctx, a, twins[0])
}

// changes reports whether an object that has some bytes is about to get others:
// then nothing of them is left for another to double.
func (r *reading) changes(object, sha256 string) bool {
	return slices.ContainsFunc(r.later, func(a *arrival) bool { return a.object.Label == object && a.origin.SHA256 != sha256 })
}

// withoutTwin reads an object whose bytes nothing has now. One that was refused
// as a copy stays so while it is the same, also when the original has been
// corrected: its bytes are those that were wrong.
func (r *reading) withoutTwin(ctx context.Context, a *arrival) error {
	original, refused, err := r.Ledger.RefusedCopy(ctx, r.src.Name, a.object.Label, a.origin.SHA256)
	if err != nil {
		return projectError{err}
	}
	if refused && !r.src.Repeats {
		return r.refuseCopy(ctx, a, original)
	}
	return r.deliver(ctx, a)
}

// refuseCopy refuses an object with both names. What an earlier version took of
// it goes: it counted twice.
func (r *reading) refuseCopy(ctx context.Context, a *arrival, original string) error {
	var empty *ledger.Delivery
	if a.cause == causePlan {
		empty = &ledger.Delivery{RunID: r.Report.Run.ID, Source: r.src.Name, Object: a.object.Label, SHA256: a.origin.SHA256,
			Mapping: r.src.Mapping, Format: a.origin.Format, Mode: r.src.Mode, Anew: true}
	}
	if err := r.Ledger.RefuseCopy(ctx, ledger.Copy{Source: r.src.Name, Object: a.object.Label, SHA256: a.origin.SHA256, Original: original}, empty); err != nil {
		return projectError{err}
	}
	return dubbelkrona.Errorf(dubbelkrona.Conflict, r.Language().Pick(
		"en kopia av %s, byte för byte; dess rader skulle räknas två gånger. Ta bort den ena, eller skriv repeats: allow för källan om lika filer är olika leveranser",
		"a copy of %s, byte for byte; its rows would count twice. Remove one of them, or set repeats: allow for the source if equal files are different deliveries"), original)
}

// move takes the rows of an object that is gone to the one that has its bytes.
// Where later rows win they keep their place among the others.
func (r *reading) move(ctx context.Context, a *arrival, from string) error {
	if r.src.Mode == dubbelkrona.Upsert && a.cause == causeNew {
		if err := r.Ledger.Rename(ctx, r.src.Name, from, a.object.Label, a.fingerprint); err != nil {
			return projectError{err}
		}
		r.report.Skipped++
	} else {
		a.former = from
		if err := r.deliver(ctx, a); err != nil {
			return err
		}
	}
	r.report.Moved = append(r.report.Moved, from+" → "+a.object.Label)
	r.Log.Info("an object has moved; its rows go with it", "source", r.src.Name, "object", a.object.Label, "from", from)
	return nil
}

// noteIdentity writes into a delivery's issues what its object was before.
func (r *reading) noteIdentity(d *delivery, a *arrival) error {
	issue := dubbelkrona.Issue{Table: r.src.Plan.Tables()[0].Name, Severity: dubbelkrona.Warn}
	switch {
	case a.former != "":
		issue.Rule, issue.Detail = ruleMoved, fmt.Sprintf("the object was %s until now; its rows came with it", a.former)
	case a.label != "":
		issue.Rule, issue.Detail = ruleHidden, "an earlier version masked this name like another's and did not read the object"
	default:
		return nil
	}
	return d.issue(issue)
}

// settleLate decides about the objects that waited, and about what the list as
// a whole tells.
func (r *reading) settleLate(ctx context.Context) error {
	r.putCopiesLast()
	for _, a := range r.later {
		if err := r.takeLate(ctx, a); err != nil {
			return err
		}
	}
	if r.listed.broken {
		return nil
	}
	if len(r.masked) > 0 && !r.past {
		if err := r.Ledger.Unmask(ctx, r.src.Name); err != nil {
			return err
		}
	}
	if err := r.noteKept(ctx); err != nil {
		return err
	}
	return r.noteMissing(ctx, r.src, r.listed, r.report)
}

// putCopiesLast lets the objects that were refused as copies before come behind
// the others: where the original has moved, its new name is one of those.
func (r *reading) putCopiesLast() {
	slices.SortStableFunc(r.later, func(a, b *arrival) int {
		switch {
		case a.wasCopy == b.wasCopy:
			return 0
		case b.wasCopy:
			return -1
		}
		return 1
	})
}

func (r *reading) takeLate(ctx context.Context, a *arrival) (err error) {
	ctx, end := r.objectSpan(ctx, a.object, r.report)
	err = r.decide(ctx, a)
	end(err)
	if err != nil {
		return r.refuse(ctx, r.report, a.object.Label, err)
	}
	return nil
}
