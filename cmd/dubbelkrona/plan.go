package main

import (
	"fmt"

	"dubbelkrona"
	"dubbelkrona/internal/present"
	"dubbelkrona/internal/preview"

	"github.com/spf13/cobra"
)

func planCommand(p *program) *cobra.Command {
	var all bool
	cmd := withJSON(p, &cobra.Command{
		Use:   "plan",
		Short: "Say what the next run would change of what is published",
		Long: `Does the next run on a shadow of the project and compares what it would publish with
what is published: figures that change, by how much and why, figures that are new or
no longer published, and figures that would be suppressed or shown for the first time.
It reads the sources as run does. Nothing is published and nothing is recorded; a run
that begins meanwhile finds the project locked.

Exit codes are those of run: 4 if checks would forbid publishing, 3 if something would
be refused. Changes are no failure.`,
		Example: "  dubbelkrona plan --project my-municipality\n  dubbelkrona plan --json --project my-municipality",
		RunE: func(cmd *cobra.Command, _ []string) error {
			project, err := p.configuration()
			if err != nil {
				return err
			}
			options, err := p.options(project)
			if err != nil {
				return err
			}
			found, faults, err := preview.Run(cmd.Context(), project, options)
			switch {
			case len(faults) > 0:
				return p.faulty(faults)
			case err != nil:
				return err
			case p.json:
				err = writeJSON(p.stdout, found)
			default:
				err = present.Plan(p.stdout, language(project), found.Published, found.Changes, all)
			}
			if err == nil && found.Report.Run.State == dubbelkrona.RunPartial {
				err = &outcome{exitPartial, fmt.Errorf("the run would be partly done: %s", found.Report.Run.Message)}
			}
			return err
		},
	})
	cmd.Flags().BoolVar(&all, "all", false, "describe every change")
	return cmd
}
