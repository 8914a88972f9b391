package study

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/strictyaml"
	"dubbelkrona/metrics/effect"
	"dubbelkrona/metrics/effect/gate"
)

// Header is the part of a definition's header that says what is compared, and how.
type Header struct {
	Design           string                       `yaml:"design"`
	Treatment        dubbelkrona.Label            `yaml:"treatment"`
	Pool             dubbelkrona.Label            `yaml:"pool"`
	ComparisonSource dubbelkrona.Label            `yaml:"comparison_source"`
	Baseline         []string                     `yaml:"baseline"`
	History          map[string]int               `yaml:"history"`
	HeldOut          []string                     `yaml:"held_out"`
	Blocks           int                          `yaml:"blocks"`
	Anticipation     int                          `yaml:"anticipation"`
	Outcomes         map[string]outcomeHeader     `yaml:"outcomes"`
	Primary          primaryHeader                `yaml:"primary"`
	Margin           *float64                     `yaml:"margin"`
	YearlyWage       string                       `yaml:"yearly_wage"`
	SecondPool       string                       `yaml:"second_pool"`
	OtherRegion      dubbelkrona.Label            `yaml:"other_region"`
	Base             string                       `yaml:"base"`
	Before           []string                     `yaml:"before"`
	Substitutes      map[string]dubbelkrona.Label `yaml:"substitutes"`
}

type outcomeHeader struct {
	Title dubbelkrona.Label `yaml:"title"`
	Unit  string            `yaml:"unit"`
	Known string            `yaml:"known"`
}

type primaryHeader struct {
	Outcome string `yaml:"outcome"`
	Block   int    `yaml:"block"`
}

// identifier is a name that needs no quotes in SQL.
var identifier = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// reading is a header that is being read. at returns a fault at a path of it.
type reading struct {
	Header
	at     func(path, message string) strictyaml.Fault
	study  Study
	faults []strictyaml.Fault
}

// New returns what a header says, and its faults. at returns a fault at a path of the
// header.
func New(h Header, at func(path, message string) strictyaml.Fault) (Study, []strictyaml.Fault) {
	r := &reading{Header: h, at: at}
	r.study = Study{Treatment: h.Treatment, Pool: h.Pool, ComparisonSource: h.ComparisonSource, Baseline: h.Baseline, HeldOut: h.HeldOut, Blocks: h.Blocks,
		Anticipation: h.Anticipation, Primary: h.Primary.Outcome, PrimaryBlock: h.Primary.Block, Margin: 0.05, YearlyWage: h.YearlyWage,
		SecondPool: h.SecondPool, OtherRegion: h.OtherRegion, Base: h.Base, Before: h.Before}
	if h.Margin != nil {
		r.study.Margin = *h.Margin
	}
	for _, step := range []func(){r.texts, r.design, r.numbers, r.history, r.outcomes, r.panel, r.substitutes} {
		step()
	}
	return r.study, r.faults
}

func (r *reading) refuse(path, format string, args ...any) {
	r.faults = append(r.faults, r.at(path, fmt.Sprintf(format, args...)))
}

func (r *reading) texts() {
	for _, o := range []struct {
		path string
		text dubbelkrona.Label
	}{{"treatment", r.Treatment}, {"pool", r.Pool}, {"comparison_source", r.ComparisonSource}} {
		if o.text.SV == "" || o.text.EN == "" {
			r.refuse(o.path, "%s must have a text in sv and one in en", o.path)
		}
	}
}

func (r *reading) design() {
	design, known := designs[r.Design]
	if r.study.Design = design; !known {
		r.refuse("design", "design must be one of %s", strings.Join(slices.Sorted(maps.Keys(designs)), ", "))
	}
}

func (r *reading) numbers() {
	if r.Blocks < 1 || r.Blocks > MaxBlocks {
		r.refuse("blocks", "blocks must be 1 to %d, each of 12 months", MaxBlocks)
	}
	if r.Anticipation < 0 || r.Anticipation > 12 {
		r.refuse("anticipation", "anticipation must be 0 to 12 months")
	}
	if r.study.Margin < 0 || r.study.Margin >= 1 {
		r.refuse("margin", "margin must be a share from 0 to below 1")
	}
}

func (r *reading) history() {
	s := &r.study
	path := func(name string) string { return "history." + name }
	for _, name := range strictyaml.InOrder(maps.Keys(r.Header.History), path, r.at) {
		if r.Header.History[name] < 1 {
			r.refuse(path(name), "each entry of history must be a column with its number of months, oldest first")
		}
		s.History, s.HistoryMonths = append(s.History, name), append(s.HistoryMonths, r.Header.History[name])
	}
	for list, names := range map[string][]string{"baseline": s.Baseline, "held_out": s.HeldOut, "before": s.Before} {
		for i, name := range names {
			if !identifier.MatchString(name) || slices.Contains(names[:i], name) {
				r.refuse(fmt.Sprintf("%s[%d]", list, i), "%s must be column names without duplicates, in lower-case letters, digits and _", list)
			}
		}
	}
	inside := slices.ContainsFunc(s.HeldOut, func(name string) bool { return slices.Contains(s.History, name) })
	if inside && (len(s.HeldOut) >= len(s.History) || !slices.Equal(s.HeldOut, s.History[:min(len(s.HeldOut), len(s.History))])) {
		r.refuse("held_out", "held_out must be the oldest columns of history and leave some of it, or columns that are not in history")
	}
}

func (r *reading) outcomes() {
	s := &r.study
	path := func(name string) string { return "outcomes." + name }
	amounts := false
	for _, name := range strictyaml.InOrder(maps.Keys(r.Header.Outcomes), path, r.at) {
		o := r.Header.Outcomes[name]
		if !identifier.MatchString(name) || o.Title.SV == "" || o.Title.EN == "" || !identifier.MatchString(o.Known) {
			r.refuse(path(name), "an outcome must be a lower-case name with title (sv and en), unit and known, the name of the columns with the share of known months")
		}
		if o.Unit != "share" && o.Unit != "SEK" {
			r.refuse(path(name), "unit must be share or SEK")
		}
		amounts = amounts || o.Unit == "SEK"
		s.Outcomes = append(s.Outcomes, Outcome{name, o.Title, o.Unit, o.Known})
	}
	if _, named := r.Header.Outcomes[s.Primary]; !named || s.PrimaryBlock < 1 || s.PrimaryBlock > s.Blocks {
		r.refuse("primary", "primary must be {outcome, block}: an outcome and one of its blocks, counted from 1")
	}
	if amounts && s.YearlyWage == "" {
		r.refuse("outcomes", "outcomes in SEK need yearly_wage: the aggregate of the mean wage of a year in work")
	}
}

func (r *reading) panel() {
	s := &r.study
	if isPanel := s.Design == effect.Change; isPanel != (s.Base != "") || !isPanel && len(s.Before) > 0 {
		r.refuse("base", "base and before belong to the design panel, which needs base: the column that outcomes change from")
	}
}

func (r *reading) substitutes() {
	for _, name := range slices.Sorted(maps.Keys(r.Header.Substitutes)) {
		check, known := checkOf(name)
		text := r.Header.Substitutes[name]
		if !known || text.SV == "" || text.EN == "" {
			r.refuse("substitutes."+name, "a substitute must be the name of a check with a text in sv and one in en")
			continue
		}
		if r.study.Substitutes == nil {
			r.study.Substitutes = make(map[gate.Check]dubbelkrona.Label)
		}
		r.study.Substitutes[check] = text
	}
}
