// Package present writes what people read on a terminal, in Swedish or
// English: numbers as each language writes them, aligned tables and the
// summary of a run.
package present

import (
	"strings"

	"github.com/shopspring/decimal"
)

// Language is sv or en.
type Language string

// Pick chooses the text of the language.
func (l Language) Pick(sv, en string) string {
	if l == "en" {
		return en
	}
	return sv
}

// Unknown is how a value that is not known is written.
const Unknown = "–"

// Number writes a decimal with a fixed number of decimals, half away from
// zero: 1 234 567,89 in Swedish, 1,234,567.89 in English. Swedish groups are
// parted by a no-break space, so that a number is never broken over lines.
func (l Language) Number(d decimal.Decimal, places int32) string {
	text := d.StringFixed(places)
	sign := ""
	if rest, negative := strings.CutPrefix(text, "-"); negative {
		sign, text = "−", rest
	}
	whole, fraction, _ := strings.Cut(text, ".")
	whole = group(whole, l.Pick("\u00a0", ","))
	if fraction != "" {
		whole += l.Pick(",", ".") + fraction
	}
	return sign + whole
}

// Nullable is Number, or Unknown for NULL.
func (l Language) Nullable(d decimal.NullDecimal, places int32) string {
	if !d.Valid {
		return Unknown
	}
	return l.Number(d.Decimal, places)
}

// Percent writes a share as a whole percentage.
func (l Language) Percent(d decimal.NullDecimal) string {
	if !d.Valid {
		return Unknown
	}
	return l.Number(d.Decimal.Shift(2), 0) + l.Pick("\u00a0%", "%")
}

func group(digits, separator string) string {
	var b strings.Builder
	for i, r := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(separator)
		}
		b.WriteRune(r)
	}
	return b.String()
}
