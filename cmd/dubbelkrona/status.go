package main

import (
	"fmt"
	"io"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/present"
	"dubbelkrona/internal/published"
	"dubbelkrona/internal/wording"

	"github.com/spf13/cobra"
)

func statusCommand(p *program) *cobra.Command {
	return withJSON(p, &cobra.Command{
		Use:   "status",
		Short: "Show the state of the project",
		Long: `Shows which snapshot is published, the content hash of each of its tables, what
is in quarantine, how the last run ended, and for each source how fresh it is, how
its latest slot ended and when the next one is due. It can be used while a run is
in progress.`,
		Example: "  dubbelkrona status --project my-municipality --json",
		RunE: func(cmd *cobra.Command, _ []string) error {
			project, err := p.configuration()
			if err != nil {
				return err
			}
			now := p.now()
			status, err := published.ReadStatus(cmd.Context(), project, now)
			if err != nil {
				return err
			}
			if p.json {
				return writeJSON(p.stdout, status)
			}
			return printStatus(p.stdout, language(project), status, now)
		},
	})
}

func printStatus(w io.Writer, l wording.Language, s dubbelkrona.Status, now time.Time) error {
	count := func(n int64) string { return l.Number(n) }
	if reason := l.Pick(s.LedgerRefused.SV, s.LedgerRefused.EN); reason != "" {
		fmt.Fprintf(w, l.Pick("%s: var/ledger.db hör inte till sjön och det publicerade: %s. Inga körningar görs förrän du återställer en säkerhetskopia med `dubbelkrona restore` eller börjar om med `dubbelkrona run --new-ledger`.\n",
			"%s: var/ledger.db does not belong to the lake and the published data: %s. Runs are refused until you restore a backup with `dubbelkrona restore`, or begin again with `dubbelkrona run --new-ledger`.\n"), s.Project, reason)
		return nil
	}
	if s.Snapshot == "" {
		fmt.Fprintf(w, "%s: %s\n", s.Project, l.Pick("inget är publicerat", "nothing is published"))
	} else {
		fmt.Fprintf(w, l.Pick("%s: ögonblicksbild %s, publicerad %s (för %s sedan)\n", "%s: snapshot %s, published %s (%s ago)\n"), s.Project, s.Snapshot,
			s.Published.Format(time.RFC3339), now.Sub(s.Published).Round(time.Second))
	}
	if s.RolledBackFrom != "" {
		fmt.Fprintf(w, l.Pick("Återgång: den är publicerad i stället för %s; `dubbelkrona publish` går framåt igen\n", "Rollback: it is published instead of %s; `dubbelkrona publish` goes forward again\n"), s.RolledBackFrom)
	}
	if s.LastRun.ID != "" {
		fmt.Fprintf(w, l.Pick("Senaste körning: %s %s %s %s\n", "Last run: %s %s %s %s\n"), s.LastRun.ID, s.LastRun.Command, l.State(string(s.LastRun.State)), dubbelkrona.Printable(s.LastRun.Message))
	}
	fmt.Fprintf(w, l.Pick("Sjön: %s segment, %s rader, %s byte. Liggaren: %s byte. Publicerat: %s byte\n\n",
		"Lake: %s segments, %s rows, %s bytes. Ledger: %s bytes. Published: %s bytes\n\n"),
		count(s.Segments), count(s.Rows), count(s.Bytes), count(s.LedgerBytes), count(s.PublishedBytes))
	for _, f := range s.Faults {
		fmt.Fprintf(w, l.Pick("Definition som inte används: %s\n", "Definition not used: %s\n"), dubbelkrona.Printable(f))
	}
	if err := printSchedule(w, l, s); err != nil {
		return err
	}
	tables := present.Table{Head: []string{l.Pick("tabell", "table"), l.Pick("rader", "rows"), l.Pick("innehållshash", "content hash")}, Left: []int{2}}
	for _, t := range s.Tables {
		tables.Add(t.Table, count(t.Rows), t.Hash)
	}
	if err := tables.Write(w); err != nil || len(s.Issues) == 0 {
		return err
	}
	fmt.Fprintf(w, "\n%s\n", l.Pick("Anmärkningar på inlästa rader (meta.issue)", "Issues with rows that were read (meta.issue)"))
	issues := present.Table{Head: []string{l.Pick("källa", "source"), l.Pick("objekt", "object"), l.Pick("tabell", "table"), l.Pick("regel", "rule"),
		l.Pick("allvar", "severity"), l.Pick("antal", "count")}, Left: []int{1, 2, 3, 4}}
	for _, i := range s.Issues {
		issues.Add(i.Source, i.Object, i.Table, i.Rule, l.State(i.Severity.String()), count(i.Count))
	}
	return issues.Write(w)
}
