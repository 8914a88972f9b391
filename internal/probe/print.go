package probe

import (
	"fmt"
	"io"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/charset"
	"dubbelkrona/internal/present"
	"dubbelkrona/internal/wording"
)

// Print writes the report as text. It ends with an entry for the configuration;
// see Entry for name and where.
func (r *Report) Print(w io.Writer, l wording.Language, name, where string) error {
	fmt.Fprintf(w, "%s: %s, %d %s", r.Object, r.Description.Format, r.Bytes, l.Pick("byte", "bytes"))
	if r.Description.Charset != charset.Binary {
		fmt.Fprintf(w, ", %s", r.Description.Charset)
	}
	for _, d := range r.Description.Details {
		fmt.Fprintf(w, ", %s %s", d.Setting, d.Value)
	}
	fmt.Fprintf(w, "\n%s\n\n", rowsSeen(l, r))
	table := present.Table{Head: []string{l.Pick("kolumn", "column"), l.Pick("ifylld", "filled"), l.Pick("ser ut som", "looks like")}, Left: []int{2}}
	for i := range r.Columns {
		c := &r.Columns[i]
		table.Add(c.Name, fmt.Sprintf("%d %%", 100*c.Filled/max(r.Rows, 1)), shapes[c.Shape()].In(string(l)))
	}
	if err := table.Write(w); err != nil {
		return err
	}
	if r.Nameless {
		fmt.Fprintf(w, "\n%s\n", l.Pick("Det som står där kolumnernas namn brukar stå ser ut som uppgifter och visas inte. Saknar filen rubrikrad? Lägg till en först i filen.",
			"The first line, where the column names should be, looks like data and is not shown. Is the header missing? Add one as the first line of the file."))
	}
	if len(r.Fits) > 0 {
		fmt.Fprintf(w, "\n%s\n", l.Pick("Profiler som tar emot raderna:", "Profiles that accept the rows:"))
	}
	for _, f := range r.Fits[:min(len(r.Fits), 3)] {
		fmt.Fprintf(w, l.Pick("  %s → %s: %d av %d rader, %d kolumner ifyllda\n", "  %s → %s: %d of %d rows, %d columns filled\n"),
			f.Profile, strings.Join(f.Tables, ", "), f.Read-f.Rejected, f.Read, f.Filled)
	}
	if len(r.Fits) == 0 {
		fmt.Fprintf(w, "\n%s\n", l.Pick("Ingen profil tar emot raderna; ett förslag till mappning:", "No profile accepts the rows; a mapping to begin with:"))
	}
	_, err := fmt.Fprintf(w, "\nsources:\n%s\n", r.Entry(name, where))
	return err
}

func rowsSeen(l wording.Language, r *Report) string {
	text := fmt.Sprintf(l.Pick("%d rader, alla lästa", "%d rows, all read"), r.Rows)
	if !r.Whole {
		text = fmt.Sprintf(l.Pick("de första %d raderna lästa", "the first %d rows read"), r.Rows)
	}
	if r.Faults > 0 {
		text += fmt.Sprintf(l.Pick("; %d rader går inte att lägga i kolumner", "; %d rows cannot be split into columns"), r.Faults)
	}
	return text
}

// shapes are the words for what the cells of a column look like.
var shapes = map[Shape]dubbelkrona.Label{
	Empty:        {SV: "tom", EN: "empty"},
	Person:       {SV: "identitetsnummer", EN: "identity numbers"},
	Organisation: {SV: "organisationsnummer", EN: "organisation numbers"},
	Date:         {SV: "datum", EN: "dates"},
	Number:       {SV: "tal", EN: "numbers"},
	Text:         {SV: "text", EN: "text"},
}
