package export

import "dubbelkrona"

// chosen is a figure of the headline: its name, its metric and part, and its title, which
// is understood without those beside it.
type chosen struct {
	name, metric, part string
	title              dubbelkrona.Label
}

// headline lists the figures of the headline in their order.
var headline = []chosen{
	{"double_value", "double_value", "", dubbelkrona.Label{SV: "Dubbla värdet av varje skattekrona", EN: "Double value of each tax krona"}},
	{"service_krona", "double_value", "v_in_dv", dubbelkrona.Label{SV: "Tjänstekrona: vad tjänsterna i avtalen som ingår var värda per krona", EN: "Service krona: what the services of the contracts included were worth per krona"}},
	{"social_krona", "double_value", "e", dubbelkrona.Label{SV: "Social krona: vad arbetet var värt per krona", EN: "Social krona: what the work was worth per krona"}},
	{"social_krona_during", "double_value", "e_during", dubbelkrona.Label{SV: "Social krona under avtalet, efter lönestöd", EN: "Social krona during the contract, after wage subsidies"}},
	{"social_krona_after", "double_value", "e_after", dubbelkrona.Label{SV: "Social krona efter avtalet", EN: "Social krona after the contract"}},
	{"municipality_gain", "double_value", "e_kommun", dubbelkrona.Label{SV: "Kommunens del av den sociala kronan, före utjämning", EN: "Municipality's part of the social krona, before equalisation"}},
	{"region_gain", "double_value", "e_region", dubbelkrona.Label{SV: "Regionens del av den sociala kronan, före utjämning", EN: "Region's part of the social krona, before equalisation"}},
	{"state_gain", "double_value", "e_stat", dubbelkrona.Label{SV: "Statens del av den sociala kronan, efter lönestöd", EN: "State's part of the social krona, after wage subsidies"}},
	{"individual_gain", "double_value", "e_individ", dubbelkrona.Label{SV: "Individernas del av den sociala kronan", EN: "Individuals' part of the social krona"}},
	{"municipality_alone", "double_value", "municipality_alone", dubbelkrona.Label{SV: "Värdet för kommunen ensam per krona, före utjämning", EN: "Value for the municipality alone per krona, before equalisation"}},
	{"is_double", "double_value", "double", dubbelkrona.Label{SV: "Får kallas dubbelt", EN: "May be called double"}},
	{"probability_of_two", "double_value", "p_dv_ge_2", dubbelkrona.Label{SV: "Sannolikhet att det dubbla värdet är minst 2", EN: "Probability that the double value is at least 2"}},
	{"net_present_value", "double_value", "npv", dubbelkrona.Label{SV: "Nettonuvärde", EN: "Net present value"}},
	{"mvpf", "double_value", "mvpf", dubbelkrona.Label{SV: "Nytta per krona av offentlig nettokostnad (MVPF)", EN: "Benefit per krona of public net cost (MVPF)"}},
	{"coverage", "double_value", "coverage", dubbelkrona.Label{SV: "Andel av utbetalningarna som ingår i det dubbla värdet", EN: "Share of the spend that the double value includes"}},
	{"contracts_in_double_value", "double_value", "contracts_included", dubbelkrona.Label{SV: "Avtal som ingår i det dubbla värdet", EN: "Contracts that the double value includes"}},
	{"contracts", "contracts", "", dubbelkrona.Label{SV: "Avtal", EN: "Contracts"}},
	{"spend_social_enterprises", "spend_social_enterprises", "", dubbelkrona.Label{SV: "Köp av sociala företag", EN: "Spend with social enterprises"}},
	{"share_social_enterprises", "spend_social_enterprises", "share", dubbelkrona.Label{SV: "Sociala företags andel av utbetalningarna", EN: "Social enterprises' share of the spend"}},
	{"participants", "participants", "", dubbelkrona.Label{SV: "Deltagare", EN: "Participants"}},
	{"exits_to_work_or_study", "exit_to_work_or_study", "", dubbelkrona.Label{SV: "Andel till arbete eller studier vid avslut", EN: "Share to work or study at exit"}},
	{"cost_per_job", "cost_per_job", "", dubbelkrona.Label{SV: "Kostnad per arbete", EN: "Cost per job"}},
}
