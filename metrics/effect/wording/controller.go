package wording

import (
	"time"

	"dubbelkrona"
)

// Controller returns what a controller is told: the verdict and its reason or its
// intervals, the number of persons, the smallest effect that could be detected, flags of
// an effect that is shown, and what is known of versions and registration.
func Controller(f Facts) dubbelkrona.Label {
	return text(f.verdict(), f.intervals(), f.persons(), f.detectable(), f.remarks(), f.version(), f.registration())
}

// remarks are the flags, and how many have not been followed to the end; they are about
// a result, so there are none without one.
func (f Facts) remarks() (l dubbelkrona.Label) {
	if !f.estimated() {
		return l
	}
	for _, flag := range f.Flags {
		l = text(l, flagTexts[flag])
	}
	return text(l, f.preliminary())
}

// verdict names the verdict, and what closed the gate.
func (f Facts) verdict() dubbelkrona.Label {
	name := upper(Grade(f.Verdict))
	switch {
	case f.Verdict == "skattad" && !f.estimated():
		return text(upper(say("%s.", "%s.", Grade("ej_belagd"))), upper(say("%s.", "%s.", Reason("", ""))))
	case f.estimated():
		return say("%s effekt på ”%s”: %s.", "%s effect on “%s”: %s.", name, f.title(), f.amount(f.ATT))
	case f.Verdict == "antagen":
		return say("%s effekt på ”%s”.", "%s effect on “%s”.", name, f.title())
	case f.Check == "":
		return say("%s.", "%s.", name)
	}
	return say("%s. Kontrollen ”%s”: %s.", "%s. The check “%s”: %s.", name, Check(f.Check), Reason(f.Check, f.State))
}

// intervals has those of these contracts, with the allowance, and of a next contract.
func (f Facts) intervals() (l dubbelkrona.Label) {
	if !f.estimated() {
		return l
	}
	if f.Own.known() {
		l = say("90\u00a0%%-intervall för dessa avtal: %s.", "90%% interval for these contracts: %s.", f.between(f.Own))
	}
	published := say("Publicerat intervall, med påslag för det som inte syns i registren: %s.", "Published interval, with the allowance for what the registers do not show: %s.", f.between(f.Published))
	if f.Own.known() && !f.Published.widerThan(f.Own) {
		published = dubbelkrona.Label{} // the design needs no allowance
	}
	if f.Next.known() {
		return text(l, published, say("För ett nästa avtal: %s.", "For a next contract: %s.", f.between(f.Next)))
	}
	return text(l, published)
}

func (f Facts) persons() (l dubbelkrona.Label) {
	switch {
	case f.Treated < 1:
		return l
	case f.Comparison < 1:
		return upper(say("%s.", "%s.", participants(f.Treated)))
	}
	return upper(say("%s och %s i jämförelsegruppen.", "%s and %s in the comparison group.", participants(f.Treated), atLeastFew(f.Comparison)))
}

func (f Facts) detectable() (l dubbelkrona.Label) {
	if !f.detects() {
		return l
	}
	return say("Minsta effekt som kan upptäckas: %s.", "Smallest effect that can be detected: %s.", f.amount(f.Detectable))
}

// version says how many versions of the definition were tried, and what they gave if
// the effect is shown.
func (f Facts) version() (l dubbelkrona.Label) {
	if f.Version < 1 {
		return l
	}
	l = say("Version %s", "Version %s", count(f.Version))
	if f.Versions > f.Version {
		l = say("%s av %s", "%s of %s", l, count(f.Versions))
	}
	v := f.VersionValues
	if f.Versions < 2 || !f.estimated() || !known(v.Low) || !known(v.High) {
		return say("%s.", "%s.", l)
	}
	decimals, join := 0, say("–", "–")
	if f.Unit == "share" {
		decimals = 2
	}
	if v.Low < 0 {
		join = say(" till ", " to ")
	}
	return say("%s; värden %s%s%s.", "%s; values %s%s%s.", l, number(v.Low, decimals), join, number(v.High, decimals))
}

func (f Facts) registration() dubbelkrona.Label {
	day := f.Registered.Format(time.DateOnly)
	on := dubbelkrona.Label{SV: day, EN: day}
	switch {
	case f.Preregistered && !f.Registered.IsZero():
		return say("Förhandsregistrerad %s.", "Preregistered on %s.", on)
	case f.Preregistered:
		return say("Förhandsregistrerad.", "Preregistered.")
	case !f.Registered.IsZero():
		return say("Registrerad %s, men först när utfall fanns: inte förhandsregistrerad.", "Registered on %s, but only once there were outcomes: not preregistered.", on)
	}
	return say("Inte förhandsregistrerad.", "Not preregistered.")
}
