package config

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"dubbelkrona"
)

// Duration is a length of time written as 90m, 36h, 7d or 1d12h.
type Duration time.Duration

// UnmarshalText parses a positive duration.
func (d *Duration) UnmarshalText(text []byte) error {
	number, rest, found := strings.Cut(string(text), "d")
	if !found {
		number, rest = "0", number
	}
	days, wrongDays := strconv.Atoi(number)
	hours, wrongHours := time.ParseDuration(cmp.Or(rest, "0"))
	total := time.Duration(days)*24*time.Hour + hours
	if wrongDays != nil || wrongHours != nil || days < 0 || days > 36500 || hours < 0 || total <= 0 {
		return dubbelkrona.Invalidf("%q is not a positive duration; write for example 90m, 36h or 7d", text)
	}
	*d = Duration(total)
	return nil
}
