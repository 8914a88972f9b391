package main

import (
	"fmt"

	"dubbelkrona/internal/upkeep"

	"github.com/spf13/cobra"
)

func verifyCommand(p *program) *cobra.Command {
	return withJSON(p, &cobra.Command{
		Use:   "verify",
		Short: "Compare all stored data with the ledger",
		Long: `Reads every file of the lake and compares its SHA-256, hashes the rows of every
snapshot and of the published file, builds the published state again from
scratch, and checks the ledger itself. Each difference is printed; with any the
exit code is 1. Nothing is changed. Needs disk space for one more snapshot.`,
		Example: "  dubbelkrona verify --project my-municipality",
		RunE: func(cmd *cobra.Command, _ []string) error {
			project, v, err := kept(cmd.Context(), p, func(k *upkeep.Keeper) (upkeep.Verified, error) { return k.Verify(cmd.Context()) })
			if err != nil {
				return err
			}
			l := language(project)
			if p.json {
				err = writeJSON(p.stdout, v)
			} else {
				p.say(l.Pick("Kontrollerat: %s filer (%s byte), %s ögonblicksbilder\n", "Verified: %s files (%s bytes), %s snapshots\n"),
					l.Number(int64(v.Files)), l.Number(v.Bytes), l.Number(int64(v.Snapshots)))
				if v.Rebuilt {
					p.say("%s\n", l.Pick("Det publicerade byggdes om från grunden och jämfördes", "The published snapshot was built from scratch and compared"))
				}
				for _, text := range v.NotCompared {
					p.say("%s %s\n", l.Pick("Inte jämfört:", "Not compared:"), text)
				}
				for _, text := range v.Problems {
					fmt.Fprintln(p.stderr, l.Pick("FEL:", "WRONG:"), text)
				}
			}
			if err == nil && len(v.Problems) > 0 {
				err = &outcome{exitFailed, fmt.Errorf("%d problem(s) found", len(v.Problems))}
			}
			return err
		},
	})
}
