package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"

	"dubbelkrona/scheduler"

	"github.com/spf13/cobra"
)

func (p *program) scheduleCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schedule",
		Short: "Stay and do every night's work",
		Long: `Stays until it is stopped and does what schedule in dubbelkrona.yaml says: reads
each source in its slots, tries again what may pass by itself, and publishes
when the night's sources are done or their deadline has passed. Every slot is a
row of the ledger, so that after a stop, a crash or a power cut the next start
goes on where this one was.

SIGTERM and SIGINT stop it within schedule.grace, a second one at once. SIGHUP
reads dubbelkrona.yaml and queries/ anew; where they have faults, those are
printed and the old ones stay in force.`,
		Example: "  dubbelkrona schedule --project my-municipality",
		Args:    arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			d, err := p.openDaemon(cmd.Context(), "schedule")
			if err != nil {
				return err
			}
			return d.closing(d.stay(cmd.Context()))
		},
	}
}

// stay works until ctx ends.
func (d *daemon) stay(ctx context.Context) error {
	watch, err := d.openWatch(ctx)
	if err != nil {
		return err
	}
	d.observers, d.beat = append(d.observers, watch.observe), watch.beat
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	defer signal.Stop(hangup)
	d.scheduler = scheduler.New(d.ledger, d.jobs, d.options())
	done := make(chan error, 1)
	go func() { done <- d.scheduler.Run(ctx) }()
	d.log.Info("scheduling", "project", d.project.Name, "jobs", len(d.jobs))
	giveBack()
	defer context.AfterFunc(ctx, func() {
		d.log.Info("stopping; a second signal does not wait for what is at work")
		watch.tell(watch.service.Stopping())
	})()
	for {
		select {
		case <-hangup:
			d.reload(ctx, watch)
		case err := <-done:
			err = errors.Join(err, watch.close())
			d.log.Info("stopped")
			return err
		}
	}
}

// reload puts the project as it now is in force, unless it has faults.
func (d *daemon) reload(ctx context.Context, watch *watch) {
	watch.tell(watch.service.Reloading())
	defer func() { watch.tell(watch.service.Ready()) }()
	project, pipe, faults, err := d.program.compile(ctx, false)
	if err == nil && len(faults) > 0 {
		err = d.program.faulty(faults)
	}
	if err == nil {
		err = watch.use(project)
	}
	if err != nil {
		d.log.Error("the configuration was not reread; the one before stays in force", "error", err)
		return
	}
	if now, before := project.Watch, d.project.Watch; now.Listen != before.Listen || now.Token != before.Token || now.Log != before.Log {
		d.log.Warn("watch.listen, watch.token and watch.log hold from the next start on")
	}
	d.use(project, pipe)
	if err := d.scheduler.Reload(ctx, d.jobs, d.options()); err != nil {
		d.log.Error("the configuration was not reread", "error", err)
	}
}
