package intake

import (
	"context"
	"errors"
	"slices"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/arrival"
	"dubbelkrona/internal/compile"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/session"
	"dubbelkrona/transform"
)

// reading is the reading of one source in one run.
type reading struct {
	*Intake
	src    *compile.Source
	report *session.SourceReport
	find   *arrival.Finder
	later  []*object // they wait for the end of the list
	kept   int64     // objects that keep rows which are not up to date
}

// object is an object that the source lists, with what is known of it.
type object struct {
	listed ingest.Object
	origin dubbelkrona.Origin
	facts  arrival.Facts
	alike  string // label that an earlier version may have used for it
	former string // its name until now, if it was renamed
}

func (in *Intake) newReading(src *compile.Source, cursor []byte, report *session.SourceReport) *reading {
	return &reading{Intake: in, src: src, report: report, find: &arrival.Finder{
		Ledger: in.Ledger, Source: src, UpToDate: in.plan.UpToDate, Env: transform.Env{Key: in.Key, Now: in.Now()},
		Listed: arrival.NewListing(cursor), Past: in.Past, Held: in.held[src.Name],
	}}
}

// all reads what is new. Objects with cursors are read as they are listed. The
// others are read when the list is complete, since whether an object is new or
// renamed depends on which objects are gone.
func (r *reading) all(ctx context.Context, cursor []byte) (err error) {
	for _, column := range r.src.Plan.Unstored() {
		r.Log.Warn("a column of the mapping is no longer stored", "source", r.src.Name, "column", column.Path)
		r.report.Unstored = append(r.report.Unstored, column.Path)
	}
	if r.find.Masked, err = r.Ledger.Objects.Masked(ctx, r.src.Name); err != nil {
		return err
	}
	var listed []ingest.Object
	for object, err := range r.src.Reader.Objects(ctx, cursor) {
		if err != nil {
			r.find.Listed.Broken = true
			if err := r.refuse(ctx, r.report, "", err); err != nil {
				return err
			}
			break
		}
		r.find.Listed.Add(object)
		if object.Cursor == nil {
			listed = append(listed, object)
			continue
		}
		if err := r.process(ctx, object); err != nil {
			return err
		}
	}
	for _, object := range listed {
		if err := r.process(ctx, object); err != nil {
			return err
		}
	}
	return r.end(ctx)
}

// process decides about one object and reads it. A failure of the object is added
// to the report; one of the project is returned.
func (r *reading) process(ctx context.Context, listed ingest.Object) error {
	if len(r.report.Failures) > 0 {
		// The cursor must not move past a refused object, so that the next run
		// tries it again. It finds the objects after it unchanged.
		listed.Cursor = nil
	}
	o := &object{listed: listed}
	return r.within(ctx, o, func(ctx context.Context) (err error) {
		o.facts, err = r.find.Object(ctx, listed.Label, ledger.Fingerprint{Size: listed.Size, Modified: listed.Modified, Version: listed.Version})
		if err != nil {
			return projectError{err}
		}
		return r.decide(ctx, o)
	})
}

// within does work on an object in a span, and adds its failure to the report.
func (r *reading) within(ctx context.Context, o *object, work func(context.Context) error) error {
	inner, end := r.objectSpan(ctx, o.listed, r.report)
	err := work(inner)
	end(err)
	if err != nil {
		return r.refuse(ctx, r.report, o.listed.Label, err)
	}
	return nil
}

// decide gets the facts about an object that the decision needs, and carries the
// decision out, unless the object has to wait for the end of the list.
func (r *reading) decide(ctx context.Context, o *object) (err error) {
	for err == nil {
		switch d := arrival.Decide(o.facts); d.Action {
		case arrival.Inspect:
			err = r.inspect(ctx, o)
		case arrival.Identify:
			err = r.identify(ctx, o)
		case arrival.Compare:
			err = r.compare(ctx, o, false)
		case arrival.Wait:
			if o.listed.Cursor == nil {
				r.later = append(r.later, o)
				return nil
			}
			err = r.conclude(ctx, o)
		default:
			return r.carryOut(ctx, o, d)
		}
	}
	return err
}

// inspect gets the hash of an object's bytes.
func (r *reading) inspect(ctx context.Context, o *object) (err error) {
	upToDate := o.facts.Known != nil && o.facts.Known.UpToDate
	if upToDate {
		o.listed.Known = o.facts.Known.Version
	}
	o.origin, err = r.src.Reader.Inspect(ctx, o.listed)
	if upToDate && errors.Is(err, ingest.ErrNotModified) {
		o.facts.Bytes = &arrival.Bytes{NotModified: true}
		return nil
	}
	if err != nil {
		return err
	}
	o.facts.Fingerprint.Version = o.origin.Version
	o.facts.Bytes = &arrival.Bytes{SHA256: o.origin.SHA256}
	return nil
}

// identify looks for the state of an object that an earlier version recorded under
// another label, and takes it over if the bytes are the same.
func (r *reading) identify(ctx context.Context, o *object) error {
	former, err := r.find.Former(ctx, o.listed.Name, o.listed.Label, o.origin.SHA256)
	if err != nil {
		return projectError{err}
	}
	o.facts.Identified = true
	if former.Label == "" {
		o.alike, o.facts.MaskedAlike = former.Alike, former.Alike != ""
		return nil
	}
	o.facts.Known = former.Known
	return r.takeOver(ctx, o, former.Label)
}

// takeOver renames the state under a label to the object's label.
func (r *reading) takeOver(ctx context.Context, o *object, from string) error {
	r.find.Taken(from)
	o.alike, o.facts.MaskedAlike = "", false
	return ofProject(r.Ledger.Objects.Rename(ctx, r.src.Name, from, o.listed.Label, o.facts.Fingerprint))
}

// compare finds the objects with the same bytes.
func (r *reading) compare(ctx context.Context, o *object, final bool) (err error) {
	o.facts.Copies, err = r.find.Copies(ctx, o.listed.Label, o.origin, o.facts.Cause(), final, func(other string) bool {
		return slices.ContainsFunc(r.later, func(l *object) bool { return l.listed.Label == other && l.origin.SHA256 != o.origin.SHA256 })
	})
	return ofProject(err)
}

// conclude decides about an object at the end of the list. If none of the objects
// that share a masked label has the bytes in the ledger, the first of them is
// taken for the one that has changed, and its rows are replaced.
func (r *reading) conclude(ctx context.Context, o *object) error {
	switch {
	case o.alike == "":
	case slices.Contains(r.find.Masked, o.alike) && r.src.Replaces() && r.find.Whole():
		o.facts.Changed = true
		if err := r.takeOver(ctx, o, o.alike); err != nil {
			return err
		}
	default:
		r.report.Hidden = append(r.report.Hidden, o.listed.Label)
		r.Log.Warn("an earlier version confused the object with another whose masked name is the same; it is read now",
			"source", r.src.Name, "object", o.listed.Label)
	}
	return r.compare(ctx, o, true)
}
