package arrival

import (
	"slices"

	"dubbelkrona"
)

// Action is what happens to an object, or what has to be found out before that
// can be decided.
type Action uint8

// What has to be found out.
const (
	Inspect  Action = iota // look at its bytes and set Bytes
	Identify               // look for it under a former name and set Identified
	Compare                // look for objects with the same bytes and set Copies
	Wait                   // wait for the end of the list and set Copies again, Final
)

// What happens.
const (
	Skip     Action = iota + 10 // its rows stay as they are
	Take                        // it is read, as a new object
	Replace                     // it is read, and its rows take the place of those of its former version
	Reread                      // it is read anew, though its bytes are the same
	Move                        // it is read, and takes the place of Decision.Other, which is gone
	Rename                      // it gets the rows of Decision.Other, which is gone, as they are
	HoldBack                    // its former version stays until somebody accepts it
	Refuse                      // it is an error
)

// Reason says why.
type Reason uint8

// The reasons.
const (
	Undecided  Reason = iota
	New               // there was no object of that name
	Unchanged         // it is what was committed last
	BytesOther        // its bytes are others
	PlanOther         // its mapping, its source's settings or this program reads it in another way
	SameRows          // it was read anew, and its rows are those that it had
	PlaceTaken        // it would be read in another way, but another object holds its place
	KeepsOrder        // it would be read in another way, but would then win over later objects
	Moved             // it is an object that was there under another name
	Repeated          // it has the bytes of another object, which its source allows
	Copied            // it has the bytes of Decision.Other, whose rows it would double
	VolumeFar         // it differs too much from what it replaces
	StillHeld         // it was held back before and nobody has accepted it
	Appended          // its rows were appended and cannot be replaced
	NoPeriod          // it replaces a period, and does not say which
)

// Decision is what happens to an object, and why.
type Decision struct {
	Action Action
	Reason Reason
	// Cause is why it is read, if it is.
	Cause Cause
	// Other is the object that Moved, Repeated and Copied are about.
	Other string
}

// Final reports whether the decision is about what happens, and not about what
// has to be found out.
func (d Decision) Final() bool { return d.Action >= Skip }

// Reads reports whether the object's rows are read and committed.
func (d Decision) Reads() bool { return d.Action >= Take && d.Action <= Move }

// Weighed reports whether the volume of the object's rows is compared with what
// they replace: the same bytes are no other volume.
func (d Decision) Weighed() bool { return d.Action == Take || d.Action == Replace }

// Decide says what happens to an object of which some facts are known. Of an
// object that is read it says so before its rows are known (Facts.Rows is nil),
// and again when they are.
func Decide(f Facts) Decision {
	if d, settled := f.byVersion(); settled {
		return d
	}
	if !f.Identified && f.Known == nil && !f.BuiltIn {
		return Decision{Action: Identify}
	}
	if d, settled := f.byPlan(); settled {
		return d
	}
	d := f.byCopies()
	if f.Rows != nil && d.Reads() {
		return f.byRows(d)
	}
	return d
}

// byVersion decides about what was committed last, and about what was held back
// before. What the listing tells does without the bytes.
func (f *Facts) byVersion() (Decision, bool) {
	unchanged := Decision{Action: Skip, Reason: Unchanged}
	held := Decision{Action: HoldBack, Reason: StillHeld}
	upToDate := f.Known != nil && f.Known.UpToDate && !f.Changed
	if f.Bytes == nil {
		switch tells := fingerprintTells(f.Fingerprint); {
		case tells && upToDate && f.Known.Fingerprint.Equal(f.Fingerprint):
			return unchanged, true
		case tells && f.Held != nil && f.Held.Stands && f.Held.Fingerprint.Equal(f.Fingerprint):
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

// byPlan decides about an object that would be read in another way, but keeps
// its rows: if another object holds its place, which it would take back; and in
// the load mode upsert, where later objects win, if one that was read later is
// no longer there to win again.
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

// byCopies decides about an object whose bytes are those of others, or not.
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
		// Its bytes are those that were wrong, also if the original has been
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

// move decides about an object that has the bytes of one that is gone. If later
// rows win, its rows keep their place among the others.
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

// byRows decides once more about an object that is to be read, by its rows.
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
