package arrival

import (
	"math/big"
	"slices"

	"dubbelkrona/internal/config"
	"dubbelkrona/internal/ledger"
)

// verdict is the result of comparing volumes, in ascending severity.
type verdict uint8

const (
	taken    verdict = iota
	remarked         // taken, with a remark for readers
	heldBack
)

// Limits that are not configurable. A change of fewer rows than heldRows is never
// held back, one of fewer than remarkedRows is not remarked on.
const (
	heldRows     = 5
	remarkedRows = 3
	remarkedFall = 10 // percent
)

// judge compares the volume of a table with the one that it replaces. If that was
// delivered before the end of its period (wasOpen) it was incomplete, so a rise is
// not limited.
func judge(limits config.Volume, now, before ledger.Volume, wasOpen bool) verdict {
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

// judgeAmount does the same for sums. If a sum changes beyond the limits and the
// rows do not, as when one wrong amount is corrected, that is only remarked on.
func judgeAmount(limits config.Volume, now, before ledger.Volume) verdict {
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

// measurable reports whether both sums are known and the former is above 0.
func measurable(now, before ledger.Volume) bool {
	return now.Amount != nil && before.Amount != nil && before.Amount.Sign() > 0
}

// farAmount reports whether the sum changes beyond the limits.
func farAmount(limits config.Volume, now, before ledger.Volume) bool {
	return fell(now.Amount, before.Amount, limits.Fall) || rose(now.Amount, before.Amount, limits.Rise)
}

// judgePeriod compares a new period with the median of those before it, which it
// returns. It never holds back, since periods do differ. A period that is not over
// may be small.
func judgePeriod(limits config.Volume, now ledger.Volume, before []ledger.Volume, open bool) (ledger.Volume, verdict) {
	if len(before) == 0 {
		return ledger.Volume{}, taken
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

// fell reports whether there is a fall of at least a percentage; never if it is 0.
func fell(now, before *big.Int, percent config.Percent) bool {
	return percent > 0 && compare(new(big.Int).Sub(before, now), before, percent) >= 0
}

// rose reports whether there is a rise above a percentage; never if it is 0.
func rose(now, before *big.Int, percent config.Percent) bool {
	return percent > 0 && compare(new(big.Int).Sub(now, before), before, percent) > 0
}

// compare returns the sign of part - percent/100 * whole; whole is above 0.
func compare(part, whole *big.Int, percent config.Percent) int {
	return new(big.Int).Mul(part, big.NewInt(100)).Cmp(new(big.Int).Mul(whole, big.NewInt(int64(percent))))
}

func distance(a, b int64) int64 { return max(a, b) - min(a, b) }

// median returns the lower median of the rows and that of the amounts, which is
// nil unless all amounts are known.
func median(all []ledger.Volume) ledger.Volume {
	var rows []int64
	var amounts []*big.Int
	for _, q := range all {
		rows = append(rows, q.Rows)
		if q.Amount != nil {
			amounts = append(amounts, q.Amount)
		}
	}
	slices.Sort(rows)
	middle := ledger.Volume{Rows: rows[(len(rows)-1)/2]}
	if len(amounts) == len(all) {
		slices.SortFunc(amounts, (*big.Int).Cmp)
		middle.Amount = amounts[(len(amounts)-1)/2]
	}
	return middle
}
