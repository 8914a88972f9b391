package main

import (
	"cmp"
	"os"
	"os/user"

	"dubbelkrona"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/pipeline"

	"github.com/spf13/cobra"
)

func acceptCommand(p *program) *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use:   "accept SOURCE [OBJECT]",
		Short: "Accept a delivery that is held back",
		Long: `A delivery that differs too much from what it replaces is held back: half the
rows, more than four times as many, or none at all (volume in dubbelkrona.yaml).
If it is right, accept it: the next run reads it, once, and only if its bytes
have not changed since. Without OBJECT everything that is held back of the source
is accepted. The reason is stored in the ledger with your user name and the time,
and shown by status and in meta.acceptance.

dubbelkrona status lists what is held back.`,
		Example: `  dubbelkrona accept reskontra --reason "the closed units left the ledger" --project my-municipality
  dubbelkrona accept reskontra data/lev_2025-06.csv --reason "corrected by the agency"`,
		Args: cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			a := pipeline.Accepting{Source: args[0], Reason: reason, User: operator()}
			if len(args) > 1 {
				a.Object = args[1]
			}
			project, taken, err := working(cmd.Context(), p, func(pipe *pipeline.Pipeline) ([]ledger.Held, error) { return pipe.Accept(cmd.Context(), a) })
			if err != nil {
				return err
			}
			l := language(project)
			for _, h := range taken {
				p.say(l.Pick("Godtaget: %s %s (SHA-256 %s)\n", "Accepted: %s %s (SHA-256 %s)\n"), h.Source, dubbelkrona.Printable(h.Object), h.SHA256)
			}
			p.say("%s\n", l.Pick("Nästa `dubbelkrona run` läser in det, om innehållet då är detsamma.", "The next `dubbelkrona run` reads it, if the content is still the same."))
			return nil
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why the delivery is right; required")
	return cmd
}

// operator returns the name of the user who gives the command, also under sudo.
func operator() string {
	name := os.Getenv("USER")
	if u, err := user.Current(); err == nil {
		name = u.Username
	}
	return cmp.Or(os.Getenv("SUDO_USER"), name, "unknown")
}
