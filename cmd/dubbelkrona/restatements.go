package main

import (
	"dubbelkrona/internal/present"
	"dubbelkrona/internal/published"

	"github.com/spf13/cobra"
)

func restatementsCommand(p *program) *cobra.Command {
	var limit int
	cmd := withJSON(p, &cobra.Command{
		Use:   "restatements",
		Short: "List published figures that later were published as something else",
		Long: `Lists the log of restated figures, newest first: what was published, what it was
replaced by, and why. It is also in meta.restatement of the published file. Figures
that new data changed before their period had ended are counted, not listed.`,
		Example: "  dubbelkrona restatements --project my-municipality",
		RunE: func(cmd *cobra.Command, _ []string) error {
			project, err := p.configuration()
			if err != nil {
				return err
			}
			log, err := published.ReadRestatements(cmd.Context(), project, limit)
			if err != nil {
				return err
			}
			if p.json {
				return writeJSON(p.stdout, log)
			}
			return present.Restatements(p.stdout, language(project), log)
		},
	})
	cmd.Flags().IntVar(&limit, "limit", 50, "max number of entries; 0 is all")
	return cmd
}
