package main

import (
	"context"
	"fmt"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/pipeline"
	"dubbelkrona/internal/present"
	"dubbelkrona/internal/session"

	"github.com/spf13/cobra"
)

func runCommand(p *program) *cobra.Command {
	cmd := workCommand(p, "run", "Ingest what is new, build, check, publish and export",
		`Does everything once. It may be killed at any moment and started again. If
another run is in progress it stops at once with exit code 5.

A ledger that is missing, empty or older than the lake is refused. If there is
no backup to restore, --new-ledger moves lake and publication into a folder below
var, begins a new ledger and reads every source again. The list of forgotten
persons is lost with the old ledger: name them with --forgotten, or confirm with
--none-forgotten that there are none.`,
		(*pipeline.Pipeline).Run)
	addNewLedgerFlags(p, cmd)
	return cmd
}

func buildCommand(p *program) *cobra.Command {
	return workCommand(p, "build", "Build a snapshot of what is committed, without publishing",
		"Builds a snapshot of the committed segments in var/build, with its metrics and\nchecks. `dubbelkrona publish` publishes it.", (*pipeline.Pipeline).Build)
}

func publishCommand(p *program) *cobra.Command {
	var to string
	cmd := workCommand(p, "publish", "Publish the last build, or go back to a kept snapshot",
		`Replaces the published file with the last build, unless its checks forbid that, and
writes the exports from it.

--rollback publishes a kept snapshot again, as it was released, and records in the log
of restatements what that changes. ID is its id, or previous. It holds until publish is
given without it, or a run finds new deliveries or changed definitions.`, nil)
	cmd.Example += "\n  dubbelkrona publish --rollback previous"
	cmd.Flags().StringVar(&to, "rollback", "", "`ID` of the snapshot to go back to")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		project, report, err := working(cmd.Context(), p, func(pipe *pipeline.Pipeline) (*session.Report, error) {
			if cmd.Flags().Changed("rollback") {
				report, err := pipeline.Rollback(cmd.Context(), pipe, to)
				return report, unknownName(err)
			}
			return pipe.Publish(cmd.Context())
		})
		return p.report(project, report, err)
	}
	return cmd
}

// workCommand returns a command that does the work of a run and prints its report.
func workCommand(p *program, name, short, long string, work func(*pipeline.Pipeline, context.Context) (*session.Report, error)) *cobra.Command {
	return &cobra.Command{
		Use: name, Short: short, Long: long,
		Example: "  dubbelkrona " + name + " --project my-municipality",
		RunE: func(cmd *cobra.Command, _ []string) error {
			project, report, err := working(cmd.Context(), p, func(pipe *pipeline.Pipeline) (*session.Report, error) { return work(pipe, cmd.Context()) })
			return p.report(project, report, err)
		},
	}
}

func rebuildCommand(p *program) *cobra.Command {
	var asOf, to string
	cmd := workCommand(p, "rebuild", "Build from scratch and compare with what is published",
		`Builds a snapshot of all committed segments from scratch, publishes it, and
compares its content hashes with those of the snapshot published before. With
--as-of the state at a past moment is written to the file --to instead, and
nothing is published.`, nil)
	cmd.Example += "\n  dubbelkrona rebuild --as-of 2026-06-30T00:00:00Z --to midsummer.duckdb"
	cmd.Flags().StringVar(&asOf, "as-of", "", "past `TIME`, RFC 3339 or a date (the end of that day, UTC)")
	cmd.Flags().StringVar(&to, "to", "", "`FILE` to write, with --as-of")
	cmd.MarkFlagsRequiredTogether("as-of", "to")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		var moment time.Time
		if asOf != "" {
			var err error
			if moment, err = parseMoment(asOf); err != nil {
				return usage(err)
			}
		}
		project, report, err := working(cmd.Context(), p, func(pipe *pipeline.Pipeline) (*session.Report, error) {
			if asOf == "" {
				return pipe.Rebuild(cmd.Context())
			}
			return pipe.RebuildAsOf(cmd.Context(), moment, to)
		})
		return p.report(project, report, err)
	}
	return cmd
}

func parseMoment(text string) (time.Time, error) {
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		return day.AddDate(0, 0, 1).Add(-time.Nanosecond), nil
	}
	moment, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}, fmt.Errorf("--as-of %q is neither a date nor a time such as 2026-06-30T00:00:00Z", text)
	}
	return moment, nil
}

// report prints a run's report and returns the error that is its exit code.
func (p *program) report(project *config.Project, report *session.Report, err error) error {
	if !p.quiet && report != nil && report.Run.ID != "" {
		if err := present.Summary(p.stdout, language(project), summary(project, report)); err != nil {
			return err
		}
	}
	switch {
	case err != nil:
		return err
	case len(report.Differs) > 0:
		return &outcome{exitFailed, fmt.Errorf("the rebuilt snapshot differs from the published one in %v", report.Differs)}
	case report.Run.State == dubbelkrona.RunPartial || len(report.Faults) > 0:
		return &outcome{exitPartial, nil}
	}
	return nil
}
