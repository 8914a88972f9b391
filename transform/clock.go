package transform

import (
	"strings"
	"time"
)

// clock is what follows a date in a cell: a time of day, a zone, or both.
type clock struct {
	hasTime, zoned bool
	seconds        int // of the day
	offset         int // of the zone, in seconds east of UTC
}

// day is the day of the date on which the clock shows its time, in a zone. A
// date with a zone and no time is that day everywhere.
func (c clock) day(d date, zone *time.Location) date {
	if !c.hasTime || !c.zoned || zone == nil || d.unknown {
		return d
	}
	local := time.Unix(int64(d.days)*86400+int64(c.seconds-c.offset), 0).In(zone)
	d.days = daysSinceEpoch(local.Year(), int(local.Month()), local.Day())
	return d
}

// parseClock reads what follows a date: T or a space and a time, as 23:59,
// 23:59:59.997 or 235959, and a zone, as Z, +01:00, +0100, UTC or GMT, with its
// name in brackets.
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

// time reads a time of day that s begins with and gives the rest. A fraction of
// a second never makes the next one.
func (c *clock) time(s string) (rest string, ok bool) {
	n := 0
	for n < len(s) && s[n]-'0' <= 9 {
		n++
	}
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

// colonNumber reads a colon and two digits; it takes nothing where they are not
// there.
func colonNumber(s string) (v int, rest string, ok bool) {
	if len(s) < 3 || s[0] != ':' || s[1]-'0' > 9 || s[2]-'0' > 9 {
		return 0, s, false
	}
	return number(s[1:3]), s[3:], true
}

// zone reads a zone that is all of s, or that there is none.
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
