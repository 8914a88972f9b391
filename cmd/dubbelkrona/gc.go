package main

import (
	"fmt"

	"dubbelkrona/internal/upkeep"

	"github.com/spf13/cobra"
)

// collectedJSON is what `gc --json` prints.
type collectedJSON struct {
	Aged       int64 `json:"rows_beyond_retention"`
	Superseded int   `json:"segments_beyond_history"`
	Packed     int   `json:"files_packed"`
	Packs      int   `json:"packs"`
	Snapshots  int   `json:"snapshots_removed"`
	Orphans    int   `json:"orphans_removed"`
}

func gcCommand(p *program) *cobra.Command {
	return withJSON(p, &cobra.Command{
		Use:   "gc",
		Short: "Take away what is too old, and put small files together",
		Long: `Takes out the rows about persons that are older than retention in
dubbelkrona.yaml says, the segments that were replaced before history, snapshots
beyond publish.keep and files that a crash left; and puts small files together.
Only retention changes figures: the persons it takes out are no longer in them.`,
		Example: "  dubbelkrona gc --project my-municipality",
		Args:    arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			project, pipe, done, err := p.worker(cmd.Context())
			if err != nil {
				return err
			}
			c, err := keeper(pipe).Collect(cmd.Context())
			done()
			if err != nil {
				return err
			}
			if p.json {
				return writeJSON(p.stdout, collectedJSON{c.Aged, c.Superseded, c.Packed, c.Packs, c.Snapshots, c.Orphans})
			}
			p.say("%s", collected(language(project).Pick, c))
			return nil
		},
	})
}

// collected tells what gc did, a line for each thing that it did.
func collected(pick func(sv, en string) string, c upkeep.Collected) string {
	text := ""
	for _, line := range []struct {
		done int64
		text string
	}{
		{c.Aged, pick("Gallrat: %d rader om personer äldre än gränsen\n", "Retention: %d rows about persons beyond the limit\n")},
		{int64(c.Superseded), pick("Historik: %d ersatta segment borttagna\n", "History: %d replaced segments removed\n")},
		{int64(c.Packed), pick("Packat: %d små filer\n", "Packed: %d small files\n")},
		{int64(c.Packs), pick("Packat till: %d filer\n", "Packed into: %d files\n")},
		{int64(c.Snapshots), pick("Ögonblicksbilder: %d borttagna\n", "Snapshots: %d removed\n")},
		{int64(c.Orphans), pick("Överblivna filer: %d borttagna\n", "Files left over: %d removed\n")},
	} {
		if line.done > 0 {
			text += fmt.Sprintf(line.text, line.done)
		}
	}
	if text == "" {
		return pick("Inget att städa\n", "Nothing to take away\n")
	}
	return text
}
