package main

import (
	"context"
	"errors"

	"dubbelkrona/internal/daemon"
	"dubbelkrona/internal/filelock"

	"github.com/spf13/cobra"
)

func backfillCommand(p *program) *cobra.Command {
	var again bool
	cmd := &cobra.Command{
		Use:   "backfill SOURCE FROM TO",
		Short: "Read a source for past slots",
		Long: `Reads a source once for every slot of its schedule from the day FROM to the day
TO, in the schedule's time zone, and publishes. It is meant for sources whose
place contains a date, such as ledger-{yyyy}-{mm}.csv.

If a daemon is running, it does the work beside its scheduled slots; otherwise
this command does it and returns when it is done. It may be killed and started
again: slots that are done are not repeated, unless you give --again.`,
		Example: "  dubbelkrona backfill reskontra 2026-01-01 2026-03-31 --project my-municipality",
		Args:    cobra.ExactArgs(3),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runBackfill(cmd.Context(), p, args[0], args[1], args[2], again)
		},
	}
	cmd.Flags().BoolVar(&again, "again", false, "repeat slots that are done")
	return cmd
}

func runBackfill(ctx context.Context, p *program, source, from, to string, again bool) error {
	project, err := p.configuration()
	if err != nil {
		return err
	}
	slots, err := daemon.PastSlots(project, source, from, to, p.now())
	if err != nil {
		return usage(err)
	}
	_, running, err := filelock.Holder(project.SchedulerLock())
	if err != nil {
		return err
	}
	if running {
		open, err := daemon.RequestSlots(ctx, project, slots, again, p.now)
		if err == nil {
			p.say(language(project).Pick("%d tider lämnade till den pågående schemaläggaren; `dubbelkrona status` visar hur det går\n",
				"%d slot(s) handed to the running daemon; `dubbelkrona status` shows the progress\n"), open)
		}
		return err
	}
	d, err := p.daemon(ctx, "backfill")
	if err != nil {
		return err
	}
	done, all, err := d.Backfill(ctx, slots, again)
	if err = errors.Join(err, d.Close()); err != nil {
		return err
	}
	p.say(language(project).Pick("%d av %d klara\n", "%d of %d done\n"), done, all)
	if done < all {
		return &outcome{exitPartial, nil}
	}
	return nil
}
