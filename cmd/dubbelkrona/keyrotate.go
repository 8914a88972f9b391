package main

import (
	"errors"

	"dubbelkrona/internal/config"

	"github.com/spf13/cobra"
)

func keyRotateCommand(p *program) *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use:   "rotate",
		Short: "Give the project a new key and re-key what is stored",
		Long: `Makes a new key of the old one in a new file, re-keys every pseudonym and token
that is stored, in all of the history, and publishes anew. Figures stay the same.
What was copied before no longer meets what is here, and the old key opens it no
more: rotate when a key may have been seen, or when somebody who had it leaves.

It may be stopped at any moment; the same command goes on, and until it has
ended the old key holds. Then name the new file as key in dubbelkrona.yaml, and
destroy the old one where no backup needs it.`,
		Example: "  dubbelkrona key rotate --new /etc/dubbelkrona/2027.key --project my-municipality",
		Args:    arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if file == "" {
				return usage(errors.New("--new FILE names the file of the new key; see `dubbelkrona key rotate --help`"))
			}
			project, pipe, done, err := p.worker(cmd.Context())
			if err != nil {
				return err
			}
			r, err := keeper(pipe).RotateKey(cmd.Context(), file)
			done()
			if err != nil {
				return err
			}
			l := language(project)
			if r.Already {
				p.say(l.Pick("Projektet har redan nyckeln %s\n", "The project has the key %s already\n"), file)
			} else {
				p.say(l.Pick("Omnycklat: %s rader i %s filer (%s klara sedan tidigare)\n", "Re-keyed: %s rows in %s files (%s finished before)\n"),
					l.Number(r.Rows), l.Number(int64(r.Files)), l.Number(int64(r.Resumed)))
			}
			p.say(l.Pick("Skriv nu i %s:\n  key: %s\n", "Now write in %s:\n  key: %s\n"), config.FileName, file)
			return nil
		},
	}
	cmd.Flags().StringVar(&file, "new", "", "file of the new key, outside the project; made if it is not there")
	return cmd
}
