package whatif

import (
	"context"
	"fmt"

	"dubbelkrona"
	"dubbelkrona/internal/pipeline"
	"dubbelkrona/internal/published"
	"dubbelkrona/metrics/effect/sensitivity"
)

// models are those that the figures are read from.
var models = []string{"contract_value", "contract_missing", "missing_reason", "double_value_quantile", "effect_setting"}

// outcomeSD is the standard deviation of the share of work by which the size of a
// follow-up is judged before there is one.
const outcomeSD = 0.30

// Expect returns what a plan is expected to give. No snapshot to read rates or the
// municipality's estimate from is a NotFound error.
func Expect(ctx context.Context, pipe *pipeline.Pipeline, p *Plan) (*dubbelkrona.Expectation, error) {
	if p.Effect.Basis == "own" {
		own, err := ownEffect(ctx, pipe.Project(), p.Municipality)
		if err != nil {
			return nil, err
		}
		p.Effect = *own
	}
	e := &dubbelkrona.Expectation{Name: p.Name, Contract: p.Contract, Municipality: p.Municipality, Year: p.Year, Participants: p.Participants,
		Effect: p.Effect.ByYear, SE: p.Effect.SE, Basis: p.Effect.Basis, Source: p.Effect.Source}
	err := pipe.WhatIf(ctx, models, p.insert, func(s *published.Snapshot) error {
		figures, err := s.Contract(ctx, id)
		if err != nil {
			return err
		}
		e.Figures, e.Reading = figures.Values, figures.Reading
		if err := p.followUp(ctx, s, e); err != nil {
			return err
		}
		if !figures.Covered {
			e.Lacks = figures.Lacks
			return nil
		}
		e.Uncertainty, err = s.Uncertainty(ctx)
		return err
	})
	if dubbelkrona.KindOf(err) == dubbelkrona.NotFound {
		err = dubbelkrona.Errorf(dubbelkrona.NotFound, "there are no rates to calculate with; `dubbelkrona run` reads those that come with the program: %w", err)
	}
	if err != nil {
		return nil, fmt.Errorf("plan %q: %w", p.Name, err)
	}
	return e, nil
}

// followUp adds what a follow-up can find, and what it would have to.
func (p *Plan) followUp(ctx context.Context, s *published.Snapshot, e *dubbelkrona.Expectation) error {
	settings, err := s.EffectSettings(ctx)
	if err != nil {
		return err
	}
	e.Least = int(settings["effect_min_treated"])
	e.Detectable, err = sensitivity.Detectable(sensitivity.Size{Treated: float64(p.Participants), ESS: float64(p.Comparison),
		SD: outcomeSD, ICC: settings["effect_icc"], Clusters: float64(p.Suppliers)})
	years, even := e.Figures["person_years"], e.Figures["break_even"]
	if years > 0 && even > 0 {
		needed := mean(p.Effect.ByYear) * even / years
		e.Needed = &needed
	}
	return err
}

func mean(xs []float64) (m float64) {
	for _, x := range xs {
		m += x / float64(len(xs))
	}
	return m
}
