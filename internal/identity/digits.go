package identity

import (
	"slices"
	"strings"
	"time"
)

// coordination is the number added to the day of birth in a samordningsnummer.
const coordination = 60

func isDigit(c byte) bool { return c-'0' <= 9 }

func two(a, b byte) int { return int(a-'0')*10 + int(b-'0') }

func upper(c byte) byte {
	if 'a' <= c && c <= 'z' {
		return c - ('a' - 'A')
	}
	return c
}

func allDigits(s []byte) bool {
	return !slices.ContainsFunc(s, func(c byte) bool { return !isDigit(c) })
}

// isInterimLetter reports whether an upper-case letter occurs in interim
// numbers. Letters that look like digits, such as O and I, do not.
func isInterimLetter(c byte) bool { return strings.IndexByte("JKLMNRSTUWX", c) >= 0 }

// luhn10 reports whether the last of ten digits is the Luhn check digit of the
// nine before it (the mod-10 algorithm of ISO/IEC 7812-1).
func luhn10[T string | []byte](d T) bool {
	sum := 0
	for i := 0; i < 10; i++ {
		n := int(d[i] - '0')
		if i%2 == 0 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return sum%10 == 0
}

// validDay reports whether a day exists in the Gregorian calendar.
func validDay(year, month, day int) bool {
	return month >= 1 && month <= 12 && day >= 1 && day <= time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// validCoordination reports whether month and day (without the 60) may occur
// in a samordningsnummer. An unknown month is 00 and an unknown day 0; when
// the numbers of a month are exhausted, days up to 31 are used whatever its
// length.
func validCoordination(month, day int) bool {
	return month <= 12 && 0 <= day && day <= 31
}

// plausibleDate reports whether six digits, yymmdd, can be the date of a
// number: a day that exists in some century, or one of a samordningsnummer.
func plausibleDate(s string) bool {
	month, day := two(s[2], s[3]), two(s[4], s[5])
	if day >= coordination {
		return validCoordination(month, day-coordination)
	}
	// Only for 00 does it depend on the century whether a year is a leap year.
	return validDay(2000+two(s[0], s[1]), month, day)
}

// plausibleCentury reports whether eight digits begin with a century in which
// a registered person may have been born.
func plausibleCentury(s string) bool {
	c := two(s[0], s[1])
	return c >= 18 && c <= 20
}
