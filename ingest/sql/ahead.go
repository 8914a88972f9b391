package sql

import (
	"encoding/json"
	"regexp"
	"time"

	"dubbelkrona/ingest"
)

// aheadSlack is how far a database's clock may go before this one.
const aheadSlack = 5 * time.Minute

// farYear is a date of a year beyond those that Go's layouts know.
var farYear = regexp.MustCompile(`^\d{5,}-\d\d-\d\d`)

// isAhead reports whether a value of the column is a time that the clock has not
// come to, such as 2062-01-01 or infinity. Numbers are none.
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

// moment is a time as the column's values are compared with it. A column
// without a zone takes the clock's time and drops the offset.
func (s *windowed) moment(t time.Time) string {
	layout := "2006-01-02 15:04:05.999999-07:00"
	if s.place.options.Driver == "sqlserver" {
		layout = "2006-01-02T15:04:05.000"
	}
	return t.In(s.place.options.zone).Format(layout)
}

// ahead is the object of the rows whose value the clock has not come to. It is
// read anew each time, since the cursor does not pass them: behind it the rows
// that are changed from now on would be seen by nobody.
func (s *windowed) ahead(c cursor, there bool) ingest.Object {
	from := s.moment(s.now())
	if s.isAhead(c.Passed) {
		from = c.Passed // what was read before the cursor was capped
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
