package transform

import (
	"strings"
	"time"
)

// clock is the time of day, time zone, or both, after a date in a cell.
type clock struct {
	hasTime, zoned bool
	seconds        int // since midnight
	offset         int // of the time zone, in seconds east of UTC
}

// day converts the date to the calendar day in the given zone. A date with a
// zone but no time of day is not converted.
func (c clock) day(d date, zone *time.Location) date {
	if !c.hasTime || !c.zoned || zone == nil || d.unknown {
		return d
	}
	year, month, day := civil(d.days).Add(time.Duration(c.seconds-c.offset) * time.Second).In(zone).Date()
	d.days = daysOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
	return d
}

// parseClock parses what follows a date: T or a space and a time (23:59,
// 23:59:59.997 or 235959), then a zone (Z, +01:00, +0100, UTC or GMT,
// optionally with its name in brackets).
func parseClock(s string) (c clock, ok bool) {
	if s == "" {
		return c, true
	}
	if s[0] == 'T' || s[0] == ' ' {
		if s, ok = c.time(s[1:]); !ok {
			return c, false
		}
	}
	return c, c.zone(s)
}

// time parses the time of day at the beginning of s and returns the rest.
// Fractions of a second are truncated.
func (c *clock) time(s string) (rest string, ok bool) {
	n := leadingDigits(s)
	hour, minute, second := 0, 0, 0
	switch n {
	case 1, 2:
		hour, rest = number(s[:n]), s[n:]
		if minute, rest, ok = colonNumber(rest); ok {
			second, rest, _ = colonNumber(rest)
		}
	case 4, 6:
		hour, minute, second, rest = number(s[:2]), number(s[2:4]), number(s[4:n]), s[n:]
	default:
		return s, false
	}
	if len(rest) > 1 && (rest[0] == '.' || rest[0] == ',') && rest[1]-'0' <= 9 {
		rest = strings.TrimLeft(rest[1:], "0123456789")
	}
	c.hasTime, c.seconds = true, hour*3600+minute*60+second
	return rest, hour <= 24 && minute < 60 && second <= 60
}

// colonNumber parses a colon and two digits; if they are missing it returns s
// unchanged.
func colonNumber(s string) (v int, rest string, ok bool) {
	if len(s) < 3 || s[0] != ':' || s[1]-'0' > 9 || s[2]-'0' > 9 {
		return 0, s, false
	}
	return number(s[1:3]), s[3:], true
}

// zone parses a zone that makes up all of s; an empty s means no zone.
func (c *clock) zone(s string) bool {
	s, name, named := strings.Cut(strings.TrimLeft(s, " "), "[")
	if named && !strings.HasSuffix(name, "]") {
		return false
	}
	switch s {
	case "":
		return !named
	case "Z", "z", "UTC", "GMT":
		c.zoned = true
		return true
	}
	if s[0] != '+' && s[0] != '-' || len(s) < 3 {
		return false
	}
	hours, minutes := s[1:3], strings.TrimPrefix(s[3:], ":")
	if !isDigits(hours) || minutes != "" && (len(minutes) != 2 || !isDigits(minutes)) {
		return false
	}
	c.zoned, c.offset = true, number(hours)*3600+number(minutes)*60
	if s[0] == '-' {
		c.offset = -c.offset
	}
	return c.offset <= 18*3600 && c.offset >= -18*3600
}
