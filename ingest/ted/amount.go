package ted

import (
	"math/big"
	"strings"
)

// amount is an amount of money as text. One that is withheld, or has no
// currency, is the zero value, which is unknown.
type amount struct{ value, currency string }

// newAmount reads an amount with a dot before its decimals. A negative one
// stands in the place of one that is withheld; what is no plain number is left
// as it is, for the transformation to reject with its reason.
func newAmount(value, currency string) amount {
	if value == "" || currency == "" || strings.HasPrefix(value, "-") {
		return amount{}
	}
	return amount{value, currency}
}

// known says whether the amount is known.
func (a amount) known() bool { return a.value != "" }

// number is the amount as a number, nil where it is none or longer than any
// real amount.
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

// disagreement compares the total that the notice states with the sum of its
// contracts' values. It says nothing where they cannot be compared: another
// currency, or values that are unknown, unless the known ones alone are more
// than the total.
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

// added is the sum of amounts, unknown where one of them is or where their
// currencies differ. A single one stays as it is written.
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
