package dubbelkrona

// parameterRanges lists the parameters of the method, grouped by range. To add
// one, write it here, then run
//
//	go test . -run TestParameters -update
//
// A new range changes plan hashes: objects that fill the table parameter are
// read again.
var parameterRanges = []parameterRange{
	{shares, []Parameter{
		{Name: "accepted_share", Unit: "share", Scope: ScopeBuyer, Part: PartService,
			Rate:    Rate{17, "accepted_share", "Accepted share if the contract has no deliveries."},
			Default: &ParameterDefault{"1", "", "", "fixed", "assumed", "Where no delivery states an accepted share, everything is taken as accepted"},
			Doc:     "The accepted share of a contract that has no deliveries."},
		{Name: "displacement", Unit: "share", Scope: ScopeBuyer, Part: PartSocial, Required: "displacement",
			Rate: Rate{11, "displacement", "Share of the effect taken from others."},
			Doc:  "The share of the effect that is taken from others, d."},
		{Name: "drop_off", Unit: "share", Scope: ScopeBuyer, Part: PartSocial,
			Rate: Rate{13, "drop_off", "Yearly decline of the effect after the last observed year, share; NULL means no extrapolation."},
			Doc:  "The yearly fall of the effect after the last year of the series; without it no later year is counted."},
		{Name: "employment_effect_se", Unit: "share", Scope: ScopeBuyer, Part: PartInterval,
			Rate: Rate{12, "effect_se", "Standard error of the effect, share."},
			Doc:  "The standard error of the effect of one year."},
		{Name: "counterfactual_share.social_assistance", Family: "counterfactual_share.*", Unit: "share", Scope: ScopeBuyer, Part: PartSocial,
			Required: "counterfactual_share.social_assistance",
			Rate:     Rate{8, "share_social_assistance", "Share that would otherwise live on försörjningsstöd."},
			Doc:      "The share of the participants who would otherwise live on social assistance."},
		{Name: "counterfactual_share.unemployment_benefit", Family: "counterfactual_share.*", Unit: "share", Scope: ScopeBuyer, Part: PartSocial,
			Required: "counterfactual_share.unemployment_benefit",
			Rate:     Rate{9, "share_unemployment_benefit", "Share that would otherwise live on aktivitetsstöd."},
			Doc:      "The share of the participants who would otherwise live on an activity grant or unemployment benefit."},
	}},
	{shares, []Parameter{
		{Name: "postings_complete", Unit: "0 or 1", Scope: ScopeBuyer, Part: PartSpend,
			Rate: Rate{18, "postings_complete", "1 if every posting of the contract has its contract id."},
			Doc:  "1 says that every posting of a contract names it, so that postings without a contract are something else."},
	}},
	{Range{Min: "-1", Max: "1"}, []Parameter{
		{Name: "employment_effect.*", Unit: "share", Scope: ScopeBuyer, Part: PartSocial, Required: "employment_effect.0",
			Doc: "The change in the share who work in year 0, 1, 2 …, Δ. The series comes whole from one scope."},
	}},
	{Range{Min: "0", Max: "100"}, []Parameter{
		{Name: "kommunalskatt", Unit: "percent", Scope: ScopeResidence, Part: PartSocial, Required: "kommunalskatt",
			Rate: Rate{1, "kommunalskatt", "Municipal tax rate, share."},
			Doc:  "Municipal income tax, τ_K."},
		{Name: "regionskatt", Unit: "percent", Scope: ScopeResidence, Part: PartSocial, Required: "regionskatt",
			Rate: Rate{2, "regionskatt", "Regional tax rate, share."},
			Doc:  "Regional income tax, τ_R."},
		{Name: "arbetsgivaravgift", Unit: "percent", Scope: ScopeResidence, Part: PartSocial, Required: "arbetsgivaravgift",
			Rate: Rate{3, "arbetsgivaravgift", "Employer contributions, share of the wage."},
			Doc:  "Employer contributions, α."},
		{Name: "utjamning_lambda", Unit: "percent", Scope: ScopeResidence, Part: PartEqualisation,
			Rate: Rate{4, "utjamning", "Part of a municipality's tax gain that income equalisation takes, share of taxable income."},
			Default: &ParameterDefault{"", "", "", "fixed", "missing",
				"No rate by municipality was found; figures after income equalisation need one (recalled: 95 % for those that receive; read for 2015, g0vse: 85 % for those that pay; of the mean rate of 2003, by county)"},
			Doc: "What income equalisation takes of taxable income, λ."},
	}},
	{Range{Min: "-50", Max: "100"}, []Parameter{
		{Name: "discount_rate", Unit: "percent", Scope: ScopeBuyer, Part: PartSocial, Required: "discount_rate",
			Rate:    Rate{10, "discount_rate", "Real discount rate, share per year."},
			Default: &ParameterDefault{"3.5", "2", "5", "triangular", "recalled", "Real rate, from memory of ASEK (Trafikverket); the method asks for 2, 3.5 and 5 side by side"},
			Doc:     "The real discount rate a year, r."},
	}},
	{Range{Min: "0", Max: "10000000"}, []Parameter{
		{Name: "wage_month", Unit: "SEK/month", Scope: ScopeBuyer, Part: PartSocial, Required: "wage_month",
			Rate: Rate{5, "wage", "Wage for a full-time year, SEK."},
			Doc:  "The full-time wage of those who get work; twelve of them are W."},
		{Name: "riksnorm_ensamstaende_manad", Unit: "SEK/month", Scope: ScopeResidence, Part: PartSocial, Required: "riksnorm_ensamstaende_manad",
			Rate: socialAssistance,
			Doc:  "The national norm of social assistance for a person living alone, a part of FS."},
		{Name: "boendekostnad_manad", Unit: "SEK/month", Scope: ScopeResidence, Part: PartSocial, Required: "boendekostnad_manad",
			Rate:    socialAssistance,
			Default: &ParameterDefault{"5000", "", "", "fixed", "assumed", "The rent in the worked example of the method; set the municipality's own"},
			Doc:     "The rent that social assistance pays, the other part of FS."},
		{Name: "aktivitetsstod_lagsta_dag", Unit: "SEK/day", Scope: ScopeResidence, Part: PartSocial, Required: "aktivitetsstod_lagsta_dag",
			Rate: unemploymentBenefit,
			Doc:  "The lowest activity grant a day; with its days a year it is AS."},
	}},
	{Range{Min: "0", Max: "366"}, []Parameter{
		{Name: "aktivitetsstod_dagar_ar", Unit: "days", Scope: ScopeResidence, Part: PartSocial, Required: "aktivitetsstod_dagar_ar",
			Rate: unemploymentBenefit,
			Doc:  "The days of a year for which an activity grant is paid."},
	}},
	{Range{Min: "0", Max: "100"}, []Parameter{
		{Name: "horizon", Unit: "years", Scope: ScopeBuyer, Part: PartSocial,
			Rate: Rate{14, "horizon", "Number of years counted if the effect is extrapolated."},
			Doc:  "The years that are counted in all; needed where drop_off is set."},
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
		{Name: "prisbasbelopp", Unit: "SEK", Scope: ScopeAll, Part: PartSocial,
			Doc: "The base amount in which the tax brackets are stated."},
	}},
	{Range{Min: "-1000", Max: "1000"}, []Parameter{
		{Name: "grundavdrag.*", Unit: "pbb, share", Scope: ScopeAll, Part: PartSocial, Common: true,
			Doc: "The brackets of the basic allowance: N.from and N.base in prisbasbelopp, N.slope as a share."},
		{Name: "jobbskatteavdrag.*", Unit: "pbb, share", Scope: ScopeAll, Part: PartSocial, Common: true,
			Doc: "The brackets of the tax credit on earned income, written in the same way."},
	}},
	{prices, []Parameter{
		{Name: "state_subsidy", Unit: "SEK", Scope: ScopeBuyer, Part: PartSocial, Required: "state_subsidy",
			Rate: Rate{15, "state_subsidy", "Wage subsidies to the supplier, SEK for the contract."},
			Doc:  "The wage subsidies that the state paid to the supplier for the contract, G."},
		{Name: "own_administration", Unit: "SEK", Scope: ScopeBuyer, Part: PartAdministration, Required: "own_administration",
			Rate:    Rate{16, "own_administration", "The buyer's extra administration, SEK for the contract."},
			Default: &ParameterDefault{"0", "", "", "fixed", "assumed", "No extra administration of the buyer unless a project states it"},
			Doc:     "The buyer's extra administration of the contract, a part of C."},
	}},
}

// The rates that combine two parameters.
var (
	socialAssistance    = Rate{6, "social_assistance", "Försörjningsstöd for a year without work, SEK."}
	unemploymentBenefit = Rate{7, "unemployment_benefit", "Aktivitetsstöd for a year without work, SEK."}
)
