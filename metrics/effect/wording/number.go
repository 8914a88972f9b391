package wording

import (
	"math"
	"strconv"

	"dubbelkrona"
)

// number returns a number with a fixed number of decimals.
func number(x float64, decimals int) dubbelkrona.Label {
	scale := math.Pow10(decimals)
	x = math.Round(x*scale)/scale + 0 // −0 becomes 0
	text := strconv.FormatFloat(x, 'f', decimals, 64)
	return dubbelkrona.Label{SV: dubbelkrona.FormatNumber(text, "sv"), EN: dubbelkrona.FormatNumber(text, "en")}
}

func count(n int64) dubbelkrona.Label { return number(float64(n), 0) }

// step is what the numbers of a sentence are rounded to, in the unit of the outcome: a
// person in 100, 1,000 kronor from 10,000 on, and 100 kronor below that.
func (f Facts) step(x float64) float64 {
	switch {
	case f.Unit == "share":
		return 0.01
	case math.Abs(x) >= 10_000:
		return 1000
	}
	return 100
}

// rounded returns a value as a whole number of persons in 100, or of kronor.
func (f Facts) rounded(x, step float64) float64 {
	x = math.Round(x / step)
	if f.Unit == "share" {
		return min(max(x, -100), 100)
	}
	return x * step
}

// amount returns an effect with its unit, as a controller reads it.
func (f Facts) amount(x float64) dubbelkrona.Label {
	if f.Unit == "share" {
		return say("%s procentenheter", "%s percentage points", number(x*100, 1))
	}
	return say("%s kronor", "SEK %s", number(x, 0))
}

// between returns an interval without its unit, as a controller reads it.
func (f Facts) between(i Interval) dubbelkrona.Label {
	if f.Unit == "share" {
		return say("%s till %s", "%s to %s", number(i.Low*100, 1), number(i.High*100, 1))
	}
	return say("%s till %s", "%s to %s", number(i.Low, 0), number(i.High, 0))
}

// percent returns a share as a whole percentage.
func percent(x float64) dubbelkrona.Label {
	return say("%s\u00a0%%", "%s%%", number(x*100, 0))
}

// fewest is the smallest number of persons that a text gives.
const fewest = 5

// atLeastFew returns a number of persons, or that there are fewer than are told.
func atLeastFew(n int64) dubbelkrona.Label {
	if n < fewest {
		return say("färre än %s", "fewer than %s", count(fewest))
	}
	return count(n)
}

func participants(n int64) dubbelkrona.Label {
	return say("%s deltagare", "%s participants", atLeastFew(n))
}
