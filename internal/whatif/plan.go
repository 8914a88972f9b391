package whatif

import (
	"maps"
	"regexp"
	"slices"

	"dubbelkrona/internal/strictyaml"
)

// Plan is a planned contract. What is nil is taken from the project's parameters.
type Plan struct {
	Name string
	// Contract is the id that the contract will have; empty if it is not known yet.
	Contract     string
	Municipality string // code
	Year         int
	// Participants start; Comparison persons and Suppliers are those of a follow-up.
	Participants, Comparison, Suppliers int
	// Numbers are the amounts and parameters by their names in the file.
	Numbers map[string]*Number
	// Shares are what the participants would otherwise live on, by state.
	Shares map[string]*Number
	Effect Effect
	// Expected are the figures that were expected when the plan was kept.
	Expected map[string]float64
}

// Effect is the effect on the share who work.
type Effect struct {
	// Basis is own for the municipality's estimate, or borrowed or assumed; then ByYear,
	// SE and Source are stated.
	Basis  string
	ByYear []float64
	SE     float64
	Source string
}

// file is a plan as it is written.
type file struct {
	Name         string                        `yaml:"name"`
	Contract     string                        `yaml:"contract"`
	Municipality string                        `yaml:"municipality"`
	Year         int                           `yaml:"year"`
	Participants int                           `yaml:"participants"`
	Comparison   int                           `yaml:"comparison"`
	Suppliers    int                           `yaml:"suppliers"`
	Spend        strictyaml.Section            `yaml:"spend"`
	Own          strictyaml.Section            `yaml:"own_administration"`
	Reference    strictyaml.Section            `yaml:"reference_price"`
	Accepted     strictyaml.Section            `yaml:"accepted_share"`
	Subsidy      strictyaml.Section            `yaml:"state_subsidy"`
	Extent       strictyaml.Section            `yaml:"extent"`
	Wage         strictyaml.Section            `yaml:"wage_month"`
	Displacement strictyaml.Section            `yaml:"displacement"`
	DiscountRate strictyaml.Section            `yaml:"discount_rate"`
	DropOff      strictyaml.Section            `yaml:"drop_off"`
	Horizon      strictyaml.Section            `yaml:"horizon"`
	Shares       map[string]strictyaml.Section `yaml:"counterfactual_share"`
	Effect       strictyaml.Section            `yaml:"effect"`
	// Expected is what Keep wrote.
	Expected map[string]float64 `yaml:"expected"`
}

// stated is what an effect that is not the municipality's own states.
type stated struct {
	Basis  string    `yaml:"basis"`
	ByYear []float64 `yaml:"by_year"`
	SE     *float64  `yaml:"se"`
	Source string    `yaml:"source"`
}

var municipalityCode = regexp.MustCompile(`^[0-9]{4}$`)

// Parse reads a plan and returns all faults, each with its position.
func Parse(name string, data []byte) (*Plan, []strictyaml.Fault) {
	doc, faults := strictyaml.Parse(name, data)
	if len(faults) > 0 {
		return nil, faults
	}
	var f file
	if faults = doc.Decode(&f); len(faults) > 0 {
		return nil, faults
	}
	r := &reader{}
	refuse := func(path, message string) { r.faults = append(r.faults, doc.At(path, message)) }
	p := &Plan{Name: f.Name, Contract: f.Contract, Municipality: f.Municipality, Year: f.Year, Participants: f.Participants, Comparison: f.Comparison, Suppliers: max(f.Suppliers, 1), Expected: f.Expected}
	for _, required := range []struct {
		path    string
		there   bool
		message string
	}{
		{"name", f.Name != "", "name is missing: what the plan is called"},
		{"municipality", municipalityCode.MatchString(f.Municipality), `municipality must be the four digits of its code, in quotes: "2182"`},
		{"year", f.Year >= 2000 && f.Year <= 2100, "year must be the contract year, 2000 to 2100"},
		{"participants", f.Participants >= 1 && f.Participants <= 100_000, "participants must be 1 to 100000"},
		{"comparison", f.Comparison >= 0, "comparison must not be negative"},
		{"suppliers", f.Suppliers >= 0, "suppliers must not be negative"},
		{"spend", f.Spend.Present(), "spend is missing: what the contract costs, SEK without VAT"},
		{"state_subsidy", f.Subsidy.Present(), "state_subsidy is missing: the wage subsidies of the state for the contract, SEK; 0 if there are none"},
		{"effect", f.Effect.Present(), "effect is missing: own, or basis, by_year, se and source"},
		{"accepted_share", !f.Reference.Present() || f.Accepted.Present(), "accepted_share is missing: how much of the delivery is expected to be accepted, 1 for all of it"},
	} {
		if !required.there {
			refuse(required.path, required.message)
		}
	}
	if p.Comparison == 0 {
		p.Comparison = 2 * p.Participants
	}
	p.numbers(r, &f)
	p.Effect = r.effect(f.Effect)
	strictyaml.Sort(r.faults)
	return p, r.faults
}

func (p *Plan) numbers(r *reader, f *file) {
	const most = 10_000_000_000_000
	p.Numbers = map[string]*Number{
		"spend":              r.number("spend", f.Spend, 1, most),
		"own_administration": r.number("own_administration", f.Own, 0, most),
		"reference_price":    r.number("reference_price", f.Reference, 1, most),
		"accepted_share":     r.number("accepted_share", f.Accepted, 0, 1),
		"state_subsidy":      r.number("state_subsidy", f.Subsidy, 0, most),
		"extent":             r.number("extent", f.Extent, 0, 1),
		"wage_month":         r.number("wage_month", f.Wage, 0, 10_000_000),
		"displacement":       r.number("displacement", f.Displacement, 0, 1),
		"discount_rate":      r.number("discount_rate", f.DiscountRate, -50, 100),
		"drop_off":           r.number("drop_off", f.DropOff, 0, 1),
		"horizon":            r.number("horizon", f.Horizon, 0, 100),
	}
	maps.DeleteFunc(p.Numbers, func(_ string, n *Number) bool { return n == nil })
	p.Shares = make(map[string]*Number)
	for _, state := range slices.Sorted(maps.Keys(f.Shares)) {
		if n := r.number("counterfactual_share."+state, f.Shares[state], 0, 1); n != nil {
			p.Shares[state] = n
		}
	}
}

// effect reads the word own, or the statements of another effect.
func (r *reader) effect(s strictyaml.Section) Effect {
	if text, plain := s.Text(); plain || !s.Present() {
		if text != "own" && s.Present() {
			r.refuse(s, "", "effect must be own, or have basis, by_year, se and source")
		}
		return Effect{Basis: "own"}
	}
	var e stated
	if faults := s.Decode(&e); len(faults) > 0 {
		r.faults = append(r.faults, faults...)
		return Effect{}
	}
	if e.Basis != "borrowed" && e.Basis != "assumed" {
		r.refuse(s, "basis", "effect.basis must be borrowed, for an estimate from elsewhere, or assumed")
	}
	if len(e.ByYear) == 0 || len(e.ByYear) > 40 || slices.ContainsFunc(e.ByYear, func(x float64) bool { return !(x >= -1 && x <= 1) }) {
		r.refuse(s, "by_year", "effect.by_year must be the change in the share who work, year by year from the contract year: [0.8, 0.25, 0.2]")
	}
	if e.SE == nil || !(*e.SE >= 0 && *e.SE <= 1) {
		r.refuse(s, "se", "effect.se must be the standard error of the effect of a year, 0 to 1")
		return Effect{}
	}
	if e.Source == "" {
		r.refuse(s, "source", "effect.source must say where the effect is from, so that others can judge it")
	}
	return Effect{e.Basis, e.ByYear, *e.SE, e.Source}
}
