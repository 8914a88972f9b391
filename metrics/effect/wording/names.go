package wording

import "dubbelkrona"

// named returns the label of a name, or the name itself if there is none.
func named(labels map[string]dubbelkrona.Label, name string) dubbelkrona.Label {
	if l, known := labels[name]; known {
		return l
	}
	return dubbelkrona.Label{SV: name, EN: name}
}

// Check returns what a check of the gate is called.
func Check(name string) dubbelkrona.Label {
	if c, known := checks[name]; known {
		return c.name
	}
	return named(nil, name)
}

// Grade returns what a grade of a figure or a verdict is called.
func Grade(name string) dubbelkrona.Label { return named(grades, name) }

// State returns what an outcome of a check is called.
func State(name string) dubbelkrona.Label { return named(states, name) }

// Flag returns what a flag says, as a sentence.
func Flag(name string) dubbelkrona.Label { return named(flagTexts, name) }

// Measure returns what a measure of sensitivity is called.
func Measure(name string) dubbelkrona.Label { return named(measures, name) }

var grades = map[string]dubbelkrona.Label{
	"registrerad": say("registrerad", "registered"),
	"uppgiven":    say("uppgiven", "self-reported"),
	"uppmatt":     say("uppmätt", "measured"),
	"skattad":     say("skattad", "estimated"),
	"antagen":     say("antagen", "assumed"),
	"ej_belagd":   say("ej belagd", "not evidenced"),
	"for_fa":      say("för få", "too few"),
}

var states = map[string]dubbelkrona.Label{
	"not_run":     say("ej prövad", "not run"),
	"failed":      say("ej godkänd", "failed"),
	"marked":      say("godkänd med anmärkning", "passed with a remark"),
	"substituted": say("ersatt", "substituted"),
	"passed":      say("godkänd", "passed"),
	"not_needed":  say("behövs inte", "not needed"),
}

var flagTexts = map[string]dubbelkrona.Label{
	"large_weight":      say("En enda person har mer än en femtedel av jämförelsegruppens vikt.", "One single person has more than a fifth of the weight of the comparison group."),
	"estimators_differ": say("Två sätt att räkna skiljer sig åt med mer än ett medelfel.", "Two ways of computing differ by more than a standard error."),
	"weak_robustness":   say("Något osynligt som är lika starkt som den starkaste kända egenskapen skulle kunna förklara resultatet.", "Something unseen, as strong as the strongest known trait, could explain the result."),
	"second_comparison": say("En annan jämförelsegrupp ger ett annat svar.", "Another comparison group gives another answer."),
	"earlier_start":     say("Många i jämförelsegruppen började också, men senare: det här är effekten av en tidigare start.", "Many in the comparison group started too, but later: this is the effect of an earlier start."),
	"one_supplier":      say("Resultatet gäller bara denna leverantör.", "The result holds for this supplier alone."),
	"few_suppliers":     say("Leverantörerna är för få för att säga något om andra.", "The suppliers are too few to say anything of others."),
}

var measures = map[string]dubbelkrona.Label{
	"ols":                  say("effekt med minsta kvadratmetoden", "effect by least squares"),
	"cem":                  say("effekt med grovmatchning", "effect by coarsened exact matching"),
	"robustness":           say("robusthetsvärde", "robustness value"),
	"robustness_strongest": say("den starkaste kända egenskapens andel", "share of the strongest known trait"),
	"e_value":              say("E-värde", "E-value"),
	"second":               say("effekt mot en andra jämförelsegrupp", "effect against a second comparison group"),
	"second_se":            say("dess medelfel", "its standard error"),
	"lee_low":              say("nedre gräns vid bortfall (Lee)", "lower bound under attrition (Lee)"),
	"lee_high":             say("övre gräns vid bortfall (Lee)", "upper bound under attrition (Lee)"),
	"mde":                  say("minsta effekt som kan upptäckas", "smallest effect that can be detected"),
	"rm_low_0.5":           say("nedre gräns vid halva avvikelsen före starten", "lower bound with half the difference before the start"),
	"rm_high_0.5":          say("övre gräns vid halva avvikelsen före starten", "upper bound with half the difference before the start"),
	"rm_low_1":             say("nedre gräns vid hela avvikelsen före starten", "lower bound with all of the difference before the start"),
	"rm_high_1":            say("övre gräns vid hela avvikelsen före starten", "upper bound with all of the difference before the start"),
	"breakdown":            say("avvikelsen före starten, gånger så mycket, som resultatet tål", "times the difference before the start that the result can bear"),
	"history_effect":       say("skillnad i den undanhållna historiken", "difference in the history that was held out"),
	"history_p":            say("p-värde för den undanhållna historiken", "p value of the history that was held out"),
	"pretrend_p":           say("p-värde för samma utveckling före starten", "p value of the same development before the start"),
}
