package study

import (
	"slices"

	"dubbelkrona"
	"dubbelkrona/metrics/effect"
	"dubbelkrona/metrics/effect/gate"
)

// MaxBlocks is the maximum number of blocks of an effect; a block is 12 months.
const MaxBlocks = 10

// Study is what an effect compares, and how. Its SELECT has a row for each person and
// start month in which the person starts, or could be compared with those who do. It
// has the columns of [FixedColumns], those that Study names, and for each block b and
// outcome the columns due_b, OUTCOME_b and KNOWN_b, where KNOWN is the outcome's Known.
type Study struct {
	Design effect.Design
	// Treatment, Pool and ComparisonSource say who starts, who may be compared with
	// them, and where what is known of the comparison is from.
	Treatment, Pool, ComparisonSource dubbelkrona.Label
	// Baseline are the columns known before the start that do not change, History those
	// of what came before, oldest first, and HistoryMonths their numbers of months.
	Baseline, History []string
	HistoryMonths     []int
	// HeldOut are the columns that the history check holds out: the first ones of
	// History, or others.
	HeldOut []string
	// Blocks is the number of blocks of 12 event months after the start, Anticipation
	// the number of months before it in which there may be an effect already.
	Blocks, Anticipation int
	Outcomes             []Outcome
	// Primary is the outcome, and PrimaryBlock the block from 1, that decides the
	// verdict.
	Primary      string
	PrimaryBlock int
	// Margin is the effect on the history below which a difference does not matter.
	Margin float64
	// YearlyWage is the aggregate of the mean wage of a year in work, by which the
	// allowance for bias is turned into SEK.
	YearlyWage string
	// SecondPool is the column that is true of the comparison rows of a second pool, if
	// there is one. They are not in the estimate, and serve to see whether another
	// comparison gives another answer.
	SecondPool string
	// OtherRegion says why the comparison is from another labour market, if it is.
	OtherRegion dubbelkrona.Label
	// Base is the column that is subtracted from outcomes, and Before the columns of the
	// periods before it, of a panel.
	Base   string
	Before []string
	// Substitutes say what stands in for a check that cannot be run.
	Substitutes map[gate.Check]dubbelkrona.Label
}

// Outcome is an outcome of an effect.
type Outcome struct {
	Name  string
	Title dubbelkrona.Label
	// Unit is share, or SEK for an amount of a year.
	Unit string
	// Known is the name of the columns with the share of months that are known.
	Known string
}

// FixedColumns are the columns that the SELECT of every effect has: the person; the
// scope, for each value of which an effect is estimated; the first day of the start
// month; whether the person starts then; whether a person of the comparison starts
// within the horizon; the supplier of a treated person; the region of the labour market;
// and the source of most of the outcome's months.
func FixedColumns() []string {
	return []string{"person", "scope", "start_month", "treated", "starts_later", "supplier", "region", "source"}
}

// designs are the names of designs in a header.
var designs = map[string]effect.Design{"matched": effect.Matched, "waiting_list": effect.WaitingList, "randomised": effect.Randomised,
	"lottery": effect.Lottery, "panel": effect.Change}

// primary returns the place of the outcome that decides the verdict.
func (s *Study) primary() int {
	return slices.IndexFunc(s.Outcomes, func(o Outcome) bool { return o.Name == s.Primary })
}

// checkOf returns the check of the gate with a name.
func checkOf(name string) (gate.Check, bool) {
	for c := gate.Size; c <= gate.Attrition; c++ {
		if c.String() == name {
			return c, true
		}
	}
	return 0, false
}

// DesignName returns the name of the design, as a header states it.
func (s *Study) DesignName() string {
	for name, design := range designs {
		if design == s.Design {
			return name
		}
	}
	return ""
}
