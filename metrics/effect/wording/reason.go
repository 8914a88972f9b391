package wording

import "dubbelkrona"

// check is how a check of the gate is spoken of.
type check struct {
	name dubbelkrona.Label
	// failed completes "the reason: …".
	failed dubbelkrona.Label
	// whether completes "it could not be examined …".
	whether dubbelkrona.Label
}

// checks are those of package gate, by name.
var checks = map[string]check{
	"size": {
		say("antal deltagare", "number of participants"),
		say("deltagarna är för få", "there are too few participants"),
		say("om deltagarna är tillräckligt många", "whether there are enough participants"),
	},
	"source": {
		say("samma källor", "same sources"),
		say("uppgifterna om deltagarna och om jämförelsegruppen kommer inte från samma källor", "the data about the participants and about the comparison group do not come from the same sources"),
		say("om uppgifterna om båda grupperna kommer från samma källor", "whether the data about both groups come from the same sources"),
	},
	"labour_market": {
		say("samma arbetsmarknad", "same labour market"),
		say("jämförelsegruppen bor på en annan arbetsmarknad", "the comparison group lives in another labour market"),
		say("om båda grupperna bor på samma arbetsmarknad", "whether both groups live in the same labour market"),
	},
	"overlap": {
		say("liknande personer", "similar persons"),
		say("det finns för få personer att jämföra med som liknar deltagarna", "there are too few persons to compare with who are like the participants"),
		say("om det finns tillräckligt många att jämföra med som liknar deltagarna", "whether there are enough persons to compare with who are like the participants"),
	},
	"balance": {
		say("lika före starten", "alike before the start"),
		say("jämförelsegruppen gick inte att göra lik deltagarna i det som var känt före starten", "the comparison group could not be made like the participants in what was known before the start"),
		say("om jämförelsegruppen är lik deltagarna i det som var känt före starten", "whether the comparison group is like the participants in what was known before the start"),
	},
	"history": {
		say("lika långt före starten", "alike long before the start"),
		say("grupperna skilde sig åt redan långt före starten", "the groups differed long before the start"),
		say("om grupperna var lika långt före starten", "whether the groups were alike long before the start"),
	},
	"pre_trend": {
		say("samma utveckling före starten", "same development before the start"),
		say("grupperna utvecklades olika redan före starten", "the groups developed differently already before the start"),
		say("om grupperna utvecklades lika före starten", "whether the groups developed alike before the start"),
	},
	"attrition": {
		say("kända utfall", "known outcomes"),
		say("för många utfall är okända, eller fler i den ena gruppen än i den andra", "too many outcomes are unknown, or more of them in one group than in the other"),
		say("om utfallen är kända för tillräckligt många i båda grupperna", "whether outcomes are known for enough persons in both groups"),
	},
}

// Reason returns why a check closed, to be put after "the reason:", without a full stop.
func Reason(name, state string) dubbelkrona.Label {
	c, known := checks[name]
	switch {
	case !known:
		return say("uppgifterna räcker inte", "the data do not suffice")
	case state == "not_run":
		return say("det gick inte att pröva %s (ej prövad)", "it could not be examined %s (not run)", c.whether)
	}
	return c.failed
}
