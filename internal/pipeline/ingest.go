package pipeline

import (
	"context"
	"errors"

	"dubbelkrona"
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
	cursor, err := s.cursor(ctx, src, report)
	if err != nil {
		return err
	}
	return s.newReading(src, cursor, report).all(ctx, cursor)
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
