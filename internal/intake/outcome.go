package intake

import (
	"context"
	"fmt"

	"dubbelkrona"
	"dubbelkrona/internal/arrival"
	"dubbelkrona/internal/ledger"
)

// The rules of issues about an object's former name.
const (
	ruleMoved  = "object.moved"  // it had another name until now
	ruleHidden = "object.hidden" // an earlier version confused it with another object
)

// carryOut does what was decided about an object.
func (r *reading) carryOut(ctx context.Context, o *object, d arrival.Decision) (err error) {
	if d.Cause == arrival.CausePlan {
		r.report.Reread++
	}
	if d.Reason == arrival.Repeated {
		r.Log.Info("an object has the bytes of another", "source", r.src.Name, "object", o.listed.Label, "other", d.Other)
	}
	switch d.Action {
	case arrival.Skip:
		return r.skip(ctx, o, d)
	case arrival.HoldBack:
		return r.heldError(r.held[r.src.Name][o.listed.Label])
	case arrival.Refuse:
		return r.refusal(ctx, o, d)
	case arrival.Rename:
		err = r.rename(ctx, o, d.Other)
	case arrival.Move:
		o.former = d.Other
		err = r.deliver(ctx, o, d)
	default:
		return r.deliver(ctx, o, d)
	}
	if err != nil {
		return err
	}
	r.report.Moved = append(r.report.Moved, d.Other+" → "+o.listed.Label)
	r.Log.Info("an object has moved; its rows go with it", "source", r.src.Name, "object", o.listed.Label, "from", d.Other)
	return nil
}

// skip skips an object that keeps its rows.
func (r *reading) skip(ctx context.Context, o *object, d arrival.Decision) error {
	r.report.Skipped++
	if d.Reason == arrival.KeepsOrder {
		r.kept++
	}
	if _, waits := r.held[r.src.Name][o.listed.Label]; waits {
		// The held version is gone: the object has its committed bytes again.
		if err := r.Ledger.Held.Release(ctx, r.src.Name, o.listed.Label); err != nil {
			return projectError{err}
		}
	}
	known, now := o.facts.Known.Fingerprint, o.facts.Fingerprint
	if o.facts.Bytes == nil || o.facts.Bytes.NotModified {
		now = known
	}
	if known.Equal(now) && o.listed.Cursor == nil {
		return nil
	}
	return ofProject(r.Ledger.Objects.Touch(ctx, r.src.Name, o.listed.Label, now, o.listed.Cursor))
}

// rename gives an object the rows of one that is gone, as they are.
func (r *reading) rename(ctx context.Context, o *object, from string) error {
	if err := r.Ledger.Objects.Rename(ctx, r.src.Name, from, o.listed.Label, o.facts.Fingerprint); err != nil {
		return projectError{err}
	}
	r.report.Skipped++
	return nil
}

// refusal is the error of an object that is refused.
func (r *reading) refusal(ctx context.Context, o *object, d arrival.Decision) error {
	switch d.Reason {
	case arrival.Appended:
		return dubbelkrona.Errorf(dubbelkrona.Conflict,
			"the object has changed since its rows were appended; deliver additions as new files, or set load: %s", dubbelkrona.ReplaceObject)
	case arrival.NoPeriod:
		return dubbelkrona.Invalidf(
			"load: %s needs to know the period of each object; set period: {from: name, pattern: …}", r.src.Mode)
	default:
		return r.refuseCopy(ctx, o, d)
	}
}

// refuseCopy returns the error for a copy, with both names. Rows of the copy that
// an earlier version committed are removed, since they count twice.
func (r *reading) refuseCopy(ctx context.Context, o *object, d arrival.Decision) error {
	var empty *ledger.Delivery
	if d.Cause == arrival.CausePlan {
		empty = &ledger.Delivery{RunID: r.Report.Run.ID, Source: r.src.Name, Object: o.listed.Label, SHA256: o.origin.SHA256,
			Mapping: r.src.Mapping, Format: o.origin.Format, Mode: r.src.Mode, Anew: true}
	}
	if err := r.Ledger.Objects.RefuseCopy(ctx, ledger.Copy{Source: r.src.Name, Object: o.listed.Label, SHA256: o.origin.SHA256, Original: d.Other}, empty); err != nil {
		return projectError{err}
	}
	return dubbelkrona.Errorf(dubbelkrona.Conflict, r.Language().Pick(
		"en kopia av %s, byte för byte; dess rader skulle räknas två gånger. Ta bort den ena, eller skriv repeats: allow för källan om lika filer är olika leveranser",
		"a copy of %s, byte for byte; its rows would count twice. Remove one of them, or set repeats: allow for the source if equal files are different deliveries"), d.Other)
}

// noteIdentity adds an issue about the object's former name, if it had one.
func (r *reading) noteIdentity(d *delivery, o *object) error {
	issue := dubbelkrona.Issue{Table: r.src.Plan.Tables()[0].Name, Severity: dubbelkrona.Warn}
	switch {
	case o.former != "":
		issue.Rule, issue.Detail = ruleMoved, fmt.Sprintf("the object was %s until now; its rows came with it", o.former)
	case o.alike != "":
		issue.Rule, issue.Detail = ruleHidden, "an earlier version masked this name like another's and did not read the object"
	default:
		return nil
	}
	return d.issue(issue)
}
