package dubbelkrona

import "slices"

// parameterRanges lists the parameters of the method, grouped by range. To add
// one, write it here, then run
//
//	go test . -run TestParameters -update
//
// A new range changes plan hashes: objects that fill the table parameter are
// read again.
var parameterRanges = slices.Concat(methodParameters, taxParameters, supportParameters, effectParameters, readingParameters)

// methodParameters are the choices of the method: effects, prices, horizons.
var methodParameters = []parameterRange{
	{shares, []Parameter{
		{Name: "accepted_share", Unit: "share", Scope: ScopeBuyer, Part: PartService,
			Rate:    Rate{15, "accepted_share", "Accepted share if the contract has no deliveries."},
			Default: &ParameterDefault{"1", "", "", "fixed", "assumed", "Where no delivery states an accepted share, everything is taken as accepted"},
			Doc:     "The accepted share of a contract that has no deliveries."},
		{Name: "displacement", Unit: "share", Scope: ScopeBuyer, Part: PartDisplacement, Required: "displacement",
			Rate:    Rate{9, "displacement", "Share of the effect taken from others."},
			Default: &ParameterDefault{"", "", "", "fixed", "missing", "A choice of the project. The figures for 0, 0.25, 0.5 and 0.75 are shown without it; see Crépon et al. 2013 and IFAU 2018:14"},
			Doc:     "The share of the effect that is taken from others, d."},
		{Name: "drop_off", Unit: "share", Scope: ScopeBuyer, Part: PartSocial,
			Rate: Rate{11, "drop_off", "Yearly decline of the effect after the last observed year, share; NULL means no extrapolation."},
			Doc:  "The yearly fall of the effect after the last year of the series; without it no later year is counted."},
		{Name: "employment_effect_se", Unit: "share", Scope: ScopeBuyer, Part: PartInterval,
			Rate: Rate{10, "effect_se", "Standard error of the effect, share."},
			Doc:  "The standard error of the effect of one year."},
		{Name: "extent", Unit: "share", Scope: ScopeBuyer, Part: PartSocial,
			Rate: Rate{20, "extent", "Share of full time of contracts whose placements state none."},
			Doc:  "The share of full time that the work comprises, for contracts whose placements do not state any extent."},
		{Name: "counterfactual_share.*", Unit: "share", Scope: ScopeBuyer, Part: PartSocial,
			Doc: "The share of the participants who would otherwise be in a state of the model counterfactual_state; what the shares leave is the state none. The series comes whole from one scope. Observed benefits come before it."},
	}},
	{shares, []Parameter{
		{Name: "postings_complete", Unit: "0 or 1", Scope: ScopeBuyer, Part: PartSpend,
			Rate: Rate{16, "postings_complete", "1 if every posting of the contract has its contract id."},
			Doc:  "1 says that every posting of a contract names it, so that postings without a contract are something else."},
	}},
	{Range{Min: "-1", Max: "1"}, []Parameter{
		{Name: "employment_effect.*", Unit: "share", Scope: ScopeBuyer, Part: PartSocial, Required: "employment_effect.0",
			Doc: "The change in the share who work in year 0, 1, 2 …, Δ. The series comes whole from one scope."},
	}},
	{Range{Min: "-50", Max: "100"}, []Parameter{
		{Name: "discount_rate", Unit: "percent", Scope: ScopeBuyer, Part: PartSocial, Required: "discount_rate",
			Rate:    Rate{8, "discount_rate", "Real discount rate, share per year."},
			Default: &ParameterDefault{"3.5", "2", "5", "triangular", "recalled", "Real rate, from memory of ASEK (Trafikverket); the method asks for 2, 3.5 and 5 side by side"},
			Doc:     "The real discount rate a year, r."},
	}},
	{Range{Min: "0", Max: "10000000"}, []Parameter{
		{Name: "wage_month", Unit: "SEK/month", Scope: ScopeBuyer, Part: PartSocial, Required: "wage_month",
			Rate: Rate{5, "wage", "Wage for a full-time year, SEK."},
			Doc:  "The full-time wage of those who get work; twelve of them are W."},
	}},
	{Range{Min: "0", Max: "100"}, []Parameter{
		{Name: "horizon", Unit: "years", Scope: ScopeBuyer, Part: PartSocial,
			Rate: Rate{12, "horizon", "Number of years counted if the effect is extrapolated."},
			Doc:  "The years that are counted in all; needed where drop_off is set."},
		{Name: "tax_lag_years", Unit: "years", Scope: ScopeResidence, Part: PartEqualisation,
			Rate:    Rate{18, "tax_lag", "Years until income equalisation follows the tax base."},
			Default: &ParameterDefault{"0", "", "", "fixed", "assumed", "No lag; the figures with a lag of two years are shown beside"},
			Doc:     "The years until income equalisation takes its part of a tax gain. It concerns the figures after equalisation alone."},
		{Name: "mcpf", Unit: "ratio", Scope: ScopeBuyer, Part: PartFunds,
			Rate:    Rate{33, "mcpf", "Marginal cost of public funds, SEK per krona of taxes."},
			Default: &ParameterDefault{"", "", "", "fixed", "missing", "No source was read; 1, 1.15 and 1.3 are values in use. See ASEK (Trafikverket) for the one of transport"},
			Doc:     "What a krona of taxes costs society, μ, for the part npv_mcpf alone."},
	}},
	{Range{Min: "0", Max: "100"}, []Parameter{
		{Name: "reference_price_factor", Unit: "ratio", Scope: ScopeBuyer, Part: PartInterval,
			Doc: "What the reference price is multiplied by in the draws of the uncertainty, relative to the value: 1 with low 0.9 and high 1.1 says that it may be ten percent off. It changes no other figure."},
	}},
	{Range{Min: "1900", Max: "2199"}, []Parameter{
		{Name: "base_year", Unit: "year", Scope: ScopeAll, Part: PartSocial,
			Default: &ParameterDefault{"2026", "", "", "fixed", "assumed", "The year whose rates and prices value an effect; the newest year with every rate read"},
			Doc:     "The year whose rates and prices value an effect."},
	}},
	{Range{Min: "0", Max: "99999999"}, []Parameter{
		{Name: "kpi", Unit: "index", Scope: ScopeAll, Part: PartAdministration, Common: true,
			Doc: "The consumer price index, one row per year; a year that has a row needs a value."},
		{Name: "exchange_rate", Unit: "SEK", Scope: ScopeCurrency, Part: PartSpend,
			Doc: "SEK for one unit of a currency; required if an amount is in that currency."},
	}},
	{prices, []Parameter{
		{Name: "state_subsidy", Unit: "SEK", Scope: ScopeBuyer, Part: PartSocial,
			Rate: Rate{13, "state_subsidy", "Wage subsidies to the supplier, SEK for the contract, as stated."},
			Doc:  "The wage subsidies that the state paid to the supplier for the contract, G. Without it G is computed from the placements and their programmes."},
		{Name: "own_administration", Unit: "SEK", Scope: ScopeBuyer, Part: PartAdministration, Required: "own_administration",
			Rate:    Rate{14, "own_administration", "The buyer's extra administration, SEK for the contract."},
			Default: &ParameterDefault{"0", "", "", "fixed", "assumed", "No extra administration of the buyer unless a project states it"},
			Doc:     "The buyer's extra administration of the contract, a part of C."},
	}},
}
