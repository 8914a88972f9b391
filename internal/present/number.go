// Package present writes what people read on a terminal, in Swedish or
// English: numbers as each language writes them, aligned tables and the
// summary of a run.
package present

import (
	"dubbelkrona"

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

// Suppressed is how a value is written that is not released, since it is about
// too few persons.
const Suppressed = ".."

// Number writes a decimal with a fixed number of decimals, half away from
// zero, as dubbelkrona.FormatNumber does.
func (l Language) Number(d decimal.Decimal, places int32) string {
	return dubbelkrona.FormatNumber(d.StringFixed(places), string(l))
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

func (l Language) rows(n int64) string {
	return dubbelkrona.FormatCount(n, string(l), dubbelkrona.Label{SV: "rad", EN: "row"}, dubbelkrona.Label{SV: "rader", EN: "rows"})
}

func (l Language) objects(n int64) string {
	return dubbelkrona.FormatCount(n, string(l), dubbelkrona.Label{SV: "objekt", EN: "object"}, dubbelkrona.Label{SV: "objekt", EN: "objects"})
}
