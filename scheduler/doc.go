// Package scheduler does each piece of a night's work once, whatever happens
// to the clock, the process and the machine. It does not know what a job does.
//
// # Slots
//
// A Schedule is a cron expression in a time zone; its slots are local
// date-times, so that "every night at 02:30" is one slot a night whatever the
// clocks do: a local time that a change to summer time skips is due right after
// the gap, and one that the change back repeats is due the first time only.
//
// The cron parser is robfig/cron's. Its own clock is not used: in
// Europe/Stockholm it skips 02:30 on one night of the year and runs it twice
// on another.
//
// Every slot that comes due becomes a row of the Store, keyed by job and local
// time, before anything is done about it. What is to be done is read from
// there, so a process that dies at any point and starts again goes on where it
// was: a slot that it was running is due again, one that came meanwhile is
// caught up with or marked as missed, as the job's Policy says.
//
// # What the clock may do
//
// A clock that is set forward makes slots late. One that is set back takes
// back the slots that have not run and are in the future again; those that
// ran keep their rows and so do not run twice. New time zone data moves
// instants, not keys: at its start a Scheduler goes through the last two days
// once more. A clock before all that is known, as after a dead battery, makes
// nothing due.
package scheduler
