package intake

import (
	"context"
	"log/slog"
	"path"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/session"
)

// sourceSpan begins the span of a source; the function that it returns ends it.
func (in *Intake) sourceSpan(ctx context.Context, report *session.SourceReport) (context.Context, func(error)) {
	ctx, end := in.StartSpan(ctx, "source", slog.String("source", report.Name))
	return ctx, func(err error) {
		outward := in.Outward(err)
		if failed := report.Err("en"); outward == nil && failed != nil {
			outward = dubbelkrona.Errorf(dubbelkrona.KindOf(failed), "%d object(s) refused, or the source could not be listed", len(report.Failures))
		}
		end(outward, slog.Int64("objects", report.Objects), slog.Int64("skipped", report.Skipped), slog.Int("failed", len(report.Failures)),
			slog.Int64("rows", report.Rows), slog.Int64("rejected", report.Rejected))
	}
}

// objectSpan begins the span of an object; the function that it returns ends it.
func (in *Intake) objectSpan(ctx context.Context, object ingest.Object, report *session.SourceReport) (context.Context, func(error)) {
	in.Private = []string{object.Name, object.Label, path.Base(object.Name), path.Base(object.Label)}
	before := *report
	ctx, end := in.StartSpan(ctx, "object", slog.String("source", report.Name))
	return ctx, func(err error) {
		outward := in.Outward(err)
		if err != nil && !endsRun(ctx, err) {
			outward = dubbelkrona.Errorf(dubbelkrona.KindOf(err), "the object was refused; the log says why")
		}
		end(outward, slog.Bool("skipped", report.Skipped > before.Skipped),
			slog.Int64("rows", report.Rows-before.Rows), slog.Int64("rejected", report.Rejected-before.Rejected))
	}
}
