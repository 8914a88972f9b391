package wording

import (
	"math"

	"dubbelkrona"
)

// Council returns what a council is told. An effect is never told without its range.
func Council(f Facts) dubbelkrona.Label {
	switch {
	case f.estimated():
		return text(f.effect(), f.span(), f.allowance(), f.compatible(), f.limits(), f.preliminary())
	case f.Verdict == "antagen":
		return say("Räkneexempel: så här blir det om antagandet stämmer.", "An example calculation: this is the result if the assumption holds.")
	case f.Verdict == "for_fa":
		return f.tooFew()
	}
	return text(
		say("Vi kan inte säga om insatsen gjorde skillnad.", "We cannot say whether the measure made a difference."),
		say("Skälet: %s.", "The reason: %s.", Reason(f.Check, f.State)))
}

// effect says how large the effect is.
func (f Facts) effect() dubbelkrona.Label {
	size := f.rounded(f.ATT, f.step(f.ATT))
	n := number(math.Abs(size), 0)
	switch {
	case f.works() && size > 0:
		return say("Av 100 deltagare arbetade ungefär %s fler än vad som annars hade varit fallet.", "Of 100 participants, about %s more worked than would otherwise have been the case.", n)
	case f.works() && size < 0:
		return say("Av 100 deltagare arbetade ungefär %s färre än vad som annars hade varit fallet.", "Of 100 participants, about %s fewer worked than would otherwise have been the case.", n)
	case f.works():
		return say("Av 100 deltagare arbetade ungefär lika många som annars hade varit fallet.", "Of 100 participants, about as many worked as would otherwise have been the case.")
	case f.Unit == "share" && size > 0:
		return say("Av 100 deltagare nådde ungefär %s fler ”%s” än vad som annars hade varit fallet.", "Of 100 participants, about %s more reached “%s” than would otherwise have been the case.", n, f.title())
	case f.Unit == "share" && size < 0:
		return say("Av 100 deltagare nådde ungefär %s färre ”%s” än vad som annars hade varit fallet.", "Of 100 participants, about %s fewer reached “%s” than would otherwise have been the case.", n, f.title())
	case f.Unit == "share":
		return say("Av 100 deltagare nådde ungefär lika många ”%s” som annars hade varit fallet.", "Of 100 participants, about as many reached “%s” as would otherwise have been the case.", f.title())
	case size > 0:
		return say("”%s” var ungefär %s kronor högre per deltagare och år än vad som annars hade varit fallet.", "“%s” was about SEK %s higher per participant and year than would otherwise have been the case.", f.title(), n)
	case size < 0:
		return say("”%s” var ungefär %s kronor lägre per deltagare och år än vad som annars hade varit fallet.", "“%s” was about SEK %s lower per participant and year than would otherwise have been the case.", f.title(), n)
	}
	return say("”%s” var ungefär lika högt per deltagare och år som annars hade varit fallet.", "“%s” was about as high per participant and year as would otherwise have been the case.", f.title())
}

// ends returns the ends of the published interval, rounded like the effect.
func (f Facts) ends() (low, high float64) {
	step := f.step(f.ATT)
	return f.rounded(f.Published.Low, step), f.rounded(f.Published.High, step)
}

// span says how small and how large the effect may be.
func (f Facts) span() dubbelkrona.Label {
	low, high := f.ends()
	few, many := say("färre", "fewer"), say("fler", "more")
	if f.Unit != "share" {
		few, many = say("kronor lägre", "lower"), say("kronor högre", "higher")
	}
	a, b := number(math.Abs(low), 0), number(math.Abs(high), 0)
	switch {
	case low < 0 && high > 0:
		return say("Rimligt spann: %s %s till %s %s.", "Plausible range: %s %s to %s %s.", a, few, b, many)
	case low < 0:
		return say("Rimligt spann: %s till %s %s.", "Plausible range: %s to %s %s.", b, a, few)
	case f.Unit != "share":
		return say("Rimligt spann: %s till %s %s.", "Plausible range: %s to %s %s.", a, b, many)
	}
	return say("Rimligt spann: %s till %s.", "Plausible range: %s to %s.", a, b)
}

// allowance says that the range allows for what no register shows, if it does.
func (f Facts) allowance() (l dubbelkrona.Label) {
	if f.Own.known() && !f.Published.widerThan(f.Own) {
		return l
	}
	return say("Spannet räknar med att grupperna kan skilja sig på sätt som inte syns i registren.", "The range allows for differences between the groups that the registers do not show.")
}

// compatible says that the range includes 0, if it does as it is written.
func (f Facts) compatible() (l dubbelkrona.Label) {
	if low, high := f.ends(); low > 0 || high < 0 {
		return l
	}
	return say("Resultatet går att förena med att insatsen inte hade någon effekt.", "The result is compatible with the measure not having had any effect.")
}

// limits says what the effect is about, if that is less than it seems.
func (f Facts) limits() dubbelkrona.Label {
	var earlier, supplier dubbelkrona.Label
	if f.has("earlier_start") {
		earlier = flagTexts["earlier_start"]
	}
	if f.has("one_supplier") {
		supplier = flagTexts["one_supplier"]
	}
	return text(earlier, supplier)
}

// preliminary says how many have not been followed to the end, if any.
func (f Facts) preliminary() (l dubbelkrona.Label) {
	if !known(f.Preliminary) || math.Round(f.Preliminary*100) < 1 {
		return l
	}
	return say("Resultatet är preliminärt: %s av deltagarna har ännu inte följts hela tiden.", "The result is preliminary: %s of the participants have not been followed to the end yet.", percent(f.Preliminary))
}

// tooFew says which effects so few participants can show.
func (f Facts) tooFew() dubbelkrona.Label {
	if f.Treated < 1 {
		return say("Ännu har ingen deltagare följts hela tiden, så det går inte att säga om insatsen gjorde skillnad.",
			"No participant has been followed to the end yet, so it cannot be said whether the measure made a difference.")
	}
	n := participants(f.Treated)
	if !f.detects() || f.Unit == "share" && f.Detectable >= 1 {
		return say("Med %s går det inte att se om insatsen gjorde skillnad.", "With %s it cannot be seen whether the measure made a difference.", n)
	}
	size := number(f.rounded(f.Detectable, f.step(f.Detectable)), 0)
	if f.Unit == "share" {
		return say("Med %s syns bara effekter över %s procentenheter.", "With %s, only effects above %s percentage points can be seen.", n, number(f.Detectable*100, 0))
	}
	return say("Med %s syns bara effekter över %s kronor per deltagare och år.", "With %s, only effects above SEK %s per participant and year can be seen.", n, size)
}
