package export

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/apache/arrow/go/v15/arrow/decimal128"
)

// Precision and Scale are those of every Decimal, DECIMAL(28,6).
const (
	Precision = 28
	Scale     = 6
)

// Decimal is an exact number with at most 22 digits before the decimal point
// and 6 after it, or NULL, which the zero Decimal is.
type Decimal struct {
	// Unscaled is the number times a million; 0 in a NULL.
	Unscaled decimal128.Num
	Valid    bool
}

// NewDecimal is unscaled × 10^-scale. A nil number is NULL. A number that
// a Decimal cannot hold exactly is an error.
func NewDecimal(unscaled *big.Int, scale int) (Decimal, error) {
	if unscaled == nil {
		return Decimal{}, nil
	}
	n := new(big.Int).Set(unscaled)
	for ; scale < Scale; scale++ {
		n.Mul(n, big.NewInt(10))
	}
	for rest := new(big.Int); scale > Scale; scale-- {
		if n.QuoRem(n, big.NewInt(10), rest); rest.Sign() != 0 {
			return Decimal{}, fmt.Errorf("decimal: more than %d digits after the decimal point", Scale)
		}
	}
	if len(new(big.Int).Abs(n).String()) > Precision {
		return Decimal{}, fmt.Errorf("decimal: more than %d digits before the decimal point", Precision-Scale)
	}
	return Decimal{Unscaled: decimal128.FromBigInt(n), Valid: true}, nil
}

// ParseDecimal reads digits with at most one point and a leading minus, as
// String writes them. The empty text is NULL.
func ParseDecimal(text string) (Decimal, error) {
	if text == "" {
		return Decimal{}, nil
	}
	digits, fraction, _ := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	if digits == "" || strings.Trim(digits+fraction, "0123456789") != "" {
		return Decimal{}, fmt.Errorf("decimal: %q is not a decimal number", text)
	}
	n, ok := new(big.Int).SetString(digits+fraction, 10)
	if !ok {
		return Decimal{}, fmt.Errorf("decimal: %q is not a decimal number", text)
	}
	if strings.HasPrefix(text, "-") {
		n.Neg(n)
	}
	return NewDecimal(n, len(fraction))
}

// String is the exact number without trailing zeros, "-1234.5", with a decimal
// point and no thousands separator; it is empty for NULL. It is a number in
// JSON too.
func (d Decimal) String() string {
	if !d.Valid {
		return ""
	}
	text := d.Unscaled.ToString(Scale)
	if whole, fraction, ok := strings.Cut(text, "."); ok {
		if fraction = strings.TrimRight(fraction, "0"); fraction == "" {
			return whole
		}
		return whole + "." + fraction
	}
	return text
}

// MarshalJSON implements json.Marshaler: an exact number, or null.
func (d Decimal) MarshalJSON() ([]byte, error) {
	if !d.Valid {
		return []byte("null"), nil
	}
	return []byte(d.String()), nil
}
