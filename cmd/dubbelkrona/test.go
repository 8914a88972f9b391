package main

import (
	"fmt"

	"dubbelkrona"
	"dubbelkrona/internal/pipeline"
	"dubbelkrona/metrics/golden"

	"github.com/spf13/cobra"
)

func testCommand(p *program) *cobra.Command {
	return &cobra.Command{
		Use:   "test [NAME...]",
		Short: "Run the project's goldens of its definitions",
		Long: `Runs each golden file beside a definition in queries/, or those of the named
definitions: the tables in it are read by the definition, and what that gives is
compared with expected.csv in it. Each difference is printed; with any the exit code
is 1. The project's data is not read.`,
		Example: "  dubbelkrona test --project my-municipality\n  dubbelkrona test school_meal_waste",
		Args:    cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			project, pipe, err := p.load(cmd.Context(), true)
			if err != nil {
				return err
			}
			ran, failed := 0, 0
			err = pipeline.Goldens(cmd.Context(), pipe, args, func(f golden.File, differences []string) error {
				ran++
				state := "ok"
				if len(differences) > 0 {
					failed++
					state = language(project).Pick("FEL", "WRONG")
				}
				p.say("%s  %s\n", state, project.Shown("queries/"+f.Path))
				for _, text := range differences {
					fmt.Fprintf(p.stdout, "  %s\n", dubbelkrona.Printable(text))
				}
				return nil
			})
			switch {
			case err != nil:
				return unknownName(err)
			case failed > 0:
				return &outcome{exitFailed, fmt.Errorf("%d of %d golden(s) differ", failed, ran)}
			}
			p.say(language(project).Pick("%d av %d stämmer\n", "%d of %d agree\n"), ran, ran)
			return nil
		},
	}
}
