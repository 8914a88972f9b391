package present

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/wording"
)

// Run is the content of a run's summary.
type Run struct {
	State string // done, partial, blocked, failed
	// Objects were read and Skipped unchanged; Rows were committed and Rejected
	// quarantined.
	Objects, Skipped, Rows, Rejected int64
	// Refused are objects or sources with the reason.
	Refused []Refusal
	// Notes are remarks on the run and its sources.
	Notes []string
	// Faults are definitions that were not used, with file:line:column.
	Faults []string
	// Checks are those that found something.
	Checks []dubbelkrona.CheckResult
	// Published is the path of the published file and Snapshot its id; empty if
	// nothing was published.
	Published, Snapshot string
	// Steering is what the published build says of undertakings and targets.
	Steering dubbelkrona.Steering
	// Built reports whether a snapshot was built; Fresh is why it was built from
	// nothing, empty if it was not.
	Built bool
	Fresh string
	// Compared reports whether a rebuild was compared with the published snapshot;
	// Differs names the tables that differ.
	Compared bool
	Differs  []string
	Exports  []string
	// Database is where the released tables are written, empty if nowhere;
	// DatabaseWritten reports whether they were, and DatabaseFault is why they could
	// not be.
	Database        string
	DatabaseWritten bool
	DatabaseFault   string
	// Synthetic names the sources whose data is made up.
	Synthetic []string
}

// Refusal is an object, or a whole source if Object is empty, that was refused.
type Refusal struct{ Source, Object, Reason string }

// Summary writes what a run did.
func Summary(w io.Writer, l wording.Language, r Run) error {
	var b strings.Builder
	fmt.Fprintf(&b, l.Pick("Läst: %s, %s; %s oförändrade; %s i karantän\n", "Read: %s, %s; %s unchanged; %s in quarantine\n"),
		l.Objects(r.Objects), l.Rows(r.Rows), l.Number(r.Skipped), l.Rows(r.Rejected))
	for _, f := range r.Refused {
		fmt.Fprintf(&b, l.Pick("Nekad: %s %s: %s\n", "Refused: %s %s: %s\n"), f.Source, dubbelkrona.Printable(f.Object), dubbelkrona.Printable(f.Reason))
	}
	for _, note := range r.Notes {
		fmt.Fprintf(&b, l.Pick("Observera: %s\n", "Note: %s\n"), note)
	}
	for _, f := range r.Faults {
		fmt.Fprintf(&b, l.Pick("Definition som inte används: %s\n", "Definition not used: %s\n"), dubbelkrona.Printable(f))
	}
	r.outcome(&b, l)
	if len(r.Checks) > 0 {
		fmt.Fprintf(&b, "\n%s\n", l.Pick("Varningar", "Warnings"))
		for _, c := range r.Checks {
			finding(&b, l, c, l.Number(c.Offending))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (r Run) outcome(b *strings.Builder, l wording.Language) {
	switch {
	case r.Published != "" && r.Built:
		fmt.Fprintf(b, l.Pick("Publicerat: %s (ögonblicksbild %s)\n", "Published: %s (snapshot %s)\n"), r.Published, r.Snapshot)
	case r.Published != "":
		fmt.Fprintf(b, l.Pick("Inget nytt: %s är aktuell (ögonblicksbild %s)\n", "Nothing new: %s is current (snapshot %s)\n"), r.Published, r.Snapshot)
	case r.Built:
		b.WriteString(l.Pick("Byggt, inte publicerat\n", "Built, not published\n"))
	}
	if r.Built && r.Fresh != "" {
		fmt.Fprintf(b, l.Pick("Byggt från grunden: %s\n", "Built from scratch: %s\n"), r.Fresh)
	}
	if r.Compared {
		if len(r.Differs) == 0 {
			b.WriteString(l.Pick("Samma innehåll som det publicerade, tabell för tabell\n", "Same content as the published snapshot, table by table\n"))
		} else {
			fmt.Fprintf(b, l.Pick("SKILJER SIG från det publicerade: %s\n", "DIFFERS from the published snapshot: %s\n"), strings.Join(r.Differs, ", "))
		}
	}
	if r.Published != "" && r.Built {
		for _, line := range SteeringLines(l, r.Steering) {
			fmt.Fprintln(b, line)
		}
	}
	if len(r.Exports) > 0 {
		fmt.Fprintf(b, l.Pick("Export: %s\n", "Exports: %s\n"), strings.Join(r.Exports, ", "))
	}
	switch {
	case r.Database == "":
	case r.DatabaseFault != "":
		fmt.Fprintf(b, l.Pick("Databasen %s har inte de nya talen: %s\n", "Database %s does not have the new figures: %s\n"), r.Database, dubbelkrona.Printable(r.DatabaseFault))
	case r.DatabaseWritten:
		fmt.Fprintf(b, l.Pick("Databas: %s är skriven\n", "Database: %s is written\n"), r.Database)
	default:
		fmt.Fprintf(b, l.Pick("Databas: %s har redan ögonblicksbilden\n", "Database: %s already has the snapshot\n"), r.Database)
	}
}

// finding writes what a check found.
func finding(b *strings.Builder, l wording.Language, c dubbelkrona.CheckResult, rows string) {
	mark := "!"
	if c.Blocks() {
		mark = l.Pick("STOPP", "BLOCKS")
	}
	fmt.Fprintf(b, " %s %s (%s, %s)\n", mark, cmp.Or(c.Title.In(string(l)), c.Name), c.Name, rows)
	if message := c.Sample.In(string(l)); message != "" {
		fmt.Fprintf(b, "   %s\n", dubbelkrona.Printable(message))
	}
}
