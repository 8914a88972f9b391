package intake

import (
	"context"

	"dubbelkrona/internal/arrival"
	"dubbelkrona/internal/compile"
	"dubbelkrona/internal/session"
)

// noteMissing records which objects a source no longer lists, or that it lists
// nothing, and drops held versions of objects that are gone. For a source with a
// cursor, which lists only what is new, that is not known.
func (in *Intake) noteMissing(ctx context.Context, src *compile.Source, l *arrival.Listing, report *session.SourceReport) error {
	if l.OnlyNew || in.Past || src.BuiltIn() {
		return nil
	}
	var missing []string
	if report.Nothing = l.Empty(); report.Nothing {
		missing = append(missing, "")
	}
	if !src.Moving {
		gone, err := in.Ledger.Objects.GoneWithRows(ctx, src.Name, l.Lacks)
		if err != nil {
			return err
		}
		missing = append(missing, gone...)
	}
	since, err := in.Ledger.Sources.SetMissing(ctx, src.Name, missing)
	if err != nil {
		return err
	}
	for _, object := range since {
		if object != "" {
			report.Gone = append(report.Gone, object)
			in.Log.Warn("an object is no longer listed; its rows stay", "source", src.Name, "object", object)
		}
	}
	if report.Nothing {
		in.Log.Warn("nothing was found where the source looks", "source", src.Name, "where", src.Where)
	}
	for object := range in.held[src.Name] {
		if l.Lacks(object) {
			if err := in.Ledger.Held.Release(ctx, src.Name, object); err != nil {
				return err
			}
		}
	}
	return nil
}
