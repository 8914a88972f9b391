package dubbelkrona

// parameterCases bound the numbers of a parameter by its name and by its unit,
// so that a rate in percent in the place of a share is set aside, and no
// formula meets a number that it cannot hold. Names that no formula here reads
// are bound by their unit alone.
var parameterCases = []Case{
	{Column: "name", Is: []string{"accepted_share", "displacement", "drop_off", "employment_effect_se", "counterfactual_share.*"}, Range: shares},
	{Column: "name", Is: []string{"postings_complete"}, Range: shares},
	{Column: "name", Is: []string{"employment_effect.*"}, Range: Range{Min: "-1", Max: "1"}},
	{Column: "name", Is: []string{"kommunalskatt", "regionskatt", "arbetsgivaravgift", "utjamning_lambda"}, Range: Range{Min: "0", Max: "100"}},
	{Column: "name", Is: []string{"discount_rate"}, Range: Range{Min: "-50", Max: "100"}},
	{Column: "name", Is: []string{"wage_month", "riksnorm_ensamstaende_manad", "boendekostnad_manad", "aktivitetsstod_lagsta_dag"},
		Range: Range{Min: "0", Max: "10000000"}},
	{Column: "name", Is: []string{"aktivitetsstod_dagar_ar"}, Range: Range{Min: "0", Max: "366"}},
	{Column: "name", Is: []string{"horizon"}, Range: Range{Min: "0", Max: "100"}},
	{Column: "name", Is: []string{"base_year"}, Range: Range{Min: "1900", Max: "2199"}},
	{Column: "name", Is: []string{"kpi", "exchange_rate", "prisbasbelopp"}, Range: Range{Min: "0", Max: "99999999"}},
	{Column: "name", Is: []string{"grundavdrag.*", "jobbskatteavdrag.*"}, Range: Range{Min: "-1000", Max: "1000"}},
	{Column: "name", Is: []string{"state_subsidy", "own_administration"}, Range: prices},
	{Column: "unit", Is: []string{"share"}, Range: Range{Min: "-1", Max: "1"}},
	{Column: "unit", Is: []string{"percent"}, Range: Range{Min: "-100", Max: "1000"}},
	{Column: "unit", Is: []string{"SEK/month", "SEK/day"}, Range: Range{Min: "0", Max: "10000000"}},
}
