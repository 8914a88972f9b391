package dubbelkrona

// supportParameters are what persons without work live on, and what the state
// pays for subsidised work.
var supportParameters = []parameterRange{
	{shares, []Parameter{
		{Name: "jobbstimulans", Unit: "share", Scope: ScopeResidence, Part: PartInformation,
			Rate: Rate{21, "jobbstimulans", "Share of the net wage that social assistance disregards; NULL where none is stated."},
			Doc:  "The share of the net wage that does not lower social assistance. It is not counted where no row states it."},
	}},
	{Range{Min: "0", Max: "10000000"}, []Parameter{
		{Name: "riksnorm_ensamstaende_manad", Unit: "SEK/month", Scope: ScopeResidence, Part: PartSocial, ByDay: true,
			Rate: assistanceNorm,
			Doc:  "The national norm of social assistance for a person living alone, a part of FS."},
		{Name: "boendekostnad_manad", Unit: "SEK/month", Scope: ScopeResidence, Part: PartSocial, ByDay: true,
			Rate:    assistanceNorm,
			Default: &ParameterDefault{"", "", "", "fixed", "missing", "The municipality's own: what its social services accept as rent for a person living alone"},
			Doc:     "The rent that social assistance pays, the other part of FS."},
		{Name: "household_norm_month", Unit: "SEK/month", Scope: ScopeResidence, Part: PartSocial, ByDay: true,
			Rate: Rate{22, "household_norm", "Norm of the household with its rent for a year, SEK; NULL if that of a person living alone is used."},
			Doc:  "The whole norm of the household with its rent; used instead of the two parts above."},
		{Name: "aktivitetsstod_lagsta_dag", Unit: "SEK/day", Scope: ScopeResidence, Part: PartSocial, ByDay: true,
			Rate: Rate{7, "unemployment_benefit", "Lowest aktivitetsstöd for a year, SEK."},
			Doc:  "The lowest activity grant a day; with its days a year it is AS."},
		{Name: "previous_wage_month", Unit: "SEK/month", Scope: ScopeBuyer, Part: PartSocial,
			Rate: Rate{23, "previous_wage", "Earlier wage of those on unemployment insurance, SEK for a year."},
			Doc:  "The earlier wage on which income-based unemployment benefit is computed."},
		{Name: "akassa_tak_inkomst_manad", Unit: "SEK/month", Scope: ScopeResidence, Part: PartSocial, ByDay: true,
			Rate: Rate{24, "akassa_ceiling", "Highest earlier wage that unemployment insurance replaces, SEK for a year."},
			Doc:  "The highest earlier wage that unemployment insurance replaces."},
		{Name: "etableringsersattning_dag", Unit: "SEK/day", Scope: ScopeResidence, Part: PartSocial, ByDay: true,
			Rate: Rate{25, "establishment_benefit", "Etableringsersättning for a year, SEK."},
			Doc:  "The establishment benefit a day, which is not taxed."},
		// Narrower by field, see subsidyFields.
		{Name: "subsidy.*", Unit: "share, ratio, SEK/month", Scope: ScopeAll, Part: PartSocial, Common: true,
			Doc: "What the state pays for subsidised work, by programme: subsidy.PROGRAMME.share of wage and contributions, .multiple of the contributions, both on the full-time wage up to .cap; .supervision, SEK a month at full time; .person, SEK a month at full time paid to the person. The row in force in a month applies to it."},
	}},
	{Range{Min: "0", Max: "100"}, []Parameter{
		{Name: "akassa_andel_12_manader", Unit: "percent", Scope: ScopeResidence, Part: PartSocial, ByDay: true,
			Rate: Rate{26, "akassa_long", "Share of the earlier wage for members of twelve months or more, the first hundred days."},
			Doc:  "What unemployment insurance replaces of the earlier wage the first hundred days, after twelve months of membership."},
		{Name: "akassa_andel_6_manader", Unit: "percent", Scope: ScopeResidence, Part: PartSocial, ByDay: true,
			Rate: Rate{27, "akassa_medium", "The same after six months."},
			Doc:  "The same after six months."},
		{Name: "akassa_andel_utan", Unit: "percent", Scope: ScopeResidence, Part: PartSocial, ByDay: true,
			Rate: Rate{28, "akassa_short", "The same for others."},
			Doc:  "The same for others."},
		{Name: "akassa_nedtrappning_dag_101", Unit: "percent", Scope: ScopeResidence, Part: PartSocial, ByDay: true,
			Rate: Rate{29, "akassa_step_first", "What the share falls by after a hundred days."},
			Doc:  "The percentage points by which it falls after a hundred days."},
		{Name: "akassa_nedtrappning_dag_201", Unit: "percent", Scope: ScopeResidence, Part: PartSocial, ByDay: true,
			Rate: Rate{30, "akassa_step_second", "What it falls by once more after two hundred days."},
			Doc:  "The percentage points by which it falls once more after two hundred days."},
	}},
	{Range{Min: "0", Max: "366"}, []Parameter{
		{Name: "aktivitetsstod_dagar_ar", Unit: "days", Scope: ScopeResidence, Part: PartSocial,
			Rate: Rate{31, "benefit_days", "Days of a year for which a benefit by the day is paid."},
			Doc:  "The days of a year for which a benefit by the day is paid."},
	}},
	{Range{Min: "0", Max: "1200"}, []Parameter{
		{Name: "membership_months", Unit: "months", Scope: ScopeBuyer, Part: PartSocial,
			Rate: Rate{32, "membership", "Months of membership in an unemployment insurance fund."},
			Doc:  "How long those on unemployment insurance have been members of their fund (a-kassa)."},
	}},
}

// assistanceNorm is the rate that adds two parameters.
var assistanceNorm = Rate{6, "social_assistance", "Norm of social assistance of a person living alone with rent, SEK for a year."}

// subsidyFields limit single fields of the series subsidy.*.
var subsidyFields = []Case{
	{Column: "name", Is: []string{"subsidy.*.share"}, Range: shares},
	{Column: "name", Is: []string{"subsidy.*.multiple"}, Range: Range{Min: "0", Max: "10"}},
}
