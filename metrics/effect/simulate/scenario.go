package simulate

// Comparison is whom the treated are compared with.
type Comparison uint8

// The comparisons.
const (
	// RiskSets: persons without work in the month before, who have not started.
	RiskSets Comparison = iota
	// NeverOut: persons who never start and are without work in the month before a
	// start that is drawn for them.
	NeverOut
	// NeverHistory: persons who never start, at a drawn start, with weights on
	// baseline and history.
	NeverHistory
	// NeverBaseline: the same with weights on the baseline alone.
	NeverBaseline
)

// Scenario is what is true in a simulation, and how it is estimated.
type Scenario struct {
	// Name is a title for the page, About what the scenario shows.
	Name, About string
	// Effect is the mean effect of a start on the share of months in work.
	Effect float64
	// Trait is by how much a standard deviation of the unobserved trait raises the
	// log odds of a start.
	Trait float64
	// Wish is the same for motivation that matters after the start alone.
	Wish       float64
	Comparison Comparison
}

// holds reports whether the assumptions of the estimator hold.
func (s Scenario) holds() bool { return s.Trait == 0 && s.Wish == 0 && s.Comparison == RiskSets }

// The scenarios.
var (
	noEffect = Scenario{Name: "Risk sets, no effect", About: "Who starts depends on baseline and on work in the last year. The assumptions hold."}
	anEffect = Scenario{Name: "Risk sets, an effect of 12 points", Effect: 0.12,
		About: "As before, and a start adds 12 points. Some of the comparison start later, so that starting now rather than waiting is worth less: the column of the truth has it."}
	unobserved = Scenario{Name: "Risk sets, a stable unobserved trait, no effect", Trait: startTrait,
		About: "A trait that no column has raises both work and the odds of a start. Nothing in the data can repair that; the allowance is for it."}
	motivation = Scenario{Name: "Risk sets, motivation that shows after the start alone, no effect", Wish: startWish,
		About: "As before, with nothing in the history to be found: no check can see it."}
	neverBaseline = Scenario{Name: "Never-treated at a random pseudo-start, weights on the baseline, no effect", Comparison: NeverBaseline,
		About: "An anti-pattern. Those who never start are those who found work, and at a drawn month many of them have it. Without a declared history its check cannot be run, which closes."}
	neverHistory = Scenario{Name: "Never-treated at a random pseudo-start, weights on baseline and history, no effect", Comparison: NeverHistory,
		About: "The same persons with the weights of the estimator. Equal means of history do not make equal states in the month before."}
	neverOut = Scenario{Name: "Never-treated without work at the pseudo-start, no effect", Comparison: NeverOut,
		About: "Closer, but still chosen by what happened later."}
)

// Scenarios returns all scenarios, in the order of the page.
func Scenarios() []Scenario {
	return []Scenario{noEffect, anEffect, unobserved, motivation, neverBaseline, neverHistory, neverOut}
}
