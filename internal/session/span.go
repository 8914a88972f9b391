package session

import (
	"context"
	"log/slog"
	"strings"

	"dubbelkrona"
)

// Span is called as a part of a run begins; the function that it returns is called
// as the part ends. The parts are the run, named by its command, and within it
// source, object, build, publish and export.
//
// Attributes are names from the configuration, counts and ids. Neither they nor
// errors have names of objects or data of the sources, since those who read
// traces may not be allowed to see them.
type Span func(ctx context.Context, name string, about ...slog.Attr) (context.Context, func(err error, found ...slog.Attr))

// StartSpan begins a part of a run: it calls Options.Span, if it is set.
func (p *Project) StartSpan(ctx context.Context, name string, about ...slog.Attr) (context.Context, func(error, ...slog.Attr)) {
	if p.Span == nil {
		return ctx, func(error, ...slog.Attr) {}
	}
	return p.Span(ctx, name, about...)
}

// started emits the begin of the run as lineage and span; the function that it
// returns emits its end.
func (s *Session) started(ctx context.Context) (context.Context, func(error)) {
	s.emitBegin(ctx)
	ctx, end := s.StartSpan(ctx, s.Report.Run.Command, slog.String("run", s.Report.Run.ID))
	return ctx, func(err error) {
		s.emitEnd(ctx, err)
		run := s.Report.Run
		end(s.Outward(err), slog.String("state", string(run.State)), slog.Int64("objects", run.Objects), slog.Int64("skipped", run.Skipped),
			slog.Int64("failed", run.Failed), slog.Int64("rows", run.Rows), slog.Int64("rejected", run.Rejected), slog.String("snapshot", run.Snapshot))
	}
}

// Outward returns an error as it may leave the project: without the findings of
// checks, and without the name of the object that was being read, since files
// can be named after people.
func (s *Session) Outward(err error) error {
	if err == nil {
		return nil
	}
	kind := dubbelkrona.KindOf(err)
	if kind == dubbelkrona.Blocked {
		var names []string
		for _, c := range s.Report.Checks {
			if c.Blocks() {
				names = append(names, c.Name)
			}
		}
		return dubbelkrona.Errorf(kind, "checks forbid publishing: %s", strings.Join(names, ", "))
	}
	var hide []string
	for _, name := range s.Private {
		if len(name) > 2 { // "." if there is none
			hide = append(hide, name, "(an object)")
		}
	}
	return dubbelkrona.Errorf(kind, "%s", strings.NewReplacer(hide...).Replace(err.Error()))
}
