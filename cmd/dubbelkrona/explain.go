package main

import (
	"dubbelkrona/internal/present"
	"dubbelkrona/internal/published"

	"github.com/spf13/cobra"
)

func explainCommand(p *program) *cobra.Command {
	var q published.Question
	cmd := withJSON(p, &cobra.Command{
		Use:   "explain METRIC [dimension=value…]",
		Short: "Show what a published figure rests on",
		Long: `Shows a figure of the published snapshot with its formula and the values in it, the
parameters with their sources, the verdict on the effect and its checks, the warnings,
and the contracts, files and numbers of rows behind it. Conditions select the group:
municipality by its code or name, year or month for the period, and the metric's other
dimensions; without them it is the total. An empty value is an unknown one.

It reads only what is released. Of a figure that is not released it shows the
definition and the sources. --persons also lists the rows about persons, in a project
that publishes them to those who may see them (publish: {persons: true}).`,
		Example: `  dubbelkrona explain double_value --project my-municipality
  dubbelkrona explain double_value municipality=Söderhamn year=2022 --part e`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			project, pipe, err := p.load(cmd.Context(), false)
			if err != nil {
				return err
			}
			q.Metric, q.Conditions = args[0], args[1:]
			x, err := published.ExplainProject(cmd.Context(), pipe.Project(), pipe.Plan().Catalogue, q)
			if err != nil {
				return err
			}
			if p.json {
				return writeJSON(p.stdout, x)
			}
			return present.Explanation(p.stdout, language(project), x)
		},
	})
	cmd.Flags().StringVar(&q.Part, "part", "", "explain this part of the metric instead of its value")
	cmd.Flags().BoolVar(&q.Persons, "persons", false, "also list the rows about persons")
	return cmd
}
