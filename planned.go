package dubbelkrona

// ContractFigures are the figures of one contract in a snapshot.
type ContractFigures struct {
	Contract string
	// Covered reports whether it is in the double value. Otherwise Lacks says what
	// for.
	Covered bool
	Lacks   []LackedName
	// Reading is the assumption that the value of the service rests on, as in the model
	// contract_value; empty if none.
	Reading string
	// Values are the figures that are known, by the names of ContractFigureNames.
	Values map[string]float64
}

// ContractFigureNames are the names of a contract's figures, in the order in which
// they are shown. Amounts are in SEK; v, e and the parts of e are SEK per SEK.
func ContractFigureNames() []string {
	return []string{"cost", "service_value", "subsidy", "dv", "v", "e", "e_kommun", "e_region", "e_stat", "e_individ", "npv", "person_years", "break_even"}
}

// Uncertainty is what the draws say of the double value.
type Uncertainty struct {
	Low      float64 `json:"low"` // the 5 % quantile
	Median   float64 `json:"median"`
	High     float64 `json:"high"`     // the 95 % quantile
	Double   float64 `json:"double"`   // P(DV ≥ 2)
	Positive float64 `json:"positive"` // P(e > 0)
	// Drivers are the uncertain inputs that matter, the widest first.
	Drivers []Driver `json:"drivers"`
}

// Driver is an uncertain input, and the double value when it is at its low and at its
// high end while the others have their value.
type Driver struct {
	Input string  `json:"input"` // effect, displacement, reference_price, discount_rate or drop_off
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// Expectation is what a planned contract is expected to give.
type Expectation struct {
	Name         string `json:"name"`
	Contract     string `json:"contract"` // id; empty if it is not known yet
	Municipality string `json:"municipality"`
	Year         int    `json:"year"`
	Participants int    `json:"participants"`
	// Effect is the effect on the share who work, by year, with the standard error of
	// each, and where it comes from: own, borrowed or assumed.
	Effect []float64 `json:"effect"`
	SE     float64   `json:"se"`
	Basis  string    `json:"basis"`
	Source string    `json:"source"`
	// Lacks says what is missing; the figures are then unknown.
	Lacks []LackedName `json:"lacks,omitempty"`
	// Reading is as in ContractFigures.
	Reading string             `json:"reading,omitempty"`
	Figures map[string]float64 `json:"figures"`
	// Uncertainty is nil if it is unknown.
	Uncertainty *Uncertainty `json:"uncertainty"`
	// Detectable is the smallest effect that a follow-up of the participants would
	// find, and Needed the mean effect a year that a double value of 2 needs; nil if it
	// is unknown.
	Detectable float64  `json:"detectable"`
	Needed     *float64 `json:"needed"`
	// Least is the number of participants below which no effect is estimated.
	Least int `json:"least"`
}

// PlanOutcome is a kept plan beside what the snapshot says of its contract now.
type PlanOutcome struct {
	Name     string `json:"name"`
	Contract string `json:"contract"`
	// Lacks says what the contract lacks for its double value; empty if nothing.
	Lacks   []LackedName    `json:"lacks,omitempty"`
	Figures []PlannedFigure `json:"figures"`
}

// PlannedFigure is a figure as it was expected and as it is; nil is unknown.
type PlannedFigure struct {
	Name     string   `json:"name"`
	Expected *float64 `json:"expected"`
	Now      *float64 `json:"now"`
}

// Enough reports whether a follow-up would have enough participants, and find the
// effect that a double value of 2 needs.
func (e *Expectation) Enough() bool {
	return e.Participants >= e.Least && e.Needed != nil && e.Detectable <= *e.Needed
}
