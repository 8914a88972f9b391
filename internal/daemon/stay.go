package daemon

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"

	"dubbelkrona/scheduler"
)

// Stay does the work of every slot until ctx ends, and then returns within the
// configured grace. SIGHUP makes it read the project again.
func (d *Daemon) Stay(ctx context.Context) error {
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
func (d *Daemon) reload(ctx context.Context, watch *watch) {
	watch.tell(watch.service.Reloading())
	defer func() { watch.tell(watch.service.Ready()) }()
	project, pipe, err := d.with.Load(ctx, true)
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
