package sql

import (
	"encoding/json"
	"regexp"
	"time"

	"dubbelkrona/ingest"
)

// aheadSlack is the max difference by which a database's clock may be ahead of
// this one.
const aheadSlack = 5 * time.Minute

// farYear matches a date with a year of more than four digits, which Go's
// layouts do not support.
var farYear = regexp.MustCompile(`^\d{5,}-\d\d-\d\d`)

// isAhead reports whether a value of the column is a time ahead of the clock,
// such as 2062-01-01 or infinity. Numbers are not.
func (s *windowed) isAhead(value string) bool {
	if value == "infinity" || farYear.MatchString(value) {
		return true
	}
	for _, layout := range []string{"2006-01-02 15:04:05-07", "2006-01-02 15:04:05-07:00", time.DateTime, time.DateOnly, time.RFC3339, "2006-01-02T15:04:05"} {
		if t, err := time.ParseInLocation(layout, value, s.place.options.zone); err == nil {
			return t.After(s.now().Add(aheadSlack))
		}
	}
	return false
}

// moment formats a time for comparison with the column's values. A column
// without a zone uses the local time and ignores the offset.
func (s *windowed) moment(t time.Time) string {
	layout := "2006-01-02 15:04:05.999999-07:00"
	if s.place.options.Driver == "sqlserver" {
		layout = "2006-01-02T15:04:05.000"
	}
	return t.In(s.place.options.zone).Format(layout)
}

// ahead returns the object of the rows whose value is ahead of the clock. It is
// read again each time, since the cursor must not pass those rows: rows changed
// later would be before it and never be read.
func (s *windowed) ahead(c cursor, there bool) ingest.Object {
	from := s.moment(s.now())
	if s.isAhead(c.Passed) {
		from = c.Passed // these rows have been read
	}
	version, _ := json.Marshal(window{From: &from, Open: true})
	if c.Value == "" {
		c.Value = s.moment(s.now())
	}
	c.Ahead = there
	next, _ := json.Marshal(c)
	obj := ingest.NewObject(c.Column+" ahead of the clock", -1, time.Time{})
	obj.Version, obj.Cursor, obj.Label, obj.Remark = string(version), next, s.label(obj.Name), ingest.RemarkAhead
	return obj
}

// Rewound implements ingest.Clocked.
func (s *windowed) Rewound(at []byte, committed time.Time) []byte {
	var c cursor
	if json.Unmarshal(at, &c) != nil || !s.isAhead(c.Value) {
		return at
	}
	c.Passed, c.Value = c.Value, s.moment(committed)
	healed, _ := json.Marshal(c) // plain data
	return healed
}
