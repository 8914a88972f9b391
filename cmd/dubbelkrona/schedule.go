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
	p.workspace = session.NewWorkspace()
	return daemon.Open(ctx, command, daemon.Options{
		Load: p.load, Log: func(l config.Log) *slog.Logger { return p.logger(l, slog.LevelDebug) },
		Web: p.web(), Now: p.now, Version: generator(),
	})
}
