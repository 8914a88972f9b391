package present

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/wording"
)

// Comments writes all comments with the figure that each is about.
func Comments(w io.Writer, l wording.Language, all []dubbelkrona.Comment) error {
	if len(all) == 0 {
		_, err := fmt.Fprintln(w, l.Pick("Inget tal har kommenterats.", "No figure has been commented."))
		return err
	}
	t := Table{Head: []string{l.Pick("nummer", "number"), l.Pick("tal", "figure"), l.Pick("kommentar", "comment"), l.Pick("läge", "state")}, Left: []int{1, 2, 3}}
	for _, c := range all {
		state := l.Pick("gäller", "stands")
		if !c.Withdrawn.IsZero() {
			state = fmt.Sprintf(l.Pick("återtagen %s av %s", "withdrawn %s by %s"), c.Withdrawn.UTC().Format(time.DateOnly), c.WithdrawnBy)
		}
		t.Add(fmt.Sprint(c.ID), figureOf(l, c.Cell), c.Line(), state)
	}
	return t.Write(w)
}

// CommentsOf writes the comments of the rows that have some, below the rows.
func CommentsOf(w io.Writer, l wording.Language, rows []dubbelkrona.Result) error {
	var b strings.Builder
	for _, r := range rows {
		if r.Comments != "" {
			fmt.Fprintf(&b, "  %s, %s, %s: %s\n", cmp.Or(r.Part, "="), groupOf(l, r), cmp.Or(r.Period, l.Pick("alla", "all")), dubbelkrona.Printable(r.Comments))
		}
	}
	if b.Len() == 0 {
		return nil
	}
	_, err := fmt.Fprintf(w, "\n%s\n%s", l.Pick("Kommentarer", "Comments"), b.String())
	return err
}
