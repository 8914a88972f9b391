package dubbelkrona

// readingExample is where the built-in values of readingParameters are from.
const readingExample = "Upphandlingsmyndigheten, the example of the calculator of socio-economic effects of employment clauses (Beräkningsexempel, as stored on the web); replace it by your own"

// readingParameters are what the employer's and the buyer's sides of the procurement
// authority's reading need. No figure of the double value reads them.
var readingParameters = []parameterRange{
	{shares, []Parameter{
		{Name: "uhm_production", Unit: "share", Scope: ScopeBuyer, Part: PartInformation,
			Default: &ParameterDefault{"0.8", "", "", "fixed", "assumed", readingExample},
			Doc:     "What a participant produces, as a share of the labour cost. Of the authority's reading alone."},
		{Name: "uhm_supervision", Unit: "share", Scope: ScopeBuyer, Part: PartInformation,
			Default: &ParameterDefault{"0.1", "", "", "fixed", "assumed", readingExample},
			Doc:     "The share of a supervisor's full time that a participant takes. Of the authority's reading alone."},
		{Name: "uhm_indirect_tax", Unit: "share", Scope: ScopeBuyer, Part: PartInformation,
			Default: &ParameterDefault{"0.21", "", "", "fixed", "recalled", "The authority's example names indirect tax among the state's gains; its base and rate were not read. 1.21 from factor to market prices, from memory of ASEK (Trafikverket)"},
			Doc:     "Indirect tax as a share of what the participants produce. Of the authority's reading alone."},
	}},
	{Range{Min: "0", Max: "10000000"}, []Parameter{
		{Name: "uhm_supervisor_wage_month", Unit: "SEK/month", Scope: ScopeBuyer, Part: PartInformation,
			Default: &ParameterDefault{"30000", "", "", "fixed", "assumed", readingExample},
			Doc:     "A supervisor's full-time wage. Of the authority's reading alone."},
	}},
	{prices, []Parameter{
		{Name: "uhm_administration", Unit: "SEK", Scope: ScopeBuyer, Part: PartInformation,
			Default: &ParameterDefault{"10000", "", "", "fixed", "assumed", readingExample},
			Doc:     "The employer's administration for each participant. Of the authority's reading alone."},
		{Name: "uhm_procurement", Unit: "SEK", Scope: ScopeBuyer, Part: PartInformation,
			Default: &ParameterDefault{"40000", "", "", "fixed", "assumed", readingExample},
			Doc:     "What the clause costs the buyer in the procurement of a contract. Of the authority's reading alone."},
	}},
}
