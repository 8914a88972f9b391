package published

import (
	"context"
	"iter"
	"strings"
	"time"

	"dubbelkrona"
)

// Described is a metric as metric.definition and metric.part describe it.
type Described struct {
	Name     string
	Title    dubbelkrona.Label
	Doc      dubbelkrona.Label
	Unit     string
	Decimals int64 // to show
	By       []string
	Hash     string
	BuiltIn  bool
	Parts    []DescribedPart
}

// DescribedPart is a part of a metric.
type DescribedPart struct {
	Name  string
	Title dubbelkrona.Label // may be empty
	Unit  string
}

// Describe returns the metrics of a snapshot by name, with their parts in order.
func Describe(ctx context.Context, s *Snapshot) ([]Described, error) {
	parts, err := byScope(ctx, s, func(p *DescribedPart) []any { return []any{&p.Name, &p.Title.SV, &p.Title.EN, &p.Unit} },
		"SELECT metric, part, title_sv, title_en, unit FROM metric.part ORDER BY metric, position")
	if err != nil {
		return nil, err
	}
	type row struct {
		Described
		by string
	}
	rows, err := collect(ctx, s, func(r *row) []any {
		return []any{&r.Name, &r.Title.SV, &r.Title.EN, &r.Doc.SV, &r.Doc.EN, &r.Unit, &r.Decimals, &r.Hash, &r.BuiltIn, &r.by}
	}, `SELECT name, title_sv, title_en, doc_sv, doc_en, unit, decimals, hash, built_in, "by" FROM metric.definition ORDER BY name`)
	if err != nil {
		return nil, err
	}
	all := []Described{}
	for _, r := range rows {
		r.Parts = parts.of(r.Name)
		if r.by != "" {
			r.By = strings.Split(r.by, ",")
		}
		all = append(all, r.Described)
	}
	return all, nil
}

// SourceState is a source as meta.source has it.
type SourceState struct {
	Name               string
	Synthetic, BuiltIn bool
	// Read is when it was last read completely and Delivered when it last delivered
	// something new; zero if never.
	Read, Delivered time.Time
	Stale           bool
}

// SourceStates returns the sources of a snapshot, in the order of the configuration.
func SourceStates(ctx context.Context, s *Snapshot) ([]SourceState, error) {
	return collect(ctx, s, func(r *SourceState) []any {
		return []any{&r.Name, &r.Synthetic, &r.BuiltIn, &r.Read, &r.Delivered, &r.Stale}
	}, "SELECT name, synthetic, built_in, last_success, last_delivery, stale FROM meta.source")
}

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
	return s.results(ctx, dubbelkrona.ResultColumns(), "municipality = ?", municipality)
}

// ProjectName returns the name of the project that a snapshot is of.
func ProjectName(ctx context.Context, s *Snapshot) (string, error) {
	rows, err := s.db.Collect(ctx, "SELECT project FROM meta.snapshot")
	if err != nil || len(rows) == 0 {
		return "", err
	}
	return text(rows[0][0]), nil
}
