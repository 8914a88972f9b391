package intake

import (
	"context"
	"errors"

	"dubbelkrona"
	"dubbelkrona/internal/compile"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/session"
)

// Intake reads the sources in one run, whose key is loaded.
type Intake struct {
	*session.Session
	// Past is set if it reads for a slot of the past, which says nothing about
	// how fresh a source is, and nothing about what is gone.
	Past bool

	plan *compile.Plan
	held map[string]map[string]ledger.Held // by source and object, as reading began
}

// New makes the intake of a run.
func New(s *session.Session, plan *compile.Plan) *Intake { return &Intake{Session: s, plan: plan} }

// All reads what is new at every source. A source or an object that fails
// is reported and the others go on; an error is one of the project.
//
// choose gives each source as it is to be read, or nil to pass it over.
func (in *Intake) All(ctx context.Context, choose func(*compile.Source) (*compile.Source, error)) error {
	if err := in.loadHeld(ctx); err != nil {
		return err
	}
	for _, src := range in.plan.Sources {
		src, err := choose(src)
		if err != nil {
			return err
		}
		if src == nil {
			continue
		}
		report := session.SourceReport{Name: src.Name, Synthetic: src.Synthetic, Where: src.Where, Tables: make(map[string]int64)}
		err = in.source(ctx, src, &report)
		in.Report.Sources = append(in.Report.Sources, report)
		if err != nil {
			return err
		}
		if err := in.noteFreshness(ctx, src, &report); err != nil {
			return err
		}
	}
	return nil
}

func (in *Intake) source(ctx context.Context, src *compile.Source, report *session.SourceReport) (err error) {
	ctx, end := in.sourceSpan(ctx, report)
	defer func() { end(err) }()
	cursor, err := in.cursor(ctx, src, report)
	if err != nil {
		return err
	}
	return in.newReading(src, cursor, report).all(ctx, cursor)
}

// projectError marks a failure of the project itself, not of an object.
type projectError struct{ error }

func (e projectError) Unwrap() error { return e.error }

// endsRun reports whether the run as a whole cannot go on after an error.
func endsRun(ctx context.Context, err error) bool {
	return errors.As(err, new(projectError)) || ctx.Err() != nil
}

// refuse notes a failed object, unless the run as a whole cannot go on.
func (in *Intake) refuse(ctx context.Context, report *session.SourceReport, object string, err error) error {
	if endsRun(ctx, err) {
		var whole projectError
		if errors.As(err, &whole) {
			return whole.error
		}
		return context.Cause(ctx)
	}
	report.Failures = append(report.Failures, session.Failure{Object: object, Err: err})
	in.Log.Error("object refused", "source", report.Name, "object", object, "kind", dubbelkrona.KindOf(err).String(), "error", err.Error())
	return nil
}

// noteFreshness keeps when a source was read whole, or that it was not.
func (in *Intake) noteFreshness(ctx context.Context, src *compile.Source, report *session.SourceReport) error {
	switch {
	case in.Past || report.Name == config.ReservedSource:
		return nil
	case len(report.Failures) > 0:
		return in.Ledger.SourceFailed(ctx, report.Name, report.Failures[0].String())
	case report.Nothing:
		return in.Ledger.SourceFailed(ctx, report.Name, session.NothingFound(in.Language(), src.Where))
	}
	return in.Ledger.SourceSucceeded(ctx, report.Name)
}
