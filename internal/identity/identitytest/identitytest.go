// Package identitytest makes identity numbers for tests by the rule that
// identity numbers follow, so that no test rests on a list of them. The birth
// numbers are 980 to 999, which the Swedish Tax Agency keeps free for tests:
// nobody has such a number.
package identitytest

import (
	"fmt"
	"time"
)

// Numbers makes n different valid numbers of twelve digits, of persons born
// from 1900 on. Every twentieth is a coordination number. They are the same
// each time. n is at most 40,000.
func Numbers(n int) []string {
	const days = 43_800 // 120 years
	first := time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)
	numbers := make([]string, n)
	for i := range numbers {
		// 7,919 is prime to the number of days, so that each day comes once.
		born := first.AddDate(0, 0, i*7919%days)
		day := born.Day()
		if i%20 == 19 {
			day += 60
		}
		numbers[i] = Number(fmt.Sprintf("%s%02d", born.Format("200601"), day), fmt.Sprint(980+i%20))
	}
	return numbers
}

// Number is the number of a date, yyyymmdd, and a birth number of three digits,
// with its check digit (Luhn's, ISO/IEC 7812-1).
func Number(date, birth string) string {
	sum := 0
	for i, c := range date[2:] + birth {
		twice := int(c-'0') * (2 - i%2)
		sum += twice/10 + twice%10
	}
	return fmt.Sprintf("%s%s%d", date, birth, (10-sum%10)%10)
}
