package intake

import (
	"context"

	"dubbelkrona"
	"dubbelkrona/internal/arrival"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/session"
)

// loadHeld reads from the ledger which versions are held back.
func (in *Intake) loadHeld(ctx context.Context) error {
	all, err := in.Ledger.Held.List(ctx)
	if err != nil {
		return err
	}
	in.held = make(map[string]map[string]ledger.Held)
	for _, h := range all {
		if in.held[h.Source] == nil {
			in.held[h.Source] = make(map[string]ledger.Held)
		}
		in.held[h.Source][h.Object] = h
	}
	return nil
}

// hold holds back an object that differs too much from what it replaces.
func (r *reading) hold(ctx context.Context, o *object) error {
	h := ledger.Held{Source: r.src.Name, Object: o.origin.Object, Fingerprint: o.facts.Fingerprint, SHA256: o.origin.SHA256,
		Plan: arrival.HeldPlan(r.src), Changes: o.facts.Rows.TooFar}
	if err := r.Ledger.Held.Add(ctx, h); err != nil {
		return projectError{err}
	}
	return r.heldError(h)
}

// heldError returns the Conflict error for a version that is held back: why, and
// what to do.
func (in *Intake) heldError(h ledger.Held) error {
	l := in.Language()
	return dubbelkrona.Errorf(dubbelkrona.Conflict, l.Pick(
		"hålls tillbaka, eftersom den skiljer sig för mycket från det den ersätter (%s); den tidigare versionen gäller. Om den är rätt: `dubbelkrona accept %s --reason \"…\"`",
		"held back, since it differs too much from what it replaces (%s); the former version stays in use. If it is right: `dubbelkrona accept %s --reason \"…\"`"),
		session.Changes(l, h), arrival.AcceptArguments(h))
}
