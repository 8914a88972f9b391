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

// Intake reads the sources in one run. The session's key must have been loaded.
type Intake struct {
	*session.Session
	// Past is set if it reads for a past slot, which says nothing about the
	// freshness of a source or about objects that are gone.
	Past bool

	plan *compile.Plan
	held map[string]map[string]ledger.Held // by source and object, when All began
}

// New returns the intake of a run.
func New(s *session.Session, plan *compile.Plan) *Intake { return &Intake{Session: s, plan: plan} }

// All reads what is new at the sources. A source or an object that fails is added
// to the report and the others are read; only a failure of the project itself is
// returned.
//
// choose is called for each source and returns the source to read, or nil to skip
// it.
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

// projectError is a failure of the project itself, not of an object.
type projectError struct{ error }

func (e projectError) Unwrap() error { return e.error }

// ofProject returns an error as one of the project; nil stays nil.
func ofProject(err error) error {
	if err == nil {
		return nil
	}
	return projectError{err}
}

// endsRun reports whether an error ends the whole run.
func endsRun(ctx context.Context, err error) bool {
	return errors.As(err, new(projectError)) || ctx.Err() != nil
}

// refuse adds a failed object to the report, or returns the error if it ends the
// whole run.
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

// noteFreshness records in the ledger whether a source was read completely.
func (in *Intake) noteFreshness(ctx context.Context, src *compile.Source, report *session.SourceReport) error {
	switch {
	case in.Past || report.Name == config.ReservedSource:
		return nil
	case len(report.Failures) > 0:
		return in.Ledger.Sources.Failed(ctx, report.Name, report.Failures[0].String())
	case report.Nothing:
		return in.Ledger.Sources.Failed(ctx, report.Name, session.NothingFound(in.Language(), src.Where))
	}
	return in.Ledger.Sources.Succeeded(ctx, report.Name)
}
