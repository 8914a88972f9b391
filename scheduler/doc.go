// Package scheduler runs each job exactly once per slot, whatever happens to
// the clock, the process and the machine. It is independent of what the jobs
// do.
//
// # Slots
//
// A Schedule is a cron expression in a time zone. Its slots are local
// date-times, so that "every night at 02:30" is one slot per night even if the
// clocks change: a local time that is skipped when summer time begins is due
// right after the gap, and one that is repeated when it ends is due the first
// time only.
//
// The cron parser is robfig/cron's. Its own clock is not used: in
// Europe/Stockholm it skips 02:30 on one night of the year and runs it twice
// on another.
//
// Every slot that comes due is stored as a row of the Store, keyed by job and
// local time, before anything is run. Work is read from the Store, so a
// process that ends at any point continues after a restart: a slot that was
// running is due again, and one that came due in the meantime is run or marked
// as missed, as the job's Policy says.
//
// # Clock changes
//
// If the clock is set forward, slots are late. If it is set back, slots that
// have not run and are in the future again are removed; those that ran are
// kept and do not run twice. New time zone data changes the times of slots,
// not their keys: at its start a Scheduler registers the last two days again.
// If the clock is before all known slots, as after a dead battery, nothing is
// due.
package scheduler
