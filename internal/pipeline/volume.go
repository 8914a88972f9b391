package pipeline

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

// quantity is how much there is of one table.
type quantity struct {
	rows   int64
	amount *big.Int // sum of absolute amounts; nil if the table has none or it is unknown
}

func quantityOf(v ledger.Volume) quantity { return quantity{v.Rows, v.Amount} }

// judge compares what comes of a table with what it takes the place of. A
// period that was still going on when that came has no rise test: it was not
// whole then.
func judge(limits config.Volume, now, before quantity, wasOpen bool) verdict {
	if wasOpen {
		limits.Rise = 0
	}
	return max(judgeRows(limits, now.rows, before.rows), judgeAmount(limits, now, before))
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
// the rows do not, as where one wrong amount is corrected, is no reason to
// refuse the rest, but one to tell.
func judgeAmount(limits config.Volume, now, before quantity) verdict {
	if !measurable(now, before) {
		return taken
	}
	difference, far := distance(now.rows, before.rows), farAmount(limits, now, before)
	emptied := limits.Fall > 0 && now.amount.Sign() == 0 && before.rows >= heldRows
	switch {
	case emptied, far && difference >= heldRows:
		return heldBack
	case far, limits.Fall > 0 && difference >= remarkedRows && fell(now.amount, before.amount, remarkedFall):
		return remarked
	}
	return taken
}

// measurable reports whether two sums are known, and the former is one to
// measure by.
func measurable(now, before quantity) bool {
	return now.amount != nil && before.amount != nil && before.amount.Sign() > 0
}

// farAmount reports whether a sum changes beyond the limits.
func farAmount(limits config.Volume, now, before quantity) bool {
	return fell(now.amount, before.amount, limits.Fall) || rose(now.amount, before.amount, limits.Rise)
}

// judgePeriod compares a new period with those before it, the typical one of
// which is what it is held against. It is never held back: periods do differ.
// A period that is still going on may be small.
func judgePeriod(limits config.Volume, now quantity, before []quantity, open bool) (quantity, verdict) {
	if len(before) == 0 {
		return quantity{}, taken
	}
	typical := median(before)
	if open {
		limits.Fall = 0
	}
	if judgeRows(limits, now.rows, typical.rows) == heldBack || measurable(now, typical) && farAmount(limits, now, typical) {
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
func median(all []quantity) quantity {
	var rows []int64
	var amounts []*big.Int
	for _, q := range all {
		rows = append(rows, q.rows)
		if q.amount != nil {
			amounts = append(amounts, q.amount)
		}
	}
	slices.Sort(rows)
	middle := quantity{rows: rows[(len(rows)-1)/2]}
	if len(amounts) == len(all) {
		slices.SortFunc(amounts, (*big.Int).Cmp)
		middle.amount = amounts[(len(amounts)-1)/2]
	}
	return middle
}
