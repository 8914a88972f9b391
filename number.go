package dubbelkrona

import (
	"strconv"
	"strings"
)

// FormatCount formats a count with its unit: 1 row, 1,234 rows. language is sv
// or en.
func FormatCount(n int64, language string, one, more Label) string {
	unit := more
	if n == 1 {
		unit = one
	}
	return FormatNumber(strconv.FormatInt(n, 10), language) + " " + unit.In(language)
}

// FormatNumber formats a decimal such as -1234567.89 in a language, sv or en:
// −1 234 567,89 or −1,234,567.89. Swedish groups are separated by a no-break
// space, so that a number is not split over lines.
func FormatNumber(text, language string) string {
	separator, mark := "\u00a0", ","
	if language == "en" {
		separator, mark = ",", "."
	}
	var b strings.Builder
	if rest, negative := strings.CutPrefix(text, "-"); negative {
		text = rest
		b.WriteString("−")
	}
	whole, fraction, _ := strings.Cut(text, ".")
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(separator)
		}
		b.WriteRune(r)
	}
	if fraction != "" {
		b.WriteString(mark + fraction)
	}
	return b.String()
}
