package published

import (
	"context"
	"iter"

	"dubbelkrona"
)

// Place is a municipality.
type Place struct{ Code, Name string }

// Places returns the municipalities that have results, by code. Its name is empty if
// the snapshot does not know it.
func Places(ctx context.Context, s *Snapshot) ([]Place, error) {
	return collect(ctx, s, func(p *Place) []any { return []any{&p.Code, &p.Name} }, `SELECT r.municipality, min(m.name)
		FROM metric.result AS r LEFT JOIN core.municipality AS m ON m.code = r.municipality
		WHERE r.municipality IS NOT NULL GROUP BY r.municipality ORDER BY r.municipality`)
}

// ResultsOf returns the results of one municipality in a released file, in the order of
// Results.
func ResultsOf(ctx context.Context, s *Snapshot, municipality string) iter.Seq2[dubbelkrona.Result, error] {
	return s.results(ctx, dubbelkrona.ResultColumns(), "metric.result", "municipality = ?", municipality)
}
