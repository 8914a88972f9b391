package daemon

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"

	"dubbelkrona/internal/sdnotify"
	"dubbelkrona/scheduler"
)

// Stay runs every slot until ctx ends, and then returns within the configured grace.
// SIGHUP makes it read the project again.
func (d *Daemon) Stay(ctx context.Context) error {
	watch, err := d.openWatch(ctx)
	if err != nil {
		return err
	}
	d.observers, d.beat = append(d.observers, watch.observe), watch.beat
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	defer signal.Stop(hangup)
	d.scheduler = scheduler.New(d.ledger.Slots, d.jobs, d.options())
	done := make(chan error, 1)
	go func() { done <- d.scheduler.Run(ctx) }()
	d.log.Info("scheduling", "project", d.project.Name, "jobs", len(d.jobs))
	giveBack()
	defer context.AfterFunc(ctx, func() {
		d.log.Info("stopping; a second signal does not wait for what is running")
		watch.tell(sdnotify.Stopping())
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

// reload reads the project again and uses it, unless it has faults.
func (d *Daemon) reload(ctx context.Context, watch *watch) {
	watch.tell(sdnotify.Reloading())
	defer func() { watch.tell(sdnotify.Ready()) }()
	project, pipe, err := d.with.Load(ctx, true)
	if err == nil {
		err = watch.use(project)
	}
	if err != nil {
		d.log.Error("the configuration was not reloaded; the previous one stays in use", "error", err)
		return
	}
	if now, before := project.Watch, d.project.Watch; now.Listen != before.Listen || now.Token != before.Token || now.Log != before.Log {
		d.log.Warn("changes of watch.listen, watch.token and watch.log take effect at the next start")
	}
	d.use(project, pipe)
	if err := d.scheduler.Reload(ctx, d.jobs, d.options()); err != nil {
		d.log.Error("the configuration was not reloaded", "error", err)
	}
}
