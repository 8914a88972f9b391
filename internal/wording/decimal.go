package wording

import (
	"github.com/shopspring/decimal"

	"dubbelkrona"
)

// Unknown is how a value that is not known is written.
const Unknown = "–"

// Decimal writes a decimal with a fixed number of decimals, half away from
// zero, as dubbelkrona.FormatNumber does.
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

// Percent writes a share as a whole percentage.
func (l Language) Percent(d decimal.NullDecimal) string {
	if !d.Valid {
		return Unknown
	}
	return l.Decimal(d.Decimal.Shift(2), 0) + l.Pick("\u00a0%", "%")
}
