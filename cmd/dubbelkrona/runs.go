package main

import (
	"io"
	"strconv"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/present"
	"dubbelkrona/internal/published"
	"dubbelkrona/internal/wording"

	"github.com/spf13/cobra"
)

func runsCommand(p *program) *cobra.Command {
	var limit int
	var slots bool
	cmd := withJSON(p, &cobra.Command{
		Use:     "runs",
		Short:   "List the latest runs, newest first",
		Long:    "Lists the latest runs or, with --slots, the latest slots of the schedule and how\nthey ended: also those that were missed, which have no run.",
		Example: "  dubbelkrona runs --limit 5 --project my-municipality\n  dubbelkrona runs --slots --json",
		RunE: func(cmd *cobra.Command, _ []string) error {
			project, err := p.configuration()
			if err != nil {
				return err
			}
			if slots {
				return listSlots(cmd.Context(), p, project, limit)
			}
			runs, err := published.ReadRuns(cmd.Context(), project, limit)
			if err != nil {
				return err
			}
			if p.json {
				return writeJSON(p.stdout, runs)
			}
			return printRuns(p.stdout, language(project), runs)
		},
	})
	cmd.Flags().IntVar(&limit, "limit", 20, "max number of runs or slots; 0 for all")
	cmd.Flags().BoolVar(&slots, "slots", false, "list slots of the schedule instead of runs")
	return cmd
}

func printRuns(w io.Writer, l wording.Language, runs []dubbelkrona.Run) error {
	table := present.Table{Head: []string{l.Pick("körning", "run"), l.Pick("kommando", "command"), l.Pick("utfall", "state"), l.Pick("tid", "took"),
		l.Pick("lästa", "read"), l.Pick("oförändrade", "unchanged"), l.Pick("nekade", "refused"), l.Pick("rader", "rows"),
		l.Pick("karantän", "quarantine"), l.Pick("meddelande", "message")}, Left: []int{1, 2, 9}}
	for _, r := range runs {
		took := ""
		if !r.Ended.IsZero() {
			took = r.Ended.Sub(r.Started).Round(10 * time.Millisecond).String()
		}
		number := func(n int64) string { return strconv.FormatInt(n, 10) }
		table.Add(r.ID, r.Command, l.State(string(r.State)), took, number(r.Objects), number(r.Skipped), number(r.Failed), number(r.Rows), number(r.Rejected), r.Message)
	}
	return table.Write(w)
}
