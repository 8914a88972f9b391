package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/present"
	"dubbelkrona/internal/published"
	"dubbelkrona/internal/wording"
)

// stamped writes a time in UTC to the minute; the zero time is empty.
func stamped(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04Z")
}

// printSchedule prints the state of jobs and sources.
func printSchedule(w io.Writer, l wording.Language, s dubbelkrona.Status) error {
	if s.DaemonPID == 0 {
		fmt.Fprintln(w, l.Pick("Ingen process följer schemat (`dubbelkrona schedule`)", "No daemon is running (`dubbelkrona schedule` starts one)"))
	} else {
		fmt.Fprintf(w, l.Pick("Schemat följs av process %d\n", "The daemon is process %d\n"), s.DaemonPID)
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
	if err := jobs.Write(w); err != nil {
		return err
	}
	fmt.Fprintln(w)
	sources := present.Table{Head: []string{l.Pick("källa", "source"), l.Pick("färsk", "fresh"), l.Pick("levererat", "delivered"), l.Pick("läst", "read"),
		l.Pick("färsk till", "fresh until"), l.Pick("misslyckades", "failed"), l.Pick("ansvarig", "owner"), l.Pick("meddelande", "message")}, Left: []int{1, 2, 3, 4, 5, 6, 7}}
	for _, f := range s.Sources {
		fresh := l.Pick("ja", "yes")
		switch {
		case f.Stale:
			fresh = l.Pick("NEJ", "NO")
		case f.Succeeded.IsZero() && f.Delivered.IsZero():
			fresh = l.Pick("inte läst", "not read")
		}
		sources.Add(f.Source, fresh, stamped(f.Delivered), stamped(f.Succeeded), stamped(f.Until), stamped(f.Failed), string(f.Owner), f.Message)
	}
	if err := sources.Write(w); err != nil {
		return err
	}
	printDeliveries(w, l, s)
	fmt.Fprintln(w)
	return nil
}

// listSlots prints the latest slots.
func listSlots(ctx context.Context, p *program, project *config.Project, limit int) error {
	slots, err := published.ReadSlots(ctx, project, limit)
	if err != nil {
		return err
	}
	if p.json {
		return writeJSON(p.stdout, slots)
	}
	l := language(project)
	table := present.Table{Head: []string{l.Pick("jobb", "job"), l.Pick("tid", "slot"), l.Pick("slag", "kind"), l.Pick("utfall", "state"), l.Pick("försök", "attempts"),
		l.Pick("slut", "ended"), l.Pick("körning", "run"), l.Pick("meddelande", "message")}, Left: []int{1, 2, 3, 5, 6, 7}}
	for _, s := range slots {
		table.Add(s.Job, s.Local, l.State(string(s.Kind)), l.State(string(s.State)), strconv.Itoa(s.Attempts), stamped(s.Ended), s.RunID, s.Message)
	}
	return table.Write(p.stdout)
}
