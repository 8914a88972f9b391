package wording

import (
	"github.com/shopspring/decimal"

	"dubbelkrona"
)

// Unknown is written for NULL.
const Unknown = dubbelkrona.UnknownMark

// Decimal writes a number with a fixed number of decimals, rounded half away from
// zero, in the form of dubbelkrona.FormatNumber.
func (l Language) Decimal(d decimal.Decimal, places int32) string {
	return dubbelkrona.FormatNumber(d.StringFixed(places), string(l))
}

// Nullable is Decimal, or Unknown for NULL.
func (l Language) Nullable(d decimal.NullDecimal, places int32) string {
	if !d.Valid {
		return Unknown
	}
	return l.Decimal(d.Decimal, places)
}

// Percent writes a share (0.25) as a whole percentage (25 %), or Unknown for NULL.
func (l Language) Percent(d decimal.NullDecimal) string {
	if !d.Valid {
		return Unknown
	}
	return l.Decimal(d.Decimal.Shift(2), 0) + l.Pick("\u00a0%", "%")
}
