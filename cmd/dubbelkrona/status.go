package main

import (
	"fmt"
	"io"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/pipeline"
	"dubbelkrona/internal/present"
	"dubbelkrona/internal/wording"

	"github.com/spf13/cobra"
)

// statusJSON is what `status --json` prints. Times are UTC.
type statusJSON struct {
	Project   string      `json:"project"`
	Strange   string      `json:"ledger_refused,omitempty"`
	Snapshot  string      `json:"snapshot,omitempty"`
	Built     *time.Time  `json:"built,omitempty"`
	Published *time.Time  `json:"published,omitempty"`
	Tables    []tableJSON `json:"tables"`
	LastRun   *runJSON    `json:"last_run,omitempty"`
	Segments  int64       `json:"segments"`
	Rows      int64       `json:"rows"`
	Bytes     int64       `json:"bytes"`
	Issues    []issueJSON `json:"issues"`
	// Faults are definitions that the last build could not use.
	Faults []string `json:"definitions_not_used,omitempty"`
	scheduleJSON
	Acceptances    []acceptanceJSON `json:"acceptances"`
	LedgerBytes    int64            `json:"ledger_bytes"`
	PublishedBytes int64            `json:"published_bytes"`
}

type tableJSON struct {
	Table string `json:"table"`
	Rows  int64  `json:"rows"`
	Hash  string `json:"hash"`
}

type issueJSON struct {
	Source   string `json:"source"`
	Object   string `json:"object"`
	Table    string `json:"table"`
	Rule     string `json:"rule"`
	Severity string `json:"severity"`
	Count    int64  `json:"count"`
}

func statusCommand(p *program) *cobra.Command {
	return withJSON(p, &cobra.Command{
		Use:   "status",
		Short: "Show the state of the project",
		Long: `Shows which snapshot is published, the content hash of each of its tables, what
is in quarantine, how the last run ended, and for each source how fresh it is, how
its latest slot ended and when the next one is due. It can be used while a run is
in progress.`,
		Example: "  dubbelkrona status --project my-municipality --json",
		Args:    arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			project, err := p.configuration()
			if err != nil {
				return err
			}
			now := p.now()
			status, err := pipeline.ReadStatus(cmd.Context(), project, now)
			if err != nil {
				return err
			}
			if p.json {
				return writeJSON(p.stdout, jsonStatus(status))
			}
			return printStatus(p.stdout, language(project), status, now)
		},
	})
}

func jsonStatus(s pipeline.Status) statusJSON {
	out := statusJSON{Project: s.Project, Strange: s.Strange.EN, Snapshot: s.Published.ID, Built: moment(s.Published.Built), Published: moment(s.Published.Published),
		Segments: s.LiveSegments, Rows: s.LiveRows, Bytes: s.LiveBytes, Tables: []tableJSON{}, Issues: []issueJSON{},
		Faults: s.Faults, LedgerBytes: s.LedgerBytes, PublishedBytes: s.PublishedBytes, scheduleJSON: jsonSchedule(s), Acceptances: jsonAcceptances(s)}
	for _, t := range s.Published.Tables {
		out.Tables = append(out.Tables, tableJSON(t))
	}
	for _, i := range s.Issues {
		out.Issues = append(out.Issues, issueJSON{i.Source, i.Object, i.Table, i.Rule, i.Severity.String(), i.Count})
	}
	if s.LastRun.ID != "" {
		run := jsonRun(s.LastRun)
		out.LastRun = &run
	}
	return out
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

func printStatus(w io.Writer, l wording.Language, s pipeline.Status, now time.Time) error {
	count := func(n int64) string { return l.Number(n) }
	if reason := l.Pick(s.Strange.SV, s.Strange.EN); reason != "" {
		fmt.Fprintf(w, l.Pick("%s: var/ledger.db hör inte till sjön och det publicerade: %s. Inga körningar görs förrän du återställer en säkerhetskopia med `dubbelkrona restore` eller börjar om med `dubbelkrona run --new-ledger`.\n",
			"%s: var/ledger.db does not belong to the lake and the published data: %s. Runs are refused until you restore a backup with `dubbelkrona restore`, or begin again with `dubbelkrona run --new-ledger`.\n"), s.Project, reason)
		return nil
	}
	if s.Published.ID == "" {
		fmt.Fprintf(w, "%s: %s\n", s.Project, l.Pick("inget är publicerat", "nothing is published"))
	} else {
		fmt.Fprintf(w, l.Pick("%s: ögonblicksbild %s, publicerad %s (för %s sedan)\n", "%s: snapshot %s, published %s (%s ago)\n"), s.Project, s.Published.ID,
			s.Published.Published.Format(time.RFC3339), now.Sub(s.Published.Published).Round(time.Second))
	}
	if s.LastRun.ID != "" {
		fmt.Fprintf(w, l.Pick("Senaste körning: %s %s %s %s\n", "Last run: %s %s %s %s\n"), s.LastRun.ID, s.LastRun.Command, l.State(string(s.LastRun.State)), dubbelkrona.Printable(s.LastRun.Message))
	}
	fmt.Fprintf(w, l.Pick("Sjön: %s segment, %s rader, %s byte. Liggaren: %s byte. Publicerat: %s byte\n\n",
		"Lake: %s segments, %s rows, %s bytes. Ledger: %s bytes. Published: %s bytes\n\n"),
		count(s.LiveSegments), count(s.LiveRows), count(s.LiveBytes), count(s.LedgerBytes), count(s.PublishedBytes))
	for _, f := range s.Faults {
		fmt.Fprintf(w, l.Pick("Definition som inte används: %s\n", "Definition not used: %s\n"), dubbelkrona.Printable(f))
	}
	if err := printSchedule(w, l, s); err != nil {
		return err
	}
	tables := present.Table{Head: []string{l.Pick("tabell", "table"), l.Pick("rader", "rows"), l.Pick("innehållshash", "content hash")}, Left: []int{2}}
	for _, t := range s.Published.Tables {
		tables.Add(t.Table, count(t.Rows), t.Hash)
	}
	if _, err := tables.WriteTo(w); err != nil || len(s.Issues) == 0 {
		return err
	}
	fmt.Fprintf(w, "\n%s\n", l.Pick("Anmärkningar på inlästa rader (meta.issue)", "Issues with rows that were read (meta.issue)"))
	issues := present.Table{Head: []string{l.Pick("källa", "source"), l.Pick("objekt", "object"), l.Pick("tabell", "table"), l.Pick("regel", "rule"),
		l.Pick("allvar", "severity"), l.Pick("antal", "count")}, Left: []int{1, 2, 3, 4}}
	for _, i := range s.Issues {
		issues.Add(i.Source, i.Object, i.Table, i.Rule, l.State(i.Severity.String()), count(i.Count))
	}
	_, err := issues.WriteTo(w)
	return err
}
