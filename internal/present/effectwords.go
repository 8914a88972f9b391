package present

import (
	"fmt"

	"dubbelkrona"
	"dubbelkrona/internal/wording"

	"github.com/shopspring/decimal"
)

// scopeName writes a scope with the name of the municipality, if it has one.
func scopeName(scope, name string) string {
	if name != "" {
		scope = fmt.Sprintf("%s (%s)", name, scope)
	}
	return dubbelkrona.Printable(scope)
}

// monthsOfBlock is the number of months in a block of follow-up.
const monthsOfBlock = 12

// event writes the event months of a block: "12–23".
func event(block int64) string {
	return fmt.Sprintf("%d–%d", (block-1)*monthsOfBlock, block*monthsOfBlock-1)
}

func months(l wording.Language, block int64) string {
	return fmt.Sprintf(l.Pick("månad %s efter start", "months %s after the start"), event(block))
}

func origin(l wording.Language, builtIn bool) string {
	if builtIn {
		return l.Pick("inbyggd definition", "built-in definition")
	}
	return l.Pick("projektets definition", "the project's definition")
}

func design(l wording.Language, name string) string {
	switch name {
	case "matched":
		return l.Pick("matchade grupper", "matched groups")
	case "waiting_list":
		return l.Pick("väntelista", "waiting list")
	case "randomised":
		return l.Pick("randomiserat försök", "randomised trial")
	case "lottery":
		return l.Pick("lottning", "lottery")
	}
	return name
}

// effectUnit writes the unit of effectAmount.
func effectUnit(l wording.Language, unit string) string {
	if unit == "share" {
		return l.Pick("procentenheter", "percentage points")
	}
	return l.Pick("kr/år", "SEK/year")
}

// effectAmount writes an effect in its unit: 0.123 of a share as 12.3.
func effectAmount(l wording.Language, unit string, x *float64) string {
	d := float(x)
	if unit == "share" {
		return l.Nullable(decimal.NullDecimal{Decimal: d.Decimal.Shift(2), Valid: d.Valid}, 1)
	}
	return l.Nullable(d, 0)
}

func between(l wording.Language, unit string, low, high *float64) string {
	if low == nil || high == nil {
		return wording.Unknown
	}
	return effectAmount(l, unit, low) + l.Pick(" till ", " to ") + effectAmount(l, unit, high)
}
