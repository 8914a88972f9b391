package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/pipeline"
	"dubbelkrona/internal/present"
	"dubbelkrona/internal/wording"
)

// slotJSON is a slot as `runs --slots --json` and `status --json` print it.
// Local is in the time zone of the job's schedule.
type slotJSON struct {
	Job      string     `json:"job"`
	Local    string     `json:"local"`
	Kind     string     `json:"kind"`
	Due      time.Time  `json:"due"`
	State    string     `json:"state"`
	Attempts int        `json:"attempts"`
	Run      string     `json:"run,omitempty"`
	Started  *time.Time `json:"started,omitempty"`
	Ended    *time.Time `json:"ended,omitempty"`
	Again    *time.Time `json:"again,omitempty"` // when the next attempt is made
	Message  string     `json:"message,omitempty"`
}

func jsonSlot(s dubbelkrona.Slot) *slotJSON {
	if s.Job == "" {
		return nil
	}
	return &slotJSON{s.Job, s.Local, string(s.Kind), s.Due.UTC(), string(s.State), s.Attempts, s.RunID, moment(s.Started), moment(s.Ended),
		moment(s.NotBefore), s.Message}
}

// scheduleJSON is the part of `status --json` about the schedule.
type scheduleJSON struct {
	DaemonPID int          `json:"daemon_pid,omitempty"` // absent if no daemon is running
	Backfill  int          `json:"backfill"`             // past slots still to be done
	Jobs      []jobJSON    `json:"jobs"`
	Sources   []sourceJSON `json:"sources"`
}

type jobJSON struct {
	Job  string     `json:"job"`
	Next *time.Time `json:"next,omitempty"`
	Open *slotJSON  `json:"open,omitempty"` // due or running now
	Last *slotJSON  `json:"last,omitempty"` // the latest that has ended
}

type sourceJSON struct {
	Source     string     `json:"source"`
	Stale      bool       `json:"stale"`
	Nothing    bool       `json:"nothing,omitempty"` // its place had no object at the last reading
	Delivered  *time.Time `json:"last_delivery,omitempty"`
	Succeeded  *time.Time `json:"last_success,omitempty"`
	FreshUntil *time.Time `json:"fresh_until,omitempty"`
	Failed     *time.Time `json:"failed,omitempty"`
	Message    string     `json:"message,omitempty"`
	Held       []string   `json:"held_back,omitempty"` // objects of which a version is held back
	Gone       []string   `json:"gone,omitempty"`      // objects that are no longer there; their rows are kept
}

func jsonSchedule(s pipeline.Status) scheduleJSON {
	out := scheduleJSON{DaemonPID: s.Daemon.PID, Backfill: s.Backfill, Jobs: []jobJSON{}, Sources: []sourceJSON{}}
	for _, j := range s.Jobs {
		out.Jobs = append(out.Jobs, jobJSON{j.Job, moment(j.Next), jsonSlot(j.Open), jsonSlot(j.Last)})
	}
	for _, f := range s.Sources {
		source := sourceJSON{Source: f.Source, Stale: f.Stale, Nothing: f.Nothing, Delivered: moment(f.Delivered), Succeeded: moment(f.Succeeded),
			FreshUntil: moment(f.Until), Failed: moment(f.Failed), Message: f.Message}
		for _, h := range f.Held {
			source.Held = append(source.Held, h.Object)
		}
		for _, m := range f.Gone {
			source.Gone = append(source.Gone, m.Object)
		}
		out.Sources = append(out.Sources, source)
	}
	return out
}

// stamped writes a time in UTC to the minute; the zero time is empty.
func stamped(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04Z")
}

// printSchedule prints the state of jobs and sources.
func printSchedule(w io.Writer, l wording.Language, s pipeline.Status) error {
	if s.Daemon.PID == 0 {
		fmt.Fprintln(w, l.Pick("Ingen process följer schemat (`dubbelkrona schedule`)", "No daemon is running (`dubbelkrona schedule` starts one)"))
	} else {
		fmt.Fprintf(w, l.Pick("Schemat följs av process %d\n", "The daemon is process %d\n"), s.Daemon.PID)
	}
	if s.Backfill > 0 {
		fmt.Fprintf(w, l.Pick("%d tidigare tider återstår att läsa\n", "%d past slots are still to be done\n"), s.Backfill)
	}
	jobs := present.Table{Head: []string{l.Pick("jobb", "job"), l.Pick("nästa", "next"), l.Pick("senaste", "last"), l.Pick("utfall", "state"),
		l.Pick("försök", "attempts"), l.Pick("meddelande", "message")}, Left: []int{1, 2, 3, 5}}
	for _, j := range s.Jobs {
		shown := j.Last
		if j.Open.Job != "" {
			shown = j.Open
		}
		attempts := ""
		if shown.Job != "" {
			attempts = strconv.Itoa(shown.Attempts)
		}
		jobs.Add(j.Job, stamped(j.Next), shown.Local, l.State(string(shown.State)), attempts, shown.Message)
	}
	if _, err := jobs.WriteTo(w); err != nil {
		return err
	}
	fmt.Fprintln(w)
	sources := present.Table{Head: []string{l.Pick("källa", "source"), l.Pick("färsk", "fresh"), l.Pick("levererat", "delivered"), l.Pick("läst", "read"),
		l.Pick("färsk till", "fresh until"), l.Pick("misslyckades", "failed"), l.Pick("meddelande", "message")}, Left: []int{1, 2, 3, 4, 5, 6}}
	for _, f := range s.Sources {
		fresh := l.Pick("ja", "yes")
		switch {
		case f.Stale:
			fresh = l.Pick("NEJ", "NO")
		case f.Succeeded.IsZero() && f.Delivered.IsZero():
			fresh = l.Pick("inte läst", "not read")
		}
		sources.Add(f.Source, fresh, stamped(f.Delivered), stamped(f.Succeeded), stamped(f.Until), stamped(f.Failed), f.Message)
	}
	if _, err := sources.WriteTo(w); err != nil {
		return err
	}
	printDeliveries(w, l, s)
	fmt.Fprintln(w)
	return nil
}

// listSlots prints the latest slots.
func listSlots(ctx context.Context, p *program, project *config.Project, limit int) error {
	slots, err := pipeline.ReadSlots(ctx, project, limit)
	if err != nil {
		return err
	}
	if p.json {
		listed := []*slotJSON{}
		for _, s := range slots {
			listed = append(listed, jsonSlot(s))
		}
		return writeJSON(p.stdout, listed)
	}
	l := language(project)
	table := present.Table{Head: []string{l.Pick("jobb", "job"), l.Pick("tid", "slot"), l.Pick("slag", "kind"), l.Pick("utfall", "state"), l.Pick("försök", "attempts"),
		l.Pick("slut", "ended"), l.Pick("körning", "run"), l.Pick("meddelande", "message")}, Left: []int{1, 2, 3, 5, 6, 7}}
	for _, s := range slots {
		table.Add(s.Job, s.Local, l.State(string(s.Kind)), l.State(string(s.State)), strconv.Itoa(s.Attempts), stamped(s.Ended), s.RunID, s.Message)
	}
	_, err = table.WriteTo(p.stdout)
	return err
}
