package peppol

import (
	"strings"

	"github.com/shopspring/decimal"
)

// maxAmountLength is the max number of characters of an amount; the tables have
// 18 digits.
const maxAmountLength = 30

// parseAmount parses an amount of UBL: digits with a point, no exponent.
func parseAmount(text string) (decimal.Decimal, bool) {
	if len(text) > maxAmountLength || strings.Trim(text, "+-.0123456789") != "" {
		return decimal.Zero, false
	}
	amount, err := decimal.NewFromString(text)
	return amount, err == nil
}

// negated returns an amount with the opposite sign, or unchanged if it is not a
// number, in which case the rows have a fault.
func negated(text string) string {
	amount, ok := parseAmount(text)
	if !ok {
		return text
	}
	return amount.Neg().String()
}
