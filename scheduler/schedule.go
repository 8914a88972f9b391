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
	wall       cron.Schedule // over local time, represented as UTC
	zone       *time.Location
}

const localForm = "2006-01-02T15:04"

// Parse parses an expression of five fields (minute, hour, day of month,
// month, day of week) or a name such as @daily. It returns an Invalid error
// for intervals (@every) and zones inside the expression, because they have no
// local slots.
func Parse(expression string, zone *time.Location) (*Schedule, error) {
	if strings.Contains(expression, "TZ=") || strings.HasPrefix(strings.TrimSpace(expression), "@every") {
		return nil, dubbelkrona.Invalidf("schedule %q: intervals and time zones inside the expression are not supported; write five fields and set the zone beside them", expression)
	}
	wall, err := cron.ParseStandard(expression)
	if err != nil {
		return nil, dubbelkrona.Invalidf("schedule %q: %w", expression, err)
	}
	// The parser sets the machine's zone; local time represented as UTC must
	// have none.
	if spec, ok := wall.(*cron.SpecSchedule); ok {
		spec.Location = time.UTC
	}
	return &Schedule{expression: expression, wall: wall, zone: zone}, nil
}

// String returns the expression with its zone.
func (s *Schedule) String() string { return fmt.Sprintf("%s (%s)", s.expression, s.zone) }

// Between returns the slots due after one time and not after another, in order
// of Local, with Local and Due set. Several slots can have the same Due if the
// clocks skip an hour.
func (s *Schedule) Between(after, until time.Time) iter.Seq[dubbelkrona.Slot] {
	return func(yield func(dubbelkrona.Slot) bool) {
		// Local times already shown are not due again. If the clocks were
		// changed within the last day, that may be later than the current
		// local time: so start a day early and drop what is too early.
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

// Wall returns the time of a slot with the given Local, in the schedule's
// zone. A local time that the clocks skip is moved by at most the length of
// the gap.
func (s *Schedule) Wall(local string) (time.Time, error) {
	t, err := time.ParseInLocation(localForm, local, s.zone)
	if err != nil {
		return t, dubbelkrona.Invalidf("slot %q is no local time such as 2026-10-25T02:30", local)
	}
	return t, nil
}

// Zone returns the time zone of the schedule.
func (s *Schedule) Zone() *time.Location { return s.zone }

// Next returns the first slot due after a time; false if the expression never
// matches again.
func (s *Schedule) Next(after time.Time) (dubbelkrona.Slot, bool) {
	// The parser searches five years ahead, so no slot is later.
	for slot := range s.Between(after, after.AddDate(6, 0, 0)) {
		return slot, true
	}
	return dubbelkrona.Slot{}, false
}

// changed reports whether the offset from UTC differs between two times.
func (s *Schedule) changed(from, to time.Time) bool {
	_, before := from.In(s.zone).Zone()
	_, after := to.In(s.zone).Zone()
	return before != after
}

// wallClock returns the local date and time, represented as UTC.
func wallClock(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

// instant returns the first time at which the clock shows a local time, or the
// end of the gap if the clocks skip it.
func (s *Schedule) instant(wall time.Time) time.Time {
	// Offsets are less than a day, so the time is in this window. If the
	// offset does not change within it, the answer is unique.
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

// firstTime returns the first whole second in (low, high] at which reached is
// true. Local time steps back once a year, so reached may become false again:
// the search first steps by hours, then bisects within the hour.
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
