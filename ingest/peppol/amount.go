package peppol

import (
	"strings"

	"github.com/shopspring/decimal"
)

// longestAmount is how many characters an amount may have; the tables hold 18
// digits.
const longestAmount = 30

// parseAmount reads an amount as UBL writes it: digits with a point, no
// exponent.
func parseAmount(text string) (decimal.Decimal, bool) {
	if len(text) > longestAmount || strings.Trim(text, "+-.0123456789") != "" {
		return decimal.Zero, false
	}
	amount, err := decimal.NewFromString(text)
	return amount, err == nil
}

// negated is an amount with the other sign, and as it stands where it is no
// number: such rows come with a fault.
func negated(text string) string {
	amount, ok := parseAmount(text)
	if !ok {
		return text
	}
	return amount.Neg().String()
}
