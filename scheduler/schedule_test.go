package scheduler

import (
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"dubbelkrona"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func parse(t *testing.T, expression, zoneName string) *Schedule {
	t.Helper()
	s, err := Parse(expression, zone(t, zoneName))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestStockholmClockChanges(t *testing.T) {
	for _, tc := range []struct{ expression, day, due string }{
		{"30 2 * * *", "2026-03-29", "2026-03-29T01:00:00Z"}, // 02:30 does not exist: right after the gap
		{"0 2 * * *", "2026-03-29", "2026-03-29T01:00:00Z"},
		{"0 3 * * *", "2026-03-29", "2026-03-29T01:00:00Z"},
		{"30 2 * * *", "2026-10-25", "2026-10-25T00:30:00Z"}, // 02:30 exists twice: the first
		{"0 3 * * *", "2026-10-25", "2026-10-25T02:00:00Z"},
		{"30 2 * * *", "2026-07-01", "2026-07-01T00:30:00Z"},
	} {
		s := parse(t, tc.expression, "Europe/Stockholm")
		from, _ := time.ParseInLocation("2006-01-02", tc.day, s.zone)
		slots := slices.Collect(s.Between(from, from.Add(22*time.Hour)))
		if len(slots) != 1 || slots[0].Due.UTC().Format(time.RFC3339) != tc.due {
			t.Errorf("%s on %s: %v, want one slot at %s", tc.expression, tc.day, slots, tc.due)
		}
	}
}

// The slots of twenty years equal those of an independent method that follows the
// local time: a slot is due when its quarter of an hour is first shown by a clock,
// or first skipped. The clocks of these zones change at whole hours.
func TestSlotsOfTwentyYears(t *testing.T) {
	for _, zoneName := range []string{"Europe/Stockholm", "Atlantic/Azores", "UTC"} {
		loc := zone(t, zoneName)
		from, until := time.Date(2020, 1, 1, 12, 0, 0, 0, time.UTC), time.Date(2040, 1, 1, 12, 0, 0, 0, time.UTC)
		quarters := watch(loc, from, until)
		for expression, at := range map[string]string{
			"0 0 * * *": "T00:00", "0 2 * * *": "T02:00", "30 2 * * *": "T02:30", "0 3 * * *": "T03:00", "*/15 * * * *": "",
		} {
			s := parse(t, expression, zoneName)
			want := quarters
			for slot := range s.Between(from, until) {
				for len(want) > 0 && !strings.HasSuffix(want[0].local, at) {
					want = want[1:]
				}
				if len(want) == 0 || slot.Local != want[0].local || !slot.Due.Equal(want[0].due) {
					t.Fatalf("%s %s: slot %s due %s is not the watched clock's next", zoneName, expression, slot.Local, slot.Due)
				}
				want = want[1:]
			}
			if slices.ContainsFunc(want, func(s shown) bool { return strings.HasSuffix(s.local, at) }) {
				t.Fatalf("%s %s: the watched clock has more, from %v on", zoneName, expression, want[0])
			}
		}
	}
}

// shown is a local time and the instant at which a clock first shows or skips it.
type shown struct {
	local string
	due   time.Time
}

// watch returns every quarter of an hour after from, up to and including until.
func watch(loc *time.Location, from, until time.Time) (quarters []shown) {
	const quarter = 15 * time.Minute
	highest := wallClock(from.In(loc)) // the latest local time so far
	for now := from.Add(quarter); !now.After(until); now = now.Add(quarter) {
		for wall := wallClock(now.In(loc)); highest.Before(wall); {
			highest = highest.Add(quarter)
			quarters = append(quarters, shown{highest.Format(localForm), now})
		}
	}
	return quarters
}

// If the process is stopped and started again, asking for the slots after the last
// one returns each slot once.
func TestRestartsNeitherLoseNorRepeatSlots(t *testing.T) {
	s := parse(t, "*/15 * * * *", "Europe/Stockholm")
	from, until := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)
	whole := slices.Collect(s.Between(from, until))
	var pieces []dubbelkrona.Slot
	for at, step := from, time.Duration(7); at.Before(until); step = step*31%4999 + 1 {
		next := at.Add(step * time.Minute)
		if next.After(until) {
			next = until
		}
		pieces = slices.AppendSeq(pieces, s.Between(at, next))
		at = next
	}
	if !slices.Equal(whole, pieces) {
		t.Errorf("%d slots in one piece, %d in many", len(whole), len(pieces))
	}
}

func TestNext(t *testing.T) {
	s := parse(t, "30 2 * * *", "Europe/Stockholm")
	slot, ok := s.Next(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC))
	if !ok || slot.Local != "2026-11-24T02:30" {
		t.Errorf("%v %v", slot, ok)
	}
	if _, ok := parse(t, "0 0 30 2 *", "UTC").Next(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)); ok {
		t.Error("the thirtieth of February is due")
	}
}

func TestRefusals(t *testing.T) {
	for _, expression := range []string{"", "61 * * * *", "@every 1h", "CRON_TZ=UTC 0 2 * * *", "0 2 * * * *"} {
		if _, err := Parse(expression, time.UTC); dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Errorf("%q: %v", expression, err)
		}
	}
}
