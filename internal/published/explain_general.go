package published

import (
	"context"
	"slices"
	"strings"

	"dubbelkrona"
)

// general is what explanations of all metrics share.
type general struct {
	places  map[string]string // names of municipalities by code
	checks  map[string]dubbelkrona.ExplainedWarning
	effects []dubbelkrona.ExplainedEffect
	// comments are those of each figure.
	comments map[dubbelkrona.Cell][]dubbelkrona.Comment
	targets  map[dubbelkrona.Cell]*dubbelkrona.Target
}

func (e *explainer) shared(ctx context.Context) (*general, error) {
	if e.general != nil {
		return e.general, nil
	}
	places, err := MunicipalityNames(ctx, e.Snapshot)
	if err != nil {
		return nil, err
	}
	g := &general{places: places, checks: make(map[string]dubbelkrona.ExplainedWarning)}
	checks, err := collect(ctx, e.Snapshot, func(c *dubbelkrona.ExplainedWarning) []any {
		return []any{&c.Check, &c.Title.SV, &c.Title.EN, &c.Offending, &c.Sample.SV, &c.Sample.EN}
	}, "SELECT name, title_sv, title_en, offending, sample_sv, sample_en FROM meta.check_result")
	if err != nil {
		return nil, err
	}
	for _, c := range checks {
		g.checks[c.Check] = c
	}
	if g.effects, err = e.effects(ctx, g.places); err != nil {
		return nil, err
	}
	comments, err := Comments(ctx, e.Snapshot)
	if err != nil {
		return nil, err
	}
	g.comments = make(map[dubbelkrona.Cell][]dubbelkrona.Comment)
	for _, c := range comments {
		g.comments[c.Cell] = append(g.comments[c.Cell], c)
	}
	targets, err := Targets(ctx, e.Snapshot)
	if err != nil {
		return nil, err
	}
	g.targets = make(map[dubbelkrona.Cell]*dubbelkrona.Target)
	for i := range targets {
		g.targets[targets[i].Cell] = &targets[i]
	}
	e.general = g
	return g, nil
}

// commentsOf returns the comments of a figure; they are a list in JSON.
func (g *general) commentsOf(cell dubbelkrona.Cell) []dubbelkrona.Comment {
	return append([]dubbelkrona.Comment{}, g.comments[cell]...)
}

// effects returns the verdict on each effect for each scope.
func (e *explainer) effects(ctx context.Context, places map[string]string) ([]dubbelkrona.ExplainedEffect, error) {
	all, err := collect(ctx, e.Snapshot, func(v *dubbelkrona.ExplainedEffect) []any {
		return []any{&v.Effect, &v.Title.SV, &v.Title.EN, &v.Scope, &v.Verdict, &v.ClosedCheck, &v.Text.SV, &v.Text.EN}
	}, `SELECT v.effect, d.title_sv, d.title_en, v.scope, v.verdict, v.closed_check, v.text_sv, v.text_en
		FROM effect.verdict AS v JOIN effect.definition AS d ON d.effect = v.effect ORDER BY v.effect, v.scope`)
	if err != nil {
		return nil, err
	}
	for i := range all {
		v := &all[i]
		v.Place = places[v.Scope]
		if v.Checks, err = collect(ctx, e.Snapshot, func(f *dubbelkrona.EffectFinding) []any {
			return []any{&f.Check, &f.State, &f.Value, &f.Limit}
		}, "SELECT check_name, state, value, limit_value FROM effect.finding WHERE effect = ? AND scope = ? ORDER BY position", v.Effect, v.Scope); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// warnings returns the checks that are named in the column warnings.
func (g *general) warnings(names string) []dubbelkrona.ExplainedWarning {
	all := []dubbelkrona.ExplainedWarning{}
	for name := range strings.SplitSeq(names, ",") {
		if c, found := g.checks[name]; found {
			all = append(all, c)
		}
	}
	return all
}

// sources returns the objects behind the tables that are read.
func (e *explainer) sources(ctx context.Context, depends []string) ([]dubbelkrona.ExplainedSource, error) {
	all, err := collect(ctx, e.Snapshot, func(s *dubbelkrona.ExplainedSource) []any {
		return []any{&s.Table, &s.Source, &s.Object, &s.Segment, &s.Rows, &s.SHA256, &s.Fetched, &s.Synthetic}
	}, `SELECT 'core.' || s.table_name, s.source, s.object, s.segment, s.row_count, s.object_sha256, s.committed, coalesce(o.synthetic, FALSE)
		FROM meta.segment AS s LEFT JOIN meta.source AS o ON o.name = s.source ORDER BY s.table_name, s.source, s.object, s.segment`)
	return slices.DeleteFunc(all, func(s dubbelkrona.ExplainedSource) bool { return !slices.Contains(depends, s.Table) }), err
}
