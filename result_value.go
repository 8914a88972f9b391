package dubbelkrona

import (
	"cmp"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow/go/v15/arrow/decimal128"
)

// The precision and scale of every Number, and its type in DuckDB.
const (
	NumberPrecision = 28
	NumberScale     = 6
	NumberSQL       = "DECIMAL(28,6)"
)

// Number is an exact number with at most 22 digits before the decimal point
// and 6 after it, or NULL, which the zero Number is.
type Number struct {
	// Unscaled is the number times a million; 0 in a NULL.
	Unscaled decimal128.Num
	Valid    bool
}

// NewNumber is unscaled × 10^-scale. A nil number is NULL. A number that
// a Number cannot hold exactly is an error.
func NewNumber(unscaled *big.Int, scale int) (Number, error) {
	if unscaled == nil {
		return Number{}, nil
	}
	n := new(big.Int).Set(unscaled)
	for ; scale < NumberScale; scale++ {
		n.Mul(n, big.NewInt(10))
	}
	for rest := new(big.Int); scale > NumberScale; scale-- {
		if n.QuoRem(n, big.NewInt(10), rest); rest.Sign() != 0 {
			return Number{}, fmt.Errorf("number: more than %d digits after the decimal point", NumberScale)
		}
	}
	if len(new(big.Int).Abs(n).String()) > NumberPrecision {
		return Number{}, fmt.Errorf("number: more than %d digits before the decimal point", NumberPrecision-NumberScale)
	}
	return Number{Unscaled: decimal128.FromBigInt(n), Valid: true}, nil
}

// ParseNumber reads digits with at most one point and a leading minus, as
// String writes them. The empty text is NULL.
func ParseNumber(text string) (Number, error) {
	if text == "" {
		return Number{}, nil
	}
	digits, fraction, _ := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	if digits == "" || strings.Trim(digits+fraction, "0123456789") != "" {
		return Number{}, fmt.Errorf("number: %q is not a decimal number", text)
	}
	n, ok := new(big.Int).SetString(digits+fraction, 10)
	if !ok {
		return Number{}, fmt.Errorf("number: %q is not a decimal number", text)
	}
	if strings.HasPrefix(text, "-") {
		n.Neg(n)
	}
	return NewNumber(n, len(fraction))
}

// String is the exact number without trailing zeros, "-1234.5", with a decimal
// point and no thousands separator; it is empty for NULL. It is a number in
// JSON too.
func (d Number) String() string {
	if !d.Valid {
		return ""
	}
	// ToString writes all decimals.
	return strings.TrimSuffix(strings.TrimRight(d.Unscaled.ToString(NumberScale), "0"), ".")
}

// MarshalJSON implements json.Marshaler: an exact number, or null.
func (d Number) MarshalJSON() ([]byte, error) { return []byte(cmp.Or(d.String(), "null")), nil }

// Count is a whole number or NULL, which the zero Count is.
type Count struct {
	N     int64 // 0 in a NULL
	Valid bool
}

// String is the number in digits; it is empty for NULL.
func (c Count) String() string {
	if !c.Valid {
		return ""
	}
	return strconv.FormatInt(c.N, 10)
}

// MarshalJSON implements json.Marshaler: a number, or null.
func (c Count) MarshalJSON() ([]byte, error) { return []byte(cmp.Or(c.String(), "null")), nil }

// Dimensions are the text of a JSON object, of the values of a group by the
// names of its dimensions. The empty text is the empty object.
type Dimensions string

// String is the object's text, {} for the empty one.
func (d Dimensions) String() string { return string(cmp.Or(d, "{}")) }

// MarshalJSON implements json.Marshaler: the object, not a text that holds it.
func (d Dimensions) MarshalJSON() ([]byte, error) { return []byte(d.String()), nil }

// Day is a date as 2026-03-01, or NULL, which the empty Day is.
type Day string

// NewDay returns the date of a moment in UTC, NULL for the zero time.
func NewDay(t time.Time) Day {
	if t.IsZero() {
		return ""
	}
	return Day(t.UTC().Format(time.DateOnly))
}

// String is the date as text; it is empty for NULL.
func (d Day) String() string { return string(d) }

// Time returns the start of the day in UTC, the zero time for NULL.
func (d Day) Time() (time.Time, error) {
	if d == "" {
		return time.Time{}, nil
	}
	return time.Parse(time.DateOnly, string(d))
}

// MarshalJSON implements json.Marshaler: a text, or null.
func (d Day) MarshalJSON() ([]byte, error) {
	if d == "" {
		return []byte("null"), nil
	}
	return strconv.AppendQuote(nil, string(d)), nil
}
