package intake

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"dubbelkrona"
	"dubbelkrona/internal/arrival"
	"dubbelkrona/internal/compile"
	"dubbelkrona/internal/lake"
	"dubbelkrona/internal/ledger"
)

// deliver reads an object and commits its rows, unless they change the decision.
func (r *reading) deliver(ctx context.Context, o *object, decided arrival.Decision) error {
	d := newDelivery(r.Intake, r.src, o.origin)
	defer d.abort()
	if err := d.read(ctx, o.listed); err != nil {
		return err
	}
	if err := r.noteIdentity(d, o); err != nil {
		return err
	}
	if err := d.pass.Finish(d.issue); err != nil {
		return err
	}
	o.facts.Rows = &arrival.Rows{Period: d.pass.Period()}
	var remarks []ledger.Remark
	if decided.Weighed() {
		var err error
		if remarks, err = r.weigh(ctx, d, o); err != nil {
			return projectError{err}
		}
		remarks = append(remarks, d.remarks(o.listed)...)
	}
	switch again := arrival.Decide(o.facts); again.Action {
	case arrival.HoldBack:
		return r.hold(ctx, o)
	case arrival.Refuse:
		return r.refusal(ctx, o, again)
	}
	segments, err := d.finish()
	if err != nil {
		return projectError{err}
	}
	if decided.Cause == arrival.CausePlan {
		if o.facts.Rows.Same, err = r.unchanged(ctx, r.src, o.origin.Object, segments); err != nil {
			return projectError{err}
		}
	}
	if arrival.Decide(o.facts).Action == arrival.Skip {
		return r.replan(ctx, o, segments)
	}
	return r.commit(ctx, d, o, decided.Cause, ledger.Delivery{Segments: segments, Remarks: remarks})
}

// weigh compares an object's volume with that of the rows which it replaces, sets
// o.facts.Rows, and returns the remarks for readers.
func (r *reading) weigh(ctx context.Context, d *delivery, o *object) (remarks []ledger.Remark, err error) {
	if !r.src.Replaces() || o.listed.Cursor != nil || r.src.BuiltIn() {
		return nil, nil
	}
	rows := o.facts.Rows
	remarks, rows.TooFar, err = r.find.Weigh(ctx, arrival.Delivered{Object: o.origin.Object, Period: rows.Period,
		Tables: d.tally, Total: d.issues.has(dubbelkrona.RuleTotal)}, r.Now())
	if err == nil && len(rows.TooFar) > 0 {
		rows.Accepted, err = r.Ledger.Acceptances.Open(ctx, r.src.Name, o.origin.Object, o.origin.SHA256)
	}
	return remarks, err
}

// commit commits a delivery to the ledger, and counts it in the report.
func (r *reading) commit(ctx context.Context, d *delivery, o *object, cause arrival.Cause, of ledger.Delivery) error {
	of.RunID, of.Source, of.Object, of.SHA256, of.Fingerprint = r.Report.Run.ID, r.src.Name, o.origin.Object, o.origin.SHA256, o.facts.Fingerprint
	of.Mapping, of.Format, of.Mode, of.Period = r.src.Mapping, o.origin.Format, r.src.Mode, d.pass.Period()
	of.Anew, of.Former, of.Cursor, of.Past = cause == arrival.CausePlan, o.former, o.listed.Cursor, r.Past
	of.Place, of.Rejected, of.Issues, of.Volumes = r.place, d.pass.Counts().Rejected, d.issues.counts(), slices.Collect(maps.Values(d.tally))
	committed, err := r.Ledger.Deliveries.Commit(ctx, of)
	if err != nil {
		return projectError{fmt.Errorf("commit of %s, %s: %w", r.src.Name, of.Object, err)}
	}
	r.report.Objects++
	r.report.Rejected += of.Rejected
	for _, segment := range committed {
		if segment.Table != dubbelkrona.IssueTable().Name {
			r.report.Rows += segment.Rows
			r.report.Tables[segment.Table] += segment.Rows
		}
	}
	return nil
}

// place moves a segment's file from the lake's tmp to its folder. The ledger calls
// it in the transaction that assigns the segment's number.
func (in *Intake) place(segment dubbelkrona.Segment) (path string, err error) {
	file, err := lake.FileOf(segment)
	if err == nil {
		file, err = in.Lake.Store(file)
	}
	return file.Path, err
}

// unchanged reports whether an object that was read again has the same rows as
// before. Then the committed segments stay and only the plan is recorded, so that
// nothing has to be published.
func (in *Intake) unchanged(ctx context.Context, src *compile.Source, object string, segments []dubbelkrona.Segment) (bool, error) {
	before, err := in.Ledger.Segments.OfObject(ctx, src.Name, object)
	if err != nil || len(before) != len(segments) {
		return false, err
	}
	for i, now := range segments {
		was := before[i]
		if was.ReplacedBy != 0 || was.Table != now.Table || was.Rows != now.Rows || was.SHA256 != now.SHA256 {
			return false, nil
		}
	}
	return true, nil
}

// replan discards the segments of an object whose rows are unchanged, and records
// the plan with which it was read.
func (r *reading) replan(ctx context.Context, o *object, segments []dubbelkrona.Segment) error {
	for _, segment := range segments {
		if err := r.Lake.Discard(segment.Path); err != nil {
			return projectError{err}
		}
	}
	if err := r.Ledger.Objects.Replan(ctx, r.src.Name, o.listed.Label, r.src.Mapping, o.origin.Format, o.facts.Fingerprint, o.listed.Cursor); err != nil {
		return projectError{err}
	}
	r.report.Skipped++
	return nil
}
