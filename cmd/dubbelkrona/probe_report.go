package main

import (
	"fmt"
	"strings"

	"dubbelkrona/ingest"
	"dubbelkrona/internal/present"
	"dubbelkrona/internal/probe"
)

// showReport prints what was found out about one object.
func (p *program) showReport(l present.Language, r *probe.Report, name, where string) {
	fmt.Fprintf(p.stdout, "%s: %s, %d %s", r.Object, r.Description.Format, r.Bytes, l.Pick("byte", "bytes"))
	if r.Description.Charset != ingest.Binary {
		fmt.Fprintf(p.stdout, ", %s", r.Description.Charset)
	}
	for _, d := range r.Description.Details {
		fmt.Fprintf(p.stdout, ", %s %s", d.Setting, d.Value)
	}
	fmt.Fprintf(p.stdout, "\n%s\n\n", rowsSeen(l, r))
	table := present.Table{Head: []string{l.Pick("kolumn", "column"), l.Pick("ifylld", "filled"), l.Pick("ser ut som", "looks like")}, Left: []int{2}}
	for i := range r.Columns {
		c := &r.Columns[i]
		table.Add(c.Name, fmt.Sprintf("%d %%", 100*c.Filled/max(r.Rows, 1)), shapeName(l, c.Shape()))
	}
	table.WriteTo(p.stdout)
	if r.Nameless {
		fmt.Fprintf(p.stdout, "\n%s\n", l.Pick("Det som står där kolumnernas namn brukar stå ser ut som uppgifter och visas inte. Saknar filen rubrikrad? Lägg till en först i filen.",
			"What stands in the place of the columns' names looks like data and is not shown. Is the header missing? Add one as the first line of the file."))
	}
	for i, f := range r.Fits {
		if i == 3 {
			break
		}
		if i == 0 {
			fmt.Fprintf(p.stdout, "\n%s\n", l.Pick("Profiler som tar emot raderna:", "Profiles that take the rows:"))
		}
		fmt.Fprintf(p.stdout, l.Pick("  %s → %s: %d av %d rader, %d kolumner ifyllda\n", "  %s → %s: %d of %d rows, %d columns filled\n"),
			f.Profile, strings.Join(f.Tables, ", "), f.Read-f.Rejected, f.Read, f.Filled)
	}
	if len(r.Fits) == 0 {
		fmt.Fprintf(p.stdout, "\n%s\n", l.Pick("Ingen profil tar emot raderna; ett förslag till mappning:", "No profile takes the rows; a mapping to begin with:"))
	}
	fmt.Fprintf(p.stdout, "\nsources:\n%s\n", r.Entry(name, where))
}

func rowsSeen(l present.Language, r *probe.Report) string {
	text := fmt.Sprintf(l.Pick("%d rader, alla lästa", "%d rows, all read"), r.Rows)
	if !r.Whole {
		text = fmt.Sprintf(l.Pick("de första %d raderna lästa", "the first %d rows read"), r.Rows)
	}
	if r.Faults > 0 {
		text += fmt.Sprintf(l.Pick("; %d rader går inte att lägga i kolumner", "; %d rows cannot be laid out in columns"), r.Faults)
	}
	return text
}

func shapeName(l present.Language, s probe.Shape) string {
	switch s {
	case probe.Empty:
		return l.Pick("tom", "empty")
	case probe.Person:
		return l.Pick("identitetsnummer", "identity numbers")
	case probe.Organisation:
		return l.Pick("organisationsnummer", "organisation numbers")
	case probe.Date:
		return l.Pick("datum", "dates")
	case probe.Number:
		return l.Pick("tal", "numbers")
	}
	return "text"
}
