package pipeline

import (
	"context"
	"slices"

	"dubbelkrona/internal/identity"
	"dubbelkrona/internal/ledger"
)

// An earlier version masked the identity numbers in names and did not keep the
// masked names apart: of the objects with one label it knew one at a time, and
// the ledger does not say which. The first list that is read since tells: the
// object whose bytes they were takes the state over, the others were hidden
// and are read.

// formerly finds what an earlier version left of an object under another label
// and gives it to the object, if the bytes are the same. If they are not, the
// label is noted and the object has to wait.
func (r *reading) formerly(ctx context.Context, a *arrival) (state ledger.ObjectState, found bool, err error) {
	if a.object.Name != a.object.Label {
		// A name that was not masked before is that object's for sure.
		if state, found, err = r.Ledger.Object(ctx, r.src.Name, a.object.Name); err != nil || found {
			return state, found, r.takeOver(ctx, a, a.object.Name, err)
		}
	}
	for _, label := range r.masked {
		if !identity.LabelledBefore(a.object.Name, label) {
			continue
		}
		if state, found, err = r.Ledger.Object(ctx, r.src.Name, label); err != nil || state.SHA256 == a.origin.SHA256 {
			return state, found, r.takeOver(ctx, a, label, err)
		}
		a.label = label
	}
	return ledger.ObjectState{}, false, nil
}

// takeOver renames what the ledger knows to the object's label.
func (r *reading) takeOver(ctx context.Context, a *arrival, from string, err error) error {
	if err != nil {
		return err
	}
	r.masked = slices.DeleteFunc(r.masked, func(label string) bool { return label == from })
	a.label = ""
	return r.Ledger.Rename(ctx, r.src.Name, from, a.object.Label, a.fingerprint)
}

// unhide ends the waiting of an object that shared its label. Where none had
// the bytes that the ledger knows, the first of them is the one that changed:
// its rows are replaced, as they would have been.
func (r *reading) unhide(ctx context.Context, a *arrival) error {
	if a.label == "" {
		return nil
	}
	if slices.Contains(r.masked, a.label) && r.src.Replaces() && r.whole() {
		a.cause = causeBytes
		return r.takeOver(ctx, a, a.label, nil)
	}
	r.report.Hidden = append(r.report.Hidden, a.object.Label)
	r.Log.Warn("an earlier version took the object for another, since their names are masked alike; it is read now",
		"source", r.src.Name, "object", a.object.Label)
	return nil
}
