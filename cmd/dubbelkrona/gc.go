package main

import (
	"fmt"

	"dubbelkrona/internal/upkeep"

	"github.com/spf13/cobra"
)

func gcCommand(p *program) *cobra.Command {
	return withJSON(p, &cobra.Command{
		Use:   "gc",
		Short: "Remove what is too old, and pack small files",
		Long: `Removes rows about persons that are older than retention in dubbelkrona.yaml,
persons of the comparison group whom no effect uses (retention: comparison),
segments that were replaced longer ago than history, snapshots beyond
publish.keep, and files that a crash has left; and packs small files into larger
ones. Only retention changes figures: they no longer include the removed rows.`,
		Example: "  dubbelkrona gc --project my-municipality",
		RunE: func(cmd *cobra.Command, _ []string) error {
			project, c, err := kept(cmd.Context(), p, func(k *upkeep.Keeper) (upkeep.Collected, error) { return k.Collect(cmd.Context()) })
			if err != nil {
				return err
			}
			if p.json {
				return writeJSON(p.stdout, c)
			}
			p.say("%s", collected(language(project).Pick, c))
			return nil
		},
	})
}

// collected returns what gc did, one line for each kind of work.
func collected(pick func(sv, en string) string, c upkeep.Collected) string {
	text := ""
	for _, line := range []struct {
		done int64
		text string
	}{
		{c.Aged, pick("Gallrat: %d rader om personer äldre än gränsen\n", "Retention: %d rows about persons beyond the limit\n")},
		{int64(c.Unneeded), pick("Gallrat: %d personer i jämförelsegruppen som ingen effekt använder\n", "Retention: %d persons of the comparison group whom no effect uses\n")},
		{int64(c.Superseded), pick("Historik: %d ersatta segment borttagna\n", "History: %d replaced segments removed\n")},
		{int64(c.Packed), pick("Packat: %d små filer\n", "Packed: %d small files\n")},
		{int64(c.Packs), pick("Packat till: %d filer\n", "Packed into: %d files\n")},
		{int64(c.Snapshots), pick("Ögonblicksbilder: %d borttagna\n", "Snapshots: %d removed\n")},
		{int64(c.Orphans), pick("Överblivna filer: %d borttagna\n", "Orphaned files: %d removed\n")},
	} {
		if line.done > 0 {
			text += fmt.Sprintf(line.text, line.done)
		}
	}
	if text == "" {
		return pick("Inget att städa\n", "Nothing to remove\n")
	}
	return text
}
