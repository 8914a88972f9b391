package dubbelkrona

// The scopes of a parameter: which rows of the table parameter may set it. The
// narrowest scope with a row applies.
const (
	// ScopeBuyer is by contract, then the buying municipality, its region, all.
	ScopeBuyer = "buyer"
	// ScopeResidence is the same by the residence of the persons, for taxes
	// and benefits.
	ScopeResidence = "residence"
	// ScopeAll is one value for every contract.
	ScopeAll = "all"
	// ScopeCurrency is one value for each currency: currency:EUR.
	ScopeCurrency = "currency"
)

// The parts of a contract's value that are unknown without a parameter.
const (
	PartSpend          = "spend"
	PartAdministration = "administration"
	PartService        = "service"
	PartSocial         = "social"
	// PartEqualisation are the figures after income equalisation alone.
	PartEqualisation = "equalisation"
	// PartInterval is the interval of a figure, not the figure itself.
	PartInterval = "interval"
	// PartDisplacement are the net effect and what is made of it; figures for
	// given shares of displacement are known without it.
	PartDisplacement = "displacement"
	// PartFunds is the side figure with the cost of public funds.
	PartFunds = "funds"
	// PartInformation is for columns beside the figures, or for terms that are
	// left out where no row states them.
	PartInformation = "information"
)

// Parameter is a value that the formulas read from the table parameter. The
// ranges of the table's numbers, the models parameter_definition and
// contract_rate, the built-in defaults and the section of docs/method.md are
// generated from the list of parameters.
type Parameter struct {
	// Name is the name of the parameter. If it ends in .* it is a series, such
	// as employment_effect.0, employment_effect.1 and so on.
	Name string
	// Unit of the value: share, percent, SEK/month, SEK, years, …
	Unit  string
	Scope string // one of the scopes
	Part  string // what is unknown without it, one of the parts
	// Required is the name that must have a value for every contract: Name, or
	// one of the series. It is empty if the formulas work without it, or if
	// only some contracts need it.
	Required string
	// Common parameters are read once for all contracts and are left out of
	// the model parameter_in_force.
	Common bool
	// ByDay values are means over the days of the base year; others are those
	// in force on its first day.
	ByDay bool
	// Rate is the column of the model contract_rate that has the value as a
	// share or an amount a year; its Column is 0 if the formulas read it elsewhere.
	Rate Rate
	// Default is the built-in value for every municipality and year, or the
	// explanation of its absence; nil if there is none.
	Default *ParameterDefault
	// Doc is one sentence for docs/method.md.
	Doc string
}

// Rate is a column of the model contract_rate. Parameters of one column are
// added. An amount a month is multiplied by 12, and one a day by the parameter
// aktivitetsstod_dagar_ar.
type Rate struct {
	// Column is the position of the column among the rates, from 1. Positions
	// of published columns do not change: a new rate gets the next number.
	Column int
	Name   string
	Doc    string // what the column means, with its unit
}

// ParameterDefault is the built-in row of a parameter. Numbers are texts with
// a decimal point, empty if there is none.
type ParameterDefault struct {
	Value, Low, High string
	// Distribution, Grade and Source are as in the table parameter.
	Distribution, Grade, Source string
}

// parameterRange is a group of parameters with the same range.
type parameterRange struct {
	Range
	parameters []Parameter
}

// parameterCases limits the numbers of a parameter by its name, or by its unit
// if no formula reads it. A rate in percent instead of a share is thus
// rejected.
func parameterCases() (all []Case) {
	for _, r := range parameterRanges {
		var names []string
		for _, p := range r.parameters {
			names = append(names, p.Name)
		}
		all = append(all, Case{Column: "name", Is: names, Range: r.Range})
	}
	all = append(all, subsidyFields...)
	return append(all,
		Case{Column: "unit", Is: []string{"share"}, Range: Range{Min: "-1", Max: "1"}},
		Case{Column: "unit", Is: []string{"percent"}, Range: Range{Min: "-100", Max: "1000"}},
		Case{Column: "unit", Is: []string{"SEK/month", "SEK/day"}, Range: Range{Min: "0", Max: "10000000"}},
	)
}
