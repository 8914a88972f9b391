package arrival

import (
	"slices"

	"dubbelkrona"
)

// Action is what happens to an object, or which fact is needed before that can
// be decided.
type Action uint8

// The facts that are needed.
const (
	Inspect  Action = iota // look at its bytes and set Bytes
	Identify               // look for it under a former name and set Identified
	Compare                // look for objects with the same bytes and set Copies
	Wait                   // wait for the end of the list and set Copies again, with Final
)

// The final actions.
const (
	Skip     Action = iota + 10 // its rows stay as they are
	Take                        // it is read, as a new object
	Replace                     // it is read, and its rows replace those of its former version
	Reread                      // it is read again, though its bytes are the same
	Move                        // it is read, and replaces Decision.Other, which is gone
	Rename                      // it gets the rows of Decision.Other, which is gone, as they are
	HoldBack                    // its former version stays until somebody accepts the new one
	Refuse                      // it is an error
)

// Reason is the reason of a decision.
type Reason uint8

// The reasons.
const (
	Undecided  Reason = iota
	New               // there was no object of that name
	Unchanged         // it is what was committed last
	BytesOther        // its bytes have changed
	PlanOther         // its mapping, its source's settings or the program has changed
	SameRows          // it was read again, and its rows are the same
	PlaceTaken        // the plan has changed, but another object has replaced its rows
	KeepsOrder        // the plan has changed, but if read again it would override later objects
	Moved             // it is an object that had another name
	Repeated          // it has the bytes of another object, which its source allows
	Copied            // it has the bytes of Decision.Other, whose rows would count twice
	VolumeFar         // it differs too much from what it replaces
	StillHeld         // it was held back before and nobody has accepted it
	Appended          // it has changed, but its rows were appended and cannot be replaced
	NoPeriod          // its source replaces by period, and it has none
)

// Decision is what happens to an object, and why.
type Decision struct {
	Action Action
	Reason Reason
	// Cause is why the object is read, if it is.
	Cause Cause
	// Other is the object that Moved, Repeated and Copied are about.
	Other string
}

// Reads reports whether the object's rows are read and committed.
func (d Decision) Reads() bool { return d.Action >= Take && d.Action <= Move }

// Weighed reports whether the volume of the object's rows is compared with that
// of the rows which they replace.
func (d Decision) Weighed() bool { return d.Action == Take || d.Action == Replace }

// Decide returns what happens to an object, or which fact is needed next. For an
// object that is read it is called before its rows are known (Facts.Rows is nil),
// and again afterwards.
func Decide(f Facts) Decision {
	if d, decided := f.byVersion(); decided {
		return d
	}
	if !f.Identified && f.Known == nil && !f.BuiltIn {
		return Decision{Action: Identify}
	}
	if d, decided := f.byPlan(); decided {
		return d
	}
	d := f.byCopies()
	if f.Rows != nil && d.Reads() {
		return f.byRows(d)
	}
	return d
}

// byVersion decides about an object that is the version which was committed last,
// or which is held back. If the listing shows that, the bytes are not needed.
func (f *Facts) byVersion() (Decision, bool) {
	unchanged := Decision{Action: Skip, Reason: Unchanged}
	held := Decision{Action: HoldBack, Reason: StillHeld}
	upToDate := f.Known != nil && f.Known.UpToDate && !f.Changed
	if f.Bytes == nil {
		switch reliable := isReliable(f.Fingerprint); {
		case reliable && upToDate && f.Known.Fingerprint.Equal(f.Fingerprint):
			return unchanged, true
		case reliable && f.Held != nil && f.Held.Stands && f.Held.Fingerprint.Equal(f.Fingerprint):
			return held, true
		}
		return Decision{Action: Inspect}, true
	}
	switch {
	case upToDate && !f.Identified && (f.Bytes.NotModified || f.Known.SHA256 == f.Bytes.SHA256):
		return unchanged, true
	case f.Held != nil && f.Held.Stands && f.Held.SHA256 == f.Bytes.SHA256:
		return held, true
	}
	return Decision{}, false
}

// byPlan decides about an object whose plan has changed, but which keeps its rows:
// because another object has replaced them, or because in the load mode upsert,
// in which later objects win, a later one is gone and could not be read again.
func (f *Facts) byPlan() (Decision, bool) {
	switch {
	case f.Cause() != CausePlan || f.Known.Mode != f.Mode:
		return Decision{}, false
	case !f.Known.Live:
		return Decision{Action: Skip, Reason: PlaceTaken}, true
	case f.Mode == dubbelkrona.Upsert && f.Known.LaterGone:
		return Decision{Action: Skip, Reason: KeepsOrder}, true
	}
	return Decision{}, false
}

// byCopies decides by whether other objects have the same bytes.
func (f *Facts) byCopies() Decision {
	switch {
	case f.BuiltIn:
		return f.read()
	case f.Copies == nil:
		return Decision{Action: Compare}
	case !f.Copies.Final && (f.MaskedAlike || f.Copies.RefusedFor != "" || len(f.Copies.Originals) > 0):
		return Decision{Action: Wait}
	}
	originals := f.Copies.Originals
	gone := slices.IndexFunc(originals, func(o Original) bool { return o.Gone })
	there := slices.ContainsFunc(originals, func(o Original) bool { return !o.Gone })
	switch {
	case len(originals) == 0 && f.Copies.RefusedFor != "" && !f.Repeats:
		// It has the bytes of the original as it was, even if that has been
		// corrected since.
		return Decision{Action: Refuse, Reason: Copied, Cause: f.Cause(), Other: f.Copies.RefusedFor}
	case len(originals) == 0:
		return f.read()
	case gone >= 0 && (!there || f.Repeats):
		return f.move(originals[gone].Object)
	case f.Repeats || f.Mode == dubbelkrona.Upsert: // rows of a key count once
		d := f.read()
		if d.Reads() {
			d.Reason, d.Other = Repeated, originals[0].Object
		}
		return d
	}
	return Decision{Action: Refuse, Reason: Copied, Cause: f.Cause(), Other: originals[0].Object}
}

// read decides about an object that is not a copy.
func (f *Facts) read() Decision {
	switch cause := f.Cause(); cause {
	case CauseNew:
		return Decision{Action: Take, Reason: New, Cause: cause}
	case CausePlan:
		return Decision{Action: Reread, Reason: PlanOther, Cause: cause}
	default:
		if f.Mode == dubbelkrona.Append {
			return Decision{Action: Refuse, Reason: Appended, Cause: cause}
		}
		return Decision{Action: Replace, Reason: BytesOther, Cause: cause}
	}
}

// move decides about an object that has the bytes of one that is gone. In the load
// mode upsert the rows are renamed, so that they keep their place in the order.
func (f *Facts) move(from string) Decision {
	d := f.read()
	switch {
	case d.Action == Refuse:
		return d
	case f.Mode == dubbelkrona.Upsert && d.Cause == CauseNew:
		return Decision{Action: Rename, Reason: Moved, Cause: d.Cause, Other: from}
	}
	return Decision{Action: Move, Reason: Moved, Cause: d.Cause, Other: from}
}

// byRows revises the decision about an object that is to be read, given its rows.
func (f *Facts) byRows(d Decision) Decision {
	switch {
	case f.Mode == dubbelkrona.ReplacePeriod && f.Rows.Period == "":
		return Decision{Action: Refuse, Reason: NoPeriod, Cause: d.Cause}
	case d.Weighed() && len(f.Rows.TooFar) > 0 && !f.Rows.Accepted:
		return Decision{Action: HoldBack, Reason: VolumeFar, Cause: d.Cause}
	case d.Cause == CausePlan && f.Rows.Same:
		return Decision{Action: Skip, Reason: SameRows, Cause: d.Cause}
	}
	return d
}
