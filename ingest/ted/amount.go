package ted

import (
	"math/big"
	"strings"
)

// amount is an amount of money as text. A withheld amount, and one without a
// currency, is the zero value, which means unknown.
type amount struct{ value, currency string }

// newAmount parses an amount with a decimal point. A negative one is the
// placeholder of a withheld amount; anything that is not a plain number is
// kept, for transform to reject.
func newAmount(value, currency string) amount {
	if value == "" || currency == "" || strings.HasPrefix(value, "-") {
		return amount{}
	}
	return amount{value, currency}
}

// known reports whether the amount is known.
func (a amount) known() bool { return a.value != "" }

// number returns the amount as a number, nil if it is not one or is too long to
// be real.
func (a amount) number() *big.Rat {
	whole, fraction, _ := strings.Cut(a.value, ".")
	if whole == "" || len(a.value) > 40 || strings.Trim(whole+fraction, "0123456789") != "" {
		return nil
	}
	n, ok := new(big.Rat).SetString(a.value)
	if !ok {
		return nil
	}
	return n
}

// disagreement compares the notice's total with the sum of its contracts'
// values. It returns an empty text if they agree or cannot be compared, because
// of another currency or unknown values, unless the known values alone exceed
// the total.
func (n *notice) disagreement() string {
	total := n.total.number()
	if total == nil {
		return ""
	}
	sum, known := new(big.Rat), 0
	for _, r := range n.contracts {
		a := amount{r[colValue], r[colCurrency]}
		if !a.known() {
			continue
		}
		value := a.number()
		if value == nil || a.currency != n.total.currency {
			return ""
		}
		sum.Add(sum, value)
		known++
	}
	switch order := sum.Cmp(total); {
	case known == 0 || order == 0:
		return ""
	case order > 0:
		return "the values of its contracts are together more than the total that it states; the contracts keep theirs"
	case n.partly:
		return ""
	}
	return "the values of its contracts are together less than the total that it states; the contracts keep theirs"
}

// added returns the sum of amounts, unknown if one of them is unknown or their
// currencies differ. A single amount is returned unchanged.
func added(all []amount) amount {
	if len(all) == 1 {
		return all[0]
	}
	sum, decimals := new(big.Rat), 0
	for _, a := range all {
		n := a.number()
		if n == nil || a.currency != all[0].currency {
			return amount{}
		}
		sum.Add(sum, n)
		if _, fraction, ok := strings.Cut(a.value, "."); ok {
			decimals = max(decimals, len(fraction))
		}
	}
	if len(all) == 0 {
		return amount{}
	}
	return amount{sum.FloatString(decimals), all[0].currency}
}
