package wording

import (
	"math"
	"slices"
	"time"

	"dubbelkrona"
)

// Facts are what is known of an effect. Numbers that are not a number, and intervals
// whose low is not below their high, are unknown. Verdict, Check, State and Flags are
// written as in the tables of the schema effect.
type Facts struct {
	Verdict string // skattad, antagen, ej_belagd or for_fa
	// Outcome is the name of the primary outcome, Title its title, and Unit share or
	// SEK.
	Outcome, Unit string
	Title         dubbelkrona.Label
	ATT           float64
	// Own is the interval of these contracts, Published the same with the allowance
	// for what no register shows, and Next that of a next contract.
	Own, Published, Next Interval
	Treated, Comparison  int64
	Detectable           float64 // the smallest effect that can be detected
	Preliminary          float64 // share of the participants not yet followed to the end
	Check, State         string  // the check that closed, and how: failed or not_run
	Flags                []string
	Version, Versions    int64 // 0 is unknown
	VersionValues        Interval
	Preregistered        bool
	Registered           time.Time // the zero time: not registered
}

// Interval is a range of values.
type Interval struct{ Low, High float64 }

func (i Interval) known() bool { return known(i.Low) && known(i.High) && i.Low < i.High }

// widerThan reports whether an interval reaches beyond another on either side.
func (i Interval) widerThan(o Interval) bool { return i.Low < o.Low || i.High > o.High }

func known(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

func (f Facts) has(flag string) bool { return slices.Contains(f.Flags, flag) }

// estimated reports whether there is an effect to show, with its interval.
func (f Facts) estimated() bool {
	return f.Verdict == "skattad" && known(f.ATT) && f.Published.known()
}

// detects reports whether the smallest effect that can be detected is known and may be
// told: that of very few persons would tell their number.
func (f Facts) detects() bool {
	return known(f.Detectable) && f.Detectable > 0 && f.Treated >= fewest
}

// title is the outcome's title, or else its name.
func (f Facts) title() dubbelkrona.Label {
	if f.Title.SV == "" || f.Title.EN == "" {
		return named(nil, f.Outcome)
	}
	return f.Title
}

// works reports whether the outcome is work, so that a sentence can say who worked.
func (f Facts) works() bool {
	return f.Unit == "share" && (f.Outcome == "unsubsidised_work" || f.Outcome == "work")
}
