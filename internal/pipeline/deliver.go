package pipeline

import (
	"context"
	"fmt"

	"dubbelkrona"
	"dubbelkrona/internal/compile"
	"dubbelkrona/internal/lake"
	"dubbelkrona/internal/ledger"
)

// deliver reads an object and commits its rows.
func (r *reading) deliver(ctx context.Context, a *arrival) error {
	if a.cause == causeBytes && r.src.Mode == dubbelkrona.Append {
		return dubbelkrona.Errorf(dubbelkrona.Conflict,
			"the object has changed since its rows were appended; deliver additions as new files, or set load: %s", dubbelkrona.ReplaceObject)
	}
	d := newDelivery(r.intake, r.src, a.origin)
	defer d.abort()
	if err := d.read(ctx, a.object); err != nil {
		return err
	}
	if err := r.noteIdentity(d, a); err != nil {
		return err
	}
	if err := d.pass.Finish(d.issue); err != nil {
		return err
	}
	if r.src.Mode == dubbelkrona.ReplacePeriod && d.pass.Period() == "" {
		return dubbelkrona.Errorf(dubbelkrona.Invalid,
			"load: %s needs to know the period of each object; set period: {from: name, pattern: …}", r.src.Mode)
	}
	var remarks []ledger.Remark
	if a.cause != causePlan && a.former == "" { // the same bytes are no other volume
		var err error
		if remarks, err = r.weigh(ctx, d, a.object, a.fingerprint, d.pass.Period()); err != nil {
			return err
		}
		remarks = append(remarks, d.remarks(a.object)...)
	}
	segments, err := d.finish()
	if err != nil {
		return projectError{err}
	}
	if a.cause == causePlan {
		same, err := r.unchanged(ctx, r.src, a.origin.Object, segments)
		if err != nil {
			return projectError{err}
		}
		if same {
			return r.replan(ctx, a, segments)
		}
	}
	return r.commit(ctx, d, a, ledger.Delivery{Segments: segments, Remarks: remarks})
}

// commit makes a delivery's rows exist.
func (r *reading) commit(ctx context.Context, d *delivery, a *arrival, of ledger.Delivery) error {
	of.RunID, of.Source, of.Object, of.SHA256, of.Fingerprint = r.Report.Run.ID, r.src.Name, a.origin.Object, a.origin.SHA256, a.fingerprint
	of.Mapping, of.Format, of.Mode, of.Period = r.src.Mapping, a.origin.Format, r.src.Mode, d.pass.Period()
	of.Anew, of.Former, of.Cursor, of.Past = a.cause == causePlan, a.former, a.object.Cursor, r.past
	of.Place, of.Rejected, of.Issues, of.Volumes = r.place, d.pass.Counts().Rejected, d.counts(), d.tally.volumes()
	committed, err := r.Ledger.Commit(ctx, of)
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

// place moves the file of a segment, whose number the ledger has just given, to
// where it stays.
func (in *intake) place(segment dubbelkrona.Segment) (path string, err error) {
	file, err := in.Lake.Store(lake.File{Table: segment.Table, Path: segment.Path}, lake.Partition{Source: segment.Source, First: segment.ID})
	return file.Path, err
}

// unchanged reports whether an object that was read anew has the same rows as
// before. Then what was committed stays, and only its plan is noted: figures
// that do not change are not published anew.
func (in *intake) unchanged(ctx context.Context, src *compile.Source, object string, segments []dubbelkrona.Segment) (bool, error) {
	before, err := in.Ledger.LastSegments(ctx, src.Name, object)
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

// replan notes that an object which was read anew has the rows that it had.
func (r *reading) replan(ctx context.Context, a *arrival, segments []dubbelkrona.Segment) error {
	for _, segment := range segments {
		if err := r.Lake.Discard(lake.File{Path: segment.Path}); err != nil {
			return projectError{err}
		}
	}
	if err := r.Ledger.Replan(ctx, r.src.Name, a.object.Label, r.src.Mapping, a.origin.Format, a.fingerprint, a.object.Cursor); err != nil {
		return projectError{err}
	}
	r.report.Skipped++
	return nil
}
