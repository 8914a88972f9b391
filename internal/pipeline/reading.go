package pipeline

import (
	"context"
	"errors"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/compile"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/session"
)

// reading is one source in one run: what it lists, and what is to be decided
// when all of that is known.
type reading struct {
	*intake
	src    *compile.Source
	report *session.SourceReport
	listed *listing
	masked []string   // see hidden.go
	later  []*arrival // objects that wait for the end of the list
	kept   int64      // objects that keep rows which are not up to date
}

func (in *intake) newReading(src *compile.Source, cursor []byte, report *session.SourceReport) *reading {
	return &reading{intake: in, src: src, report: report, listed: newListing(cursor)}
}

// all reads what is new. Objects with cursors are read as they come: they are
// fetched one by one. Of the others the whole list is known first, since what
// is gone decides about what is there.
func (r *reading) all(ctx context.Context, cursor []byte) (err error) {
	if r.masked, err = r.Ledger.Masked(ctx, r.src.Name); err != nil {
		return err
	}
	var listed []ingest.Object
	for object, err := range r.src.Reader.Objects(ctx, cursor) {
		if err != nil {
			r.listed.broken = true
			if err := r.refuse(ctx, r.report, "", err); err != nil {
				return err
			}
			break
		}
		r.listed.add(object)
		if object.Cursor == nil {
			listed = append(listed, object)
			continue
		}
		if err := r.take(ctx, object); err != nil {
			return err
		}
	}
	for _, object := range listed {
		if err := r.take(ctx, object); err != nil {
			return err
		}
	}
	return r.settleLate(ctx)
}

// take reads one object. A failure of it is noted, one of the project returned.
func (r *reading) take(ctx context.Context, object ingest.Object) error {
	if len(r.report.Failures) > 0 {
		// The cursor may not pass what was refused: the next run comes back
		// to it, and finds what lies behind it unchanged.
		object.Cursor = nil
	}
	if err := r.object(ctx, object); err != nil {
		return r.refuse(ctx, r.report, object.Label, err)
	}
	return nil
}

// object commits an object's rows unless it is what was committed last, or has
// to wait.
func (r *reading) object(ctx context.Context, object ingest.Object) (err error) {
	ctx, end := r.objectSpan(ctx, object, r.report)
	defer func() { end(err) }()
	a, err := r.look(ctx, object)
	if err != nil || a == nil {
		return err
	}
	waits, err := r.mustWait(ctx, a)
	switch {
	case err != nil:
		return projectError{err}
	case !waits:
		return r.deliver(ctx, a)
	case object.Cursor != nil:
		return r.decide(ctx, a)
	}
	r.later = append(r.later, a)
	return nil
}

// cause is why an object is read.
type cause int

// The causes.
const (
	causeNew   cause = iota // there was no object of that name
	causeBytes              // its bytes are others
	causePlan               // its bytes are the same, how they are read is not
)

// arrival is an object that is not what was committed last.
type arrival struct {
	object      ingest.Object
	origin      dubbelkrona.Origin
	fingerprint ledger.Fingerprint
	cause       cause
	former      string // the object that it was until now, whose rows go with it
	label       string // what an earlier version may have called it, see hidden.go
	wasCopy     bool   // it was refused as a copy before
}

// look finds out whether an object is what was committed last; nil where it is.
func (r *reading) look(ctx context.Context, object ingest.Object) (*arrival, error) {
	known, found, err := r.Ledger.Object(ctx, r.src.Name, object.Label)
	if err != nil {
		return nil, projectError{err}
	}
	a := &arrival{object: object, fingerprint: ledger.Fingerprint{Size: object.Size, Modified: object.Modified, Version: object.Version}}
	held := r.held[[2]string{r.src.Name, object.Label}]
	same := found && r.upToDate(r.src, known)
	if same && telling(a.fingerprint) && known.Fingerprint.Equal(a.fingerprint) {
		return nil, r.skip(ctx, object, known.Fingerprint, known.Fingerprint)
	}
	if same {
		a.object.Known = known.Version
	}
	if telling(a.fingerprint) && held.Fingerprint.Equal(a.fingerprint) {
		if err := r.stillHeld(ctx, r.src, held, held.SHA256); err != nil {
			return nil, err
		}
	}
	a.origin, err = r.src.Reader.Inspect(ctx, a.object)
	if same && errors.Is(err, ingest.ErrNotModified) {
		return nil, r.skip(ctx, object, known.Fingerprint, known.Fingerprint)
	}
	if err != nil {
		return nil, err
	}
	a.fingerprint.Version = a.origin.Version
	if same && known.SHA256 == a.origin.SHA256 {
		return nil, r.skip(ctx, object, known.Fingerprint, a.fingerprint)
	}
	if err := r.stillHeld(ctx, r.src, held, a.origin.SHA256); err != nil {
		return nil, err
	}
	if !found && !r.src.BuiltIn() {
		if known, found, err = r.formerly(ctx, a); err != nil {
			return nil, projectError{err}
		}
	}
	if !found {
		return a, nil
	}
	return r.since(ctx, a, known)
}

// since says how an object differs from its last delivery; nil where its rows
// stay as they are.
func (r *reading) since(ctx context.Context, a *arrival, known ledger.ObjectState) (*arrival, error) {
	if a.cause = causeBytes; known.SHA256 != a.origin.SHA256 {
		return a, nil
	}
	a.cause = causePlan
	stays, err := r.stays(ctx, known)
	if err != nil {
		return nil, projectError{err}
	}
	if stays {
		return nil, r.skip(ctx, a.object, known.Fingerprint, a.fingerprint)
	}
	r.report.Reread++
	return a, nil
}

// skip passes over an object that is what was committed last.
func (r *reading) skip(ctx context.Context, object ingest.Object, known, now ledger.Fingerprint) error {
	r.report.Skipped++
	if _, waits := r.held[[2]string{r.src.Name, object.Label}]; waits {
		// What was held back is gone: the object is what it was before.
		if err := r.Ledger.Release(ctx, r.src.Name, object.Label); err != nil {
			return projectError{err}
		}
	}
	if known.Equal(now) && object.Cursor == nil {
		return nil
	}
	if err := r.Ledger.Touch(ctx, r.src.Name, object.Label, now, object.Cursor); err != nil {
		return projectError{err}
	}
	return nil
}

// telling fingerprints change when the object does. One of a size alone, as
// embedded files have, says too little.
func telling(f ledger.Fingerprint) bool { return !f.Modified.IsZero() || f.Version != "" }
