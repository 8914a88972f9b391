package main

import (
	"context"
	"errors"
	"log/slog"

	"dubbelkrona/internal/config"
	"dubbelkrona/internal/daemon"
	"dubbelkrona/internal/session"

	"github.com/spf13/cobra"
)

func scheduleCommand(p *program) *cobra.Command {
	return &cobra.Command{
		Use:   "schedule",
		Short: "Run as a daemon that follows the schedule",
		Long: `Runs until it is stopped and does what schedule in dubbelkrona.yaml says: it
reads each source in its slots, retries transient errors, and publishes when the
sources are done or their deadline has passed. Every slot is a row of the ledger,
so that after a stop, a crash or a power cut the next start continues where this
one stopped.

SIGTERM and SIGINT stop it within schedule.grace, a second one at once. SIGHUP
reloads dubbelkrona.yaml and queries/; if they have faults, the faults are printed
and the previous configuration stays in use.`,
		Example: "  dubbelkrona schedule --project my-municipality",
		RunE: func(cmd *cobra.Command, _ []string) error {
			d, err := p.daemon(cmd.Context(), "schedule")
			if err != nil {
				return err
			}
			return errors.Join(d.Stay(cmd.Context()), d.Close())
		},
	}
}

// daemon opens the project's daemon; all its pipelines share a workspace.
func (p *program) daemon(ctx context.Context, command string) (*daemon.Daemon, error) {
	p.workspace = new(session.Workspace)
	return daemon.Open(ctx, command, daemon.Options{
		Load: p.load, Log: func(l config.Log) *slog.Logger { return p.logger(l, slog.LevelDebug) },
		Web: p.web(), Now: p.now, Version: generator(),
	})
}
