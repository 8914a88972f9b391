package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/session"
	"dubbelkrona/scheduler"

	"github.com/spf13/cobra"
)

// backfillMost bounds one backfill: half of what the ledger keeps of a job's
// ended slots, so that a repeated one finds what the first has done.
const backfillMost = 1000

func (p *program) backfillCommand() *cobra.Command {
	var again bool
	cmd := &cobra.Command{
		Use:   "backfill SOURCE FROM TO",
		Short: "Read a source for slots of the past",
		Long: `Reads a source once for every slot of its schedule from the day FROM to the day
TO, in the schedule's time zone, and publishes. That is for sources whose places
name a day, such as ledger-{yyyy}-{mm}.csv.

A running daemon does it beside the nights' work; otherwise this command does
it and stays until it is done. It may be killed and started again: slots that
are done are not done twice, unless --again asks for that.`,
		Example: "  dubbelkrona backfill reskontra 2026-01-01 2026-03-31 --project my-municipality",
		Args:    arguments(cobra.ExactArgs(3)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.backfill(cmd.Context(), args[0], args[1], args[2], again)
		},
	}
	cmd.Flags().BoolVar(&again, "again", false, "also slots that are done")
	return cmd
}

func (p *program) backfill(ctx context.Context, source, from, to string, again bool) error {
	project, err := p.configuration()
	if err != nil {
		return err
	}
	slots, err := pastSlots(project, source, from, to, p.now())
	if err != nil {
		return usage(err)
	}
	_, running, err := ledger.Holder(project.SchedulerLock())
	if err != nil {
		return err
	}
	if running {
		open, err := p.request(ctx, project, slots, again)
		if err == nil {
			p.say(language(project).Pick("%d tider lämnade till den pågående schemaläggaren; `dubbelkrona status` visar hur det går\n",
				"%d slot(s) handed to the running daemon; `dubbelkrona status` tells how it goes\n"), open)
		}
		return err
	}
	d, err := p.openDaemon(ctx, "backfill")
	if err != nil {
		return err
	}
	return d.closing(d.backfill(ctx, slots, again))
}

// request opens slots in the ledger, and says how many there are to do.
func (p *program) request(ctx context.Context, project *config.Project, slots []dubbelkrona.Slot, again bool) (open int, err error) {
	if err := session.CheckLedger(ctx, project); err != nil {
		return 0, err
	}
	l, err := ledger.Open(project.Ledger(), ledger.Options{Now: p.now})
	if err != nil {
		return 0, err
	}
	defer l.Close() // what was stored is on disk
	return requestPast(ctx, l, slots, again)
}

// requestPast opens slots of a source and, where there is any to do, one to
// publish after them.
func requestPast(ctx context.Context, l *ledger.Ledger, slots []dubbelkrona.Slot, again bool) (int, error) {
	opened, err := l.RequestSlots(ctx, slots, again)
	if err != nil || len(opened) == 0 {
		return len(opened), err
	}
	publish := slots[len(slots)-1]
	publish.Job = config.PublishJob
	_, err = l.RequestSlots(ctx, []dubbelkrona.Slot{publish}, true)
	return len(opened), err
}

// backfill does slots of the past, and whatever an earlier one has left.
func (d *daemon) backfill(ctx context.Context, slots []dubbelkrona.Slot, again bool) error {
	if _, err := requestPast(ctx, d.ledger, slots, again); err != nil {
		return err
	}
	ended := make(map[dubbelkrona.SlotState]int)
	d.observers = append(d.observers, func(e scheduler.Event) {
		if e.Kind == scheduler.EventEnded {
			ended[e.Slot.State]++
		}
	})
	o := d.options()
	o.BackfillOnly = true
	if err := scheduler.New(d.ledger, d.jobs, o).Run(ctx); err != nil {
		return err
	}
	if err := context.Cause(ctx); err != nil {
		return err
	}
	done := ended[dubbelkrona.SlotDone]
	all := 0
	for _, n := range ended {
		all += n
	}
	d.program.say(language(d.project).Pick("%d av %d klara\n", "%d of %d done\n"), done, all)
	if done < all {
		return &outcome{exitPartial, nil}
	}
	return nil
}

// pastSlots are a source's slots from a day to a day, both included, that are
// due by now.
func pastSlots(project *config.Project, source, from, to string, now time.Time) ([]dubbelkrona.Slot, error) {
	jobs := project.Jobs()
	i := slices.IndexFunc(jobs, func(j scheduler.Job) bool { return j.Name == config.IngestJob(source) })
	if i < 0 {
		return nil, fmt.Errorf("there is no source %q; `dubbelkrona sources` lists them", source)
	}
	schedule := jobs[i].Schedule
	first, err := time.ParseInLocation(time.DateOnly, from, schedule.Zone())
	if err != nil {
		return nil, fmt.Errorf("FROM %q is no date such as 2026-01-31", from)
	}
	last, err := time.ParseInLocation(time.DateOnly, to, schedule.Zone())
	if err != nil {
		return nil, fmt.Errorf("TO %q is no date such as 2026-01-31", to)
	}
	end := last.AddDate(0, 0, 1).Add(-time.Nanosecond)
	if end.After(now) {
		end = now
	}
	var found []dubbelkrona.Slot
	for slot := range schedule.Between(first.Add(-time.Nanosecond), end) {
		slot.Job, slot.Kind, slot.State, slot.Due = jobs[i].Name, dubbelkrona.SlotBackfill, dubbelkrona.SlotDue, slot.Due.UTC()
		if found = append(found, slot); len(found) > backfillMost {
			return nil, fmt.Errorf("from %s to %s there are more than %d slots of %s; ask for a part of them at a time", from, to, backfillMost, source)
		}
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("%s has no slot from %s to %s that is past", schedule, from, to)
	}
	return found, nil
}
