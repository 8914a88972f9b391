package study

import (
	"math"
	"slices"

	"dubbelkrona/metrics/effect"
	"dubbelkrona/metrics/effect/evaluate"
	"dubbelkrona/metrics/effect/gate"
)

// Settings are the parameters of effects, as rows of name and value.
type Settings [][]any

// of returns a parameter, or a number that stands for the default.
func (s Settings) of(name string, missing float64) float64 {
	i := slices.IndexFunc(s, func(row []any) bool { return row[0] == name })
	if i < 0 || math.IsNaN(Number(s[i][1])) {
		return missing
	}
	return Number(s[i][1])
}

// Number returns a value of the database as a number, NaN if it is NULL.
func Number(value any) float64 {
	if number, ok := value.(float64); ok {
		return number
	}
	return math.NaN()
}

// Seed is that of the draws that an evaluation makes, so that equal rows give equal
// results.
const Seed = 1

// Plan returns what an evaluation needs to know of the study. wage is the mean wage of a
// year in work, NaN if unknown.
func (s *Study) Plan(settings Settings, wage float64) evaluate.Plan {
	allowance := -1.0 // the design's own
	switch s.Design {
	case effect.Matched, effect.Change:
		allowance = settings.of("effect_allowance_matched", allowance)
	case effect.WaitingList:
		allowance = settings.of("effect_allowance_waiting_list", allowance)
	}
	p := evaluate.Plan{Design: s.Design, Baseline: s.Baseline, History: s.History, HistoryMonths: s.HistoryMonths, HeldOut: s.HeldOut,
		Outcomes: s.Measured(), Blocks: s.Blocks, MinTreated: int(settings.of("effect_min_treated", 0)), Margin: s.Margin, Allowance: allowance,
		YearlyWage: wage, OtherRegion: s.OtherRegion.EN != "", Substitutes: make(map[gate.Check]string), ICC: settings.of("effect_icc", 0),
		Seed: Seed, Base: s.Base != "", Before: s.Before}
	p.Primary = evaluate.Cell{Outcome: s.primary(), Block: s.PrimaryBlock - 1}
	for check, text := range s.Substitutes {
		p.Substitutes[check] = text.EN
	}
	return p
}

// Measured returns the outcomes as an evaluation needs them.
func (s *Study) Measured() (all []evaluate.Outcome) {
	for _, o := range s.Outcomes {
		all = append(all, evaluate.Outcome{Name: o.Name, Unit: o.Unit})
	}
	return all
}
