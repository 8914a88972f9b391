package sie

import (
	"fmt"
	"math"
)

// parseAmount parses an amount in SIE's notation, in öre: an optional minus,
// digits, a point and at most two decimals that are not 0.
func parseAmount(s []byte) (öre int64, ok bool) {
	digits := s
	if len(digits) > 0 && (digits[0] == '-' || digits[0] == '+') {
		digits = digits[1:]
	}
	decimals, point := 0, false
	seen := 0
	for _, c := range digits {
		switch {
		case c == '.' && !point:
			point = true
			continue
		case c < '0' || c > '9' || öre > math.MaxInt64/100_000:
			return 0, false
		}
		seen++
		if point {
			if decimals++; decimals > 2 {
				if c != '0' {
					return 0, false
				}
				continue
			}
		}
		öre = 10*öre + int64(c-'0')
	}
	for ; decimals < 2; decimals++ {
		öre *= 10
	}
	if len(s) > 0 && s[0] == '-' {
		öre = -öre
	}
	return öre, seen > 0
}

// addAmount adds amounts; ok is false on overflow.
func addAmount(a, b int64) (sum int64, ok bool) {
	sum = a + b
	return sum, (sum > a) == (b > 0)
}

// formatAmount writes an amount in kronor.
func formatAmount(öre int64) string {
	sign := ""
	if öre < 0 {
		sign, öre = "-", -öre
	}
	return fmt.Sprintf("%s%d.%02d", sign, öre/100, öre%100)
}
