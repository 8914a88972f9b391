package pipeline

import (
	"context"
	"log/slog"
	"path"
	"strings"

	"dubbelkrona"
	"dubbelkrona/ingest"
)

// Span is called as a part of a run begins; what it returns is called as that
// part ends. The parts are the run, named by its command, and in it source,
// object, build, publish and export.
//
// Attributes are names of the configuration, counts and ids. Neither they nor
// errors carry names of objects or anything that sources delivered: those who
// look at traces need not be those who may see that.
type Span func(ctx context.Context, name string, about ...slog.Attr) (context.Context, func(err error, found ...slog.Attr))

// span begins a part of the work, for whoever wants to know.
func (p *Pipeline) span(ctx context.Context, name string, about ...slog.Attr) (context.Context, func(error, ...slog.Attr)) {
	if p.options.Span == nil {
		return ctx, func(error, ...slog.Attr) {}
	}
	return p.options.Span(ctx, name, about...)
}

// begun tells that the run begins; what it returns tells that it has ended.
func (s *session) begun(ctx context.Context) (context.Context, func(error)) {
	s.tellBegin(ctx)
	ctx, end := s.span(ctx, s.report.Run.Command, slog.String("run", s.report.Run.ID))
	return ctx, func(err error) {
		s.tellEnd(ctx, err)
		run := s.report.Run
		end(s.outward(err), slog.String("state", string(run.State)), slog.Int64("objects", run.Objects), slog.Int64("skipped", run.Skipped),
			slog.Int64("failed", run.Failed), slog.Int64("rows", run.Rows), slog.Int64("rejected", run.Rejected), slog.String("snapshot", run.Snapshot))
	}
}

// sourceSpan is around the reading of a source.
func (s *session) sourceSpan(ctx context.Context, report *SourceReport) (context.Context, func(error)) {
	ctx, end := s.span(ctx, "source", slog.String("source", report.Name))
	return ctx, func(err error) {
		told := s.outward(err)
		if failed := report.Err("en"); told == nil && failed != nil {
			told = dubbelkrona.Errorf(dubbelkrona.KindOf(failed), "%d object(s) refused, or the source could not be listed", len(report.Failures))
		}
		end(told, slog.Int64("objects", report.Objects), slog.Int64("skipped", report.Skipped), slog.Int("failed", len(report.Failures)),
			slog.Int64("rows", report.Rows), slog.Int64("rejected", report.Rejected))
	}
}

// objectSpan is around the reading of an object.
func (s *session) objectSpan(ctx context.Context, object ingest.Object, report *SourceReport) (context.Context, func(error)) {
	s.object = object
	before := *report
	ctx, end := s.span(ctx, "object", slog.String("source", report.Name))
	return ctx, func(err error) {
		told := s.outward(err)
		if err != nil && !endsRun(ctx, err) {
			told = dubbelkrona.Errorf(dubbelkrona.KindOf(err), "the object was refused; the log says why")
		}
		end(told, slog.Bool("skipped", report.Skipped > before.Skipped),
			slog.Int64("rows", report.Rows-before.Rows), slog.Int64("rejected", report.Rejected-before.Rejected))
	}
}

// outward is an error as it is told outside the project: without what checks
// have found, and without the name of the object that was being read, since
// files can be named after people.
func (s *session) outward(err error) error {
	if err == nil {
		return nil
	}
	kind := dubbelkrona.KindOf(err)
	if kind == dubbelkrona.Blocked {
		var names []string
		for _, c := range s.report.Checks {
			if c.Severity == dubbelkrona.Reject {
				names = append(names, c.Name)
			}
		}
		return dubbelkrona.Errorf(kind, "checks forbid publishing: %s", strings.Join(names, ", "))
	}
	var hide []string
	for _, name := range []string{s.object.Name, s.object.Label, path.Base(s.object.Name), path.Base(s.object.Label)} {
		if len(name) > 2 { // "." where there is none
			hide = append(hide, name, "(an object)")
		}
	}
	return dubbelkrona.Errorf(kind, "%s", strings.NewReplacer(hide...).Replace(err.Error()))
}
