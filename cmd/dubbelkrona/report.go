package main

import (
	"dubbelkrona/internal/reportdata"

	"github.com/spf13/cobra"
)

func reportCommand(p *program) *cobra.Command {
	var out string
	var year int
	var o reportdata.Options
	cmd := withJSON(p, &cobra.Command{
		Use:   "report",
		Short: "Write a page with the released figures",
		Long: `Writes one HTML file with the released figures of the published snapshot, in Swedish
and English. It needs no network; its headlines need no script either. --year also
writes a sheet for the council and a card for each contract of that year, to print.`,
		Example: "  dubbelkrona report --project my-municipality\n  dubbelkrona report --municipality 2182 --out soderhamn.html\n  dubbelkrona report --year 2026",
		RunE: func(cmd *cobra.Command, _ []string) error {
			project, pipe, err := p.load(cmd.Context(), false)
			if err != nil {
				return err
			}
			paths, err := reportdata.Write(cmd.Context(), pipe.Project(), out, year, o)
			if err != nil {
				return unknownName(err)
			}
			if p.json {
				return writeJSON(p.stdout, paths)
			}
			for _, path := range paths {
				p.say(language(project).Pick("Skrev %s\n", "Wrote %s\n"), path)
			}
			return nil
		},
	})
	cmd.Flags().StringVar(&out, "out", "", "file to write (default publish/report.html of the project)")
	cmd.Flags().StringVar(&o.Municipality, "municipality", "", "code of the municipality to show in full (default all of them together)")
	cmd.Flags().IntVar(&year, "year", 0, "also write a sheet to print for the contracts of this year")
	return cmd
}
