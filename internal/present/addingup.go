package present

import (
	"slices"

	"github.com/shopspring/decimal"
)

// addingUp rounds the terms of a sum to whole numbers that add up to the rounded
// total (largest remainder method). Terms that do not add up to the total, or of
// which one is unknown, are returned unchanged.
func addingUp(terms []decimal.NullDecimal, total decimal.NullDecimal) []decimal.NullDecimal {
	whole := make([]decimal.NullDecimal, len(terms))
	order := make([]int, len(terms))
	missing := total.Decimal.Round(0)
	for i, term := range terms {
		if !term.Valid || !total.Valid {
			return terms
		}
		whole[i], order[i] = decimal.NewNullDecimal(term.Decimal.Floor()), i
		missing = missing.Sub(whole[i].Decimal)
	}
	if missing.IsNegative() || missing.GreaterThan(decimal.NewFromInt(int64(len(terms)))) {
		return terms
	}
	lost := func(i int) decimal.Decimal { return terms[i].Decimal.Sub(whole[i].Decimal) }
	slices.SortStableFunc(order, func(a, b int) int { return lost(b).Cmp(lost(a)) })
	for _, i := range order[:missing.IntPart()] {
		whole[i].Decimal = whole[i].Decimal.Add(decimal.NewFromInt(1))
	}
	return whole
}
