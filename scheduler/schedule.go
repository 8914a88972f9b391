package scheduler

import (
	"fmt"
	"iter"
	"strings"
	"time"

	"dubbelkrona"

	"github.com/robfig/cron/v3"
)

// Schedule is a cron expression in a time zone.
type Schedule struct {
	expression string
	wall       cron.Schedule // over wall-clock time, written as if it were UTC
	zone       *time.Location
}

const localForm = "2006-01-02T15:04"

// Parse reads an expression of five fields (minute, hour, day of month, month,
// day of week) or a name such as @daily. Intervals (@every) and zones inside
// the expression are refused, since they have no local slots.
func Parse(expression string, zone *time.Location) (*Schedule, error) {
	if strings.Contains(expression, "TZ=") || strings.HasPrefix(strings.TrimSpace(expression), "@every") {
		return nil, dubbelkrona.Errorf(dubbelkrona.Invalid,
			"schedule %q: intervals and time zones inside the expression are not supported; write five fields and set the zone beside them", expression)
	}
	wall, err := cron.ParseStandard(expression)
	if err != nil {
		return nil, dubbelkrona.Errorf(dubbelkrona.Invalid, "schedule %q: %w", expression, err)
	}
	// The parser stores the machine's zone in the schedule; wall-clock time
	// has none.
	if spec, ok := wall.(*cron.SpecSchedule); ok {
		spec.Location = time.UTC
	}
	return &Schedule{expression: expression, wall: wall, zone: zone}, nil
}

// String is the expression with its zone.
func (s *Schedule) String() string { return fmt.Sprintf("%s (%s)", s.expression, s.zone) }

// Between gives the slots due after one instant and not after another, in
// order of Local; their Local and Due are set. Several slots can share an
// instant where the clocks skip.
func (s *Schedule) Between(after, until time.Time) iter.Seq[dubbelkrona.Slot] {
	return func(yield func(dubbelkrona.Slot) bool) {
		// What the wall has shown already is not due any more. Where the clocks
		// were changed in the last day that may be more than it shows now:
		// starting a day early and leaving out what is too early finds it.
		wall := wallClock(after.In(s.zone))
		if s.changed(after.Add(-26*time.Hour), after) {
			wall = wall.AddDate(0, 0, -1)
		}
		for {
			wall = s.wall.Next(wall)
			if wall.IsZero() {
				return
			}
			due := s.instant(wall)
			if due.After(until) {
				return
			}
			if due.After(after) && !yield(dubbelkrona.Slot{Local: wall.Format(localForm), Due: due}) {
				return
			}
		}
	}
}

// Wall is the time of a slot by its Local, in the schedule's zone. One that the
// clocks skip comes out within the gap's length of it.
func (s *Schedule) Wall(local string) (time.Time, error) {
	t, err := time.ParseInLocation(localForm, local, s.zone)
	if err != nil {
		return t, dubbelkrona.Errorf(dubbelkrona.Invalid, "slot %q is no local time such as 2026-10-25T02:30", local)
	}
	return t, nil
}

// Zone is the time zone whose wall clock counts.
func (s *Schedule) Zone() *time.Location { return s.zone }

// Next is the first slot due after an instant; false where the expression
// never matches again.
func (s *Schedule) Next(after time.Time) (dubbelkrona.Slot, bool) {
	// robfig's parser gives up after five years, so no slot lies beyond.
	for slot := range s.Between(after, after.AddDate(6, 0, 0)) {
		return slot, true
	}
	return dubbelkrona.Slot{}, false
}

// changed tells whether the clocks show another difference from UTC at one
// instant than at another.
func (s *Schedule) changed(from, to time.Time) bool {
	_, before := from.In(s.zone).Zone()
	_, after := to.In(s.zone).Zone()
	return before != after
}

// wallClock writes an instant's local date and time as if it were UTC.
func wallClock(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

// instant is when the wall shows a time for the first time or, where it never
// does, the end of the gap that swallowed it.
func (s *Schedule) instant(wall time.Time) time.Time {
	// Zones differ from UTC by less than a day, so the wall shows the time
	// within this window if at all. Without a change of the clocks in it
	// there is one answer.
	low, high := wall.Add(-26*time.Hour), wall.Add(26*time.Hour)
	_, before := low.In(s.zone).Zone()
	if _, after := high.In(s.zone).Zone(); before == after {
		return wall.Add(-time.Duration(before) * time.Second).In(s.zone)
	}
	first := firstTime(low, high, func(t time.Time) bool {
		return !wallClock(t.In(s.zone)).Before(wall)
	})
	return first.In(s.zone)
}

// firstTime finds the first whole second in (low, high] from which reached
// holds. Wall clocks step back once a year, so reached is monotonic only when
// seen from the first instant at which it holds: the search goes hour by hour
// first and halves inside the hour.
func firstTime(low, high time.Time, reached func(time.Time) bool) time.Time {
	step := low
	for step.Before(high) && !reached(step) {
		step = step.Add(time.Hour)
	}
	before := step.Add(-time.Hour)
	for step.Sub(before) > time.Second {
		middle := before.Add(step.Sub(before) / 2).Truncate(time.Second)
		if reached(middle) {
			step = middle
		} else {
			before = middle
		}
	}
	return step
}
