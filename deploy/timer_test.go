package deploy_test

import (
	"regexp"
	"testing"
	"time"
	_ "time/tzdata"
)

var elapses = regexp.MustCompile(`(?m)(?:Next elapse|Iter\. #\d+): \S+ (\S+ \S+) UTC$`)

// systemd skips a local time that does not exist on a day. The timer's time exists exactly
// once each day, according to systemd-analyze for a year and a half.
func TestTimerElapsesOnceEachDay(t *testing.T) {
	analyze(t)
	said := values(t, "dubbelkrona-run@.timer", "OnCalendar")
	if len(said) != 1 {
		t.Fatal(said)
	}
	if days := nights(t, said[0], 550); days != 550 {
		t.Errorf("%s: %d days in 550", said[0], days)
	}
	// 02:30 is possible for the daemon, but not for a timer.
	if days := nights(t, "*-*-* 02:30:00 Europe/Stockholm", 550); days >= 550 {
		t.Error("systemd no longer skips a night: the timer may have any time")
	}
}

// nights counts the days, of the given number from 2026 on, on which a calendar expression
// elapses exactly once.
func nights(t *testing.T, expression string, days int) (once int) {
	t.Helper()
	out, err := run(t, "systemd-analyze", "calendar", "--base-time=2026-01-01 00:00:00 UTC", "--iterations=600", expression)
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	found := make(map[string]int)
	for _, match := range elapses.FindAllStringSubmatch(out, -1) {
		at, err := time.Parse(time.DateTime, match[1])
		if err != nil {
			t.Fatal(err)
		}
		found[at.In(zone).Format(time.DateOnly)]++
	}
	for day := range days {
		if found[time.Date(2026, 1, 1+day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)] == 1 {
			once++
		}
	}
	return once
}
