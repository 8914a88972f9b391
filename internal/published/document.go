package published

import (
	"context"

	"dubbelkrona"
	"dubbelkrona/export"
)

// exported are the tables that a document is read from.
var exported = []string{"metric.result", "metric.definition", "metric.part", "meta.snapshot", "meta.source", "meta.check_result"}

// Document returns what is exported of a snapshot. It reads its rows from the snapshot,
// which must stay open for as long.
func Document(ctx context.Context, s *Snapshot) (*export.Document, error) {
	d := &export.Document{Rows: s.Results(ctx, "")}
	var err error
	if d.Header, err = s.Header(ctx); err != nil {
		return nil, err
	}
	if d.Definitions, err = Definitions(ctx, s); err != nil {
		return nil, err
	}
	if d.Checks, err = s.Checks(ctx); err != nil {
		return nil, err
	}
	if d.Headline, err = export.Headline(ctx, d.Rows, d.Definitions); err != nil {
		return nil, err
	}
	years, err := s.db.Collect(ctx, "SELECT min(period), max(period) FROM metric.result WHERE period_grain = 'year' AND regexp_full_match(period, '[0-9]{4}')")
	if err != nil {
		return nil, err
	}
	d.FirstYear, d.LastYear = text(years[0][0]), text(years[0][1])
	return d, nil
}

// describeSources adds to a header what the sources and the checks say of the snapshot
// as a whole.
func describeSources(ctx context.Context, s *Snapshot, h *export.Header) error {
	ages, err := SourceAges(ctx, s)
	if err != nil {
		return err
	}
	found, err := s.db.Collect(ctx, "SELECT 1 FROM meta.check_result WHERE status <> 'ok' LIMIT 1")
	if err != nil {
		return err
	}
	h.Status = export.StatusOK
	if len(found) > 0 {
		h.Status = export.StatusWarnings
	}
	for _, f := range ages {
		h.Sources = append(h.Sources, export.Source{Name: f.Name, Delivered: f.Delivered, Succeeded: f.Read, Synthetic: f.Synthetic, Stale: f.Stale})
		if f.Stale {
			h.Status = export.StatusStale
		}
		h.Synthetic = h.Synthetic || f.Synthetic
		if day := dubbelkrona.NewDay(f.Delivered); day != "" && (h.Fresh == "" || day < h.Fresh) {
			h.Fresh = day
		}
	}
	return nil
}
