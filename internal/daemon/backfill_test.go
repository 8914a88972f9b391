package daemon

import (
	"strings"
	"testing"
	"time"
)

// Slots of the past are those of the schedule that are due by now, both days
// included.
func TestPastSlots(t *testing.T) {
	project, now := loaded(t), time.Date(2031, 3, 3, 12, 0, 0, 0, time.UTC)
	slots, err := PastSlots(project, "avtal", "2031-03-01", "2031-03-09", now)
	if err != nil {
		t.Fatal(err)
	}
	var locals []string
	for _, s := range slots {
		locals = append(locals, s.Job+" "+s.Local)
	}
	if got := strings.Join(locals, ", "); got != "ingest:avtal 2031-03-01T02:30, ingest:avtal 2031-03-02T02:30, ingest:avtal 2031-03-03T02:30" {
		t.Error(got)
	}
	for what, days := range map[string][3]string{
		`no source "annan"`:                {"annan", "2031-03-01", "2031-03-02"},
		`FROM "1/3" is not a date`:         {"avtal", "1/3", "2031-03-02"},
		`TO "2031-02-30" is not a date`:    {"avtal", "2031-02-01", "2031-02-30"},
		"more than 1000 slots":             {"avtal", "2001-01-01", "2031-03-02"},
		"no past slot from 2031-03-04 to ": {"avtal", "2031-03-04", "2031-03-05"},
	} {
		if _, err := PastSlots(project, days[0], days[1], days[2], now); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("%q: %v, want %q", days, err, what)
		}
	}
}
