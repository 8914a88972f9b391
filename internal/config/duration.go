package config

import (
	"strconv"
	"strings"
	"time"

	"dubbelkrona"
)

// Duration is a length of time written as 90m, 36h, 7d or 1d12h.
type Duration time.Duration

// UnmarshalText parses a positive duration.
func (d *Duration) UnmarshalText(text []byte) error {
	rest, days := string(text), 0
	if number, after, found := strings.Cut(rest, "d"); found {
		var err error
		if days, err = strconv.Atoi(number); err != nil || days < 0 || days > 36500 {
			return d.refuse(text)
		}
		rest = after
	}
	var hours time.Duration
	if rest != "" || days == 0 {
		var err error
		if hours, err = time.ParseDuration(rest); err != nil || hours < 0 {
			return d.refuse(text)
		}
	}
	total := time.Duration(days)*24*time.Hour + hours
	if total <= 0 {
		return d.refuse(text)
	}
	*d = Duration(total)
	return nil
}

func (d *Duration) refuse(text []byte) error {
	return dubbelkrona.Errorf(dubbelkrona.Invalid, "%q is not a positive duration; write for example 90m, 36h or 7d", text)
}
