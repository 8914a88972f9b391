package pipeline

import (
	"context"
	"errors"
	"fmt"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/ledger"
)

// ingest reads what is new at every source. A source or an object that fails
// is reported and the others go on; an error is one of the project.
//
// choose gives each source as it is to be read, or nil to pass it over.
func (s *session) ingest(ctx context.Context, choose func(*source) (*source, error)) error {
	if err := s.loadHeld(ctx); err != nil {
		return err
	}
	for _, src := range s.sources {
		src, err := choose(src)
		if err != nil {
			return err
		}
		if src == nil {
			continue
		}
		report := SourceReport{Name: src.name, Synthetic: src.synthetic, Where: src.where, Tables: make(map[string]int64)}
		err = s.ingestSource(ctx, src, &report)
		s.report.Sources = append(s.report.Sources, report)
		if err != nil {
			return err
		}
		if err := s.noteFreshness(ctx, src, &report); err != nil {
			return err
		}
	}
	return nil
}

func (s *session) ingestSource(ctx context.Context, src *source, report *SourceReport) (err error) {
	ctx, end := s.sourceSpan(ctx, report)
	defer func() { end(err) }()
	cursor, err := s.ledger.Cursor(ctx, src.name)
	if err != nil {
		return err
	}
	listed := newListing(cursor)
	for object, err := range src.reader.Objects(ctx, cursor) {
		if err != nil {
			return s.refuse(ctx, report, "", err)
		}
		listed.add(object)
		if len(report.Failures) > 0 {
			// The cursor may not pass what was refused: the next run comes back
			// to it, and finds what lies behind it unchanged.
			object.Cursor = nil
		}
		if err := s.ingestObject(ctx, src, object, report); err != nil {
			if err := s.refuse(ctx, report, object.Label, err); err != nil {
				return err
			}
		}
	}
	return s.noteMissing(ctx, src, listed, report)
}

// projectError marks a failure of the project itself, not of an object.
type projectError struct{ error }

func (e projectError) Unwrap() error { return e.error }

// endsRun tells whether the run as a whole cannot go on after an error.
func endsRun(ctx context.Context, err error) bool {
	return errors.As(err, new(projectError)) || ctx.Err() != nil
}

// refuse notes a failed object, unless the run as a whole cannot go on.
func (s *session) refuse(ctx context.Context, report *SourceReport, object string, err error) error {
	if endsRun(ctx, err) {
		var whole projectError
		if errors.As(err, &whole) {
			return whole.error
		}
		return context.Cause(ctx)
	}
	report.Failures = append(report.Failures, Failure{Object: object, Err: err})
	s.options.Log.Error("object refused", "source", report.Name, "object", object, "kind", dubbelkrona.KindOf(err).String(), "error", err.Error())
	return nil
}

// ingestObject commits an object's rows unless it is what was committed last.
func (s *session) ingestObject(ctx context.Context, src *source, object ingest.Object, report *SourceReport) (err error) {
	ctx, end := s.objectSpan(ctx, object, report)
	defer func() { end(err) }()
	known, found, err := s.ledger.Object(ctx, src.name, object.Label)
	if err != nil {
		return projectError{err}
	}
	fingerprint := ledger.Fingerprint{Size: object.Size, Modified: object.Modified, Version: object.Version}
	held := s.held[[2]string{src.name, object.Label}]
	same := found && s.upToDate(src, known)
	if same && telling(fingerprint) && known.Fingerprint.Equal(fingerprint) {
		return s.skip(ctx, src, object, known.Fingerprint, known.Fingerprint, report)
	}
	if same {
		object.Known = known.Version
	}
	if telling(fingerprint) && held.Fingerprint.Equal(fingerprint) {
		if err := s.stillHeld(ctx, src, held, held.SHA256); err != nil {
			return err
		}
	}
	origin, err := src.reader.Inspect(ctx, object)
	if same && errors.Is(err, ingest.ErrNotModified) {
		return s.skip(ctx, src, object, known.Fingerprint, known.Fingerprint, report)
	}
	if err != nil {
		return err
	}
	fingerprint.Version = origin.Version
	if same && known.SHA256 == origin.SHA256 {
		return s.skip(ctx, src, object, known.Fingerprint, fingerprint, report)
	}
	if err := s.stillHeld(ctx, src, held, origin.SHA256); err != nil {
		return err
	}
	anew := found && known.SHA256 == origin.SHA256
	if anew && known.Mode == src.mode && !known.Live {
		// Another object holds its place; read anew it would take that back.
		return s.skip(ctx, src, object, known.Fingerprint, fingerprint, report)
	}
	if found && !anew && src.mode == dubbelkrona.Append {
		return dubbelkrona.Errorf(dubbelkrona.Conflict,
			"the object has changed since its rows were appended; deliver additions as new files, or set load: %s", dubbelkrona.ReplaceObject)
	}
	if anew {
		report.Reread++
	}
	return s.deliver(ctx, src, object, origin, fingerprint, anew, report)
}

// skip passes over an object that is what was committed last.
func (s *session) skip(ctx context.Context, src *source, object ingest.Object, known, now ledger.Fingerprint, report *SourceReport) error {
	report.Skipped++
	if _, waits := s.held[[2]string{src.name, object.Label}]; waits {
		// What was held back is gone: the object is what it was before.
		if err := s.ledger.Release(ctx, src.name, object.Label); err != nil {
			return projectError{err}
		}
	}
	if known.Equal(now) && object.Cursor == nil {
		return nil
	}
	if err := s.ledger.Touch(ctx, src.name, object.Label, now, object.Cursor); err != nil {
		return projectError{err}
	}
	return nil
}

// telling fingerprints change when the object does. One of a size alone, as
// embedded files have, says too little.
func telling(f ledger.Fingerprint) bool { return !f.Modified.IsZero() || f.Version != "" }

// deliver reads one object and commits its rows. anew says that its bytes are
// those of its last delivery, and only how they are read has changed.
func (s *session) deliver(ctx context.Context, src *source, object ingest.Object, origin dubbelkrona.Origin,
	fingerprint ledger.Fingerprint, anew bool, report *SourceReport) error {
	d := newDelivery(s, src, origin)
	defer d.abort()
	if err := d.read(ctx, object); err != nil {
		return err
	}
	if err := d.pass.Finish(d.issue); err != nil {
		return err
	}
	period, rejected := d.pass.Period(), d.pass.Counts().Rejected
	if src.mode == dubbelkrona.ReplacePeriod && period == "" {
		return dubbelkrona.Errorf(dubbelkrona.Invalid,
			"load: %s needs to know the period of each object; set period: {from: name, pattern: …}", src.mode)
	}
	var remarks []ledger.Remark
	if !anew {
		var err error
		if remarks, err = s.weigh(ctx, d, object, fingerprint, period); err != nil {
			return err
		}
	}
	segments, err := d.keep()
	if err != nil {
		return projectError{err}
	}
	if anew {
		same, err := s.unchanged(ctx, src, origin.Object, segments)
		if err != nil {
			return projectError{err}
		}
		if same {
			return s.replan(ctx, src, object, origin, fingerprint, segments, report)
		}
	}
	committed, err := s.ledger.Commit(ctx, ledger.Delivery{
		RunID: s.report.Run.ID, Source: src.name, Object: origin.Object, Fingerprint: fingerprint, SHA256: origin.SHA256,
		Mapping: src.mapping, Format: origin.Format, Anew: anew, Mode: src.mode, Period: period, Segments: segments, Rejected: rejected, Issues: d.counts(),
		Cursor: object.Cursor, Volumes: d.tally.volumes(), Remarks: remarks, Past: s.past,
	})
	if err != nil {
		return projectError{fmt.Errorf("commit of %s, %s: %w", src.name, origin.Object, err)}
	}
	report.Objects++
	report.Rejected += rejected
	for _, segment := range committed {
		if segment.Table != dubbelkrona.IssueTable().Name {
			report.Rows += segment.Rows
			report.Tables[segment.Table] += segment.Rows
		}
	}
	return nil
}
