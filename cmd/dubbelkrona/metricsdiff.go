package main

import (
	"dubbelkrona/internal/pipeline"
	"dubbelkrona/internal/present"

	"github.com/spf13/cobra"
)

func metricsDiffCommand(p *program) *cobra.Command {
	var all bool
	cmd := withJSON(p, &cobra.Command{
		Use:   "diff A B",
		Short: "Say what differs between two kept snapshots, and why",
		Long: `Compares what was released of two kept snapshots, named by id, or as published and
previous. Each change has its causes: definition, parameters, data or disclosure. If
there are several, the change is split: definitions are replaced first, then parameters,
then data, and the figure is calculated again each time; the shares add up to the change.`,
		Example: "  dubbelkrona metrics diff previous published --project my-municipality",
		Args:    cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			project, pipe, err := p.load(cmd.Context(), false)
			if err != nil {
				return err
			}
			d, err := pipeline.Diff(cmd.Context(), pipe, args[0], args[1])
			if err != nil {
				return unknownName(err)
			}
			if p.json {
				return writeJSON(p.stdout, d)
			}
			return present.Difference(p.stdout, language(project), d, all)
		},
	})
	cmd.Flags().BoolVar(&all, "all", false, "describe every change")
	return cmd
}
