package main

import (
	"errors"

	"dubbelkrona/internal/config"
	"dubbelkrona/internal/upkeep"

	"github.com/spf13/cobra"
)

func keyRotateCommand(p *program) *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use:   "rotate",
		Short: "Give the project a new key and re-key what is stored",
		Long: `Makes a new key from the old one in a new file, re-keys every stored pseudonym
and token, in all of the history, and publishes again. Figures do not change.
Copies made before can no longer be joined with the data, and the old key no
longer fits it. Rotate if a key may have been seen, or if somebody who had it
leaves.

It may be stopped at any moment; run the same command again to continue. The old
key remains valid until the rotation has ended. Then name the new file as key in
dubbelkrona.yaml, and destroy the old key if no backup needs it.`,
		Example: "  dubbelkrona key rotate --new /etc/dubbelkrona/2027.key --project my-municipality",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if file == "" {
				return usage(errors.New("--new FILE is required: the file of the new key; see `dubbelkrona key rotate --help`"))
			}
			project, r, err := kept(cmd.Context(), p, func(k *upkeep.Keeper) (upkeep.Rotated, error) { return k.RotateKey(cmd.Context(), file) })
			if err != nil {
				return err
			}
			l := language(project)
			if r.Already {
				p.say(l.Pick("Projektet använder redan nyckeln %s\n", "The project uses the key %s already\n"), file)
			} else {
				p.say(l.Pick("Omnycklat: %s rader i %s filer (%s filer klara sedan tidigare)\n", "Re-keyed: %s rows in %s files (%s files done before)\n"),
					l.Number(r.Rows), l.Number(int64(r.Files)), l.Number(int64(r.Resumed)))
			}
			p.say(l.Pick("Skriv nu i %s:\n  key: %s\n", "Now write in %s:\n  key: %s\n"), config.FileName, file)
			return nil
		},
	}
	cmd.Flags().StringVar(&file, "new", "", "`FILE` of the new key, outside the project; created if it does not exist")
	return cmd
}
