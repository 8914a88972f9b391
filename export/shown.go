package export

import (
	"math/big"
	"strings"

	"dubbelkrona"
)

// mostDecimals is the max number of decimals of a part whose unit is not the metric's.
const mostDecimals = 2

// Shown returns the value of a result as people read it, or the mark that stands for it.
// The definition of its metric may be nil.
func Shown(r *dubbelkrona.Result, d *dubbelkrona.MetricDefinition) dubbelkrona.Label {
	decimals := mostDecimals
	if d != nil && d.Unit == r.Unit {
		decimals = d.Decimals
	}
	return dubbelkrona.Label{SV: shown(r, decimals, "sv"), EN: shown(r, decimals, "en")}
}

// shown writes the value of a result for people, in a language: shares as per cent,
// kronor without decimals, ratios with two, other units with the decimals that they have, at most the
// metric's, or
// the mark that stands for the value.
func shown(r *dubbelkrona.Result, decimals int, language string) string {
	if mark := r.Mark(); mark != "" {
		return mark
	}
	write := func(shift, places int) string {
		return dubbelkrona.FormatNumber(rounded(r.Value, shift, places), language)
	}
	pick := func(sv, en string) string {
		if language == "en" {
			return en
		}
		return sv
	}
	switch {
	case r.Unit == "share":
		return write(2, 1) + pick("\u00a0%", "%")
	case r.Unit == "probability":
		return write(2, 0) + pick("\u00a0%", "%")
	case r.Unit == "0/1" && r.Value.String() == "1":
		return pick("ja", "yes")
	case r.Unit == "0/1":
		return pick("nej", "no")
	case r.Unit == "SEK/SEK":
		return write(0, 2)
	case r.Unit == "SEK" || strings.HasPrefix(r.Unit, "SEK/"):
		return write(0, 0) + pick("\u00a0kr", "\u00a0SEK")
	}
	_, fraction, _ := strings.Cut(r.Value.String(), ".")
	return write(0, min(decimals, len(fraction)))
}

// rounded writes a number times 10^shift with a number of decimals, half away from zero.
func rounded(n dubbelkrona.Number, shift, places int) string {
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(dubbelkrona.NumberScale-shift)), nil)
	text := new(big.Rat).SetFrac(n.Unscaled.BigInt(), scale).FloatString(places)
	if strings.Trim(text, "-0.") == "" {
		return strings.TrimPrefix(text, "-")
	}
	return text
}
