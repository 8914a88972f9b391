package arrival

import (
	"math/big"
	"slices"

	"dubbelkrona/internal/config"
	"dubbelkrona/internal/ledger"
)

// verdict is what becomes of a delivery, by how much of it there is.
type verdict uint8

const (
	taken    verdict = iota
	remarked         // taken, and readers are told
	heldBack
)

// The limits that are no setting. A change of fewer rows than heldRows holds
// nothing back, one of fewer than remarkedRows is not worth telling.
const (
	heldRows     = 5
	remarkedRows = 3
	remarkedFall = 10 // percent
)

// Quantity is how much there is of one table.
type Quantity struct {
	Rows   int64
	Amount *big.Int // sum of absolute amounts in hundredths; nil if the table has none or it is unknown
}

func quantityOf(v ledger.Volume) Quantity { return Quantity{v.Rows, v.Amount} }

// judge compares what comes of a table with what it takes the place of. A
// period that was still going on when that came has no rise test: it was not
// whole then.
func judge(limits config.Volume, now, before Quantity, wasOpen bool) verdict {
	if wasOpen {
		limits.Rise = 0
	}
	return max(judgeRows(limits, now.Rows, before.Rows), judgeAmount(limits, now, before))
}

func judgeRows(limits config.Volume, now, before int64) verdict {
	difference, a, b := distance(now, before), big.NewInt(now), big.NewInt(before)
	switch {
	case before == 0:
		return taken
	case now == 0 && limits.Fall > 0:
		return heldBack
	case difference >= heldRows && (fell(a, b, limits.Fall) || rose(a, b, limits.Rise)):
		return heldBack
	case limits.Fall > 0 && difference >= remarkedRows && fell(a, b, remarkedFall):
		return remarked
	}
	return taken
}

// judgeAmount does the same for sums. One that changes beyond the limits while
// the rows do not, as when one wrong amount is corrected, is no reason to
// refuse the rest, but one to tell.
func judgeAmount(limits config.Volume, now, before Quantity) verdict {
	if !measurable(now, before) {
		return taken
	}
	difference, far := distance(now.Rows, before.Rows), farAmount(limits, now, before)
	emptied := limits.Fall > 0 && now.Amount.Sign() == 0 && before.Rows >= heldRows
	switch {
	case emptied, far && difference >= heldRows:
		return heldBack
	case far, limits.Fall > 0 && difference >= remarkedRows && fell(now.Amount, before.Amount, remarkedFall):
		return remarked
	}
	return taken
}

// measurable reports whether two sums are known, and the former is one to
// measure by.
func measurable(now, before Quantity) bool {
	return now.Amount != nil && before.Amount != nil && before.Amount.Sign() > 0
}

// farAmount reports whether a sum changes beyond the limits.
func farAmount(limits config.Volume, now, before Quantity) bool {
	return fell(now.Amount, before.Amount, limits.Fall) || rose(now.Amount, before.Amount, limits.Rise)
}

// judgePeriod compares a new period with those before it, the typical one of
// which it is compared with. It is never held back: periods do differ.
// A period that is still going on may be small.
func judgePeriod(limits config.Volume, now Quantity, before []Quantity, open bool) (Quantity, verdict) {
	if len(before) == 0 {
		return Quantity{}, taken
	}
	typical := median(before)
	if open {
		limits.Fall = 0
	}
	if judgeRows(limits, now.Rows, typical.Rows) == heldBack || measurable(now, typical) && farAmount(limits, now, typical) {
		return typical, remarked
	}
	return typical, taken
}

// fell reports whether there is a fall of at least a percentage, 0 being none.
func fell(now, before *big.Int, percent config.Percent) bool {
	return percent > 0 && compare(new(big.Int).Sub(before, now), before, percent) >= 0
}

// rose reports whether there is a rise above a percentage, 0 being none.
func rose(now, before *big.Int, percent config.Percent) bool {
	return percent > 0 && compare(new(big.Int).Sub(now, before), before, percent) > 0
}

// compare compares a part with a percentage of the whole, above zero.
func compare(part, whole *big.Int, percent config.Percent) int {
	return new(big.Int).Mul(part, big.NewInt(100)).Cmp(new(big.Int).Mul(whole, big.NewInt(int64(percent))))
}

func distance(a, b int64) int64 { return max(a, b) - min(a, b) }

// median is the middle of the rows and the middle of the amounts, the lower of
// two. Amounts that are not all known are not compared.
func median(all []Quantity) Quantity {
	var rows []int64
	var amounts []*big.Int
	for _, q := range all {
		rows = append(rows, q.Rows)
		if q.Amount != nil {
			amounts = append(amounts, q.Amount)
		}
	}
	slices.Sort(rows)
	middle := Quantity{Rows: rows[(len(rows)-1)/2]}
	if len(amounts) == len(all) {
		slices.SortFunc(amounts, (*big.Int).Cmp)
		middle.Amount = amounts[(len(amounts)-1)/2]
	}
	return middle
}
