package present

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/wording"
)

// TargetsOf writes the targets of the rows that have one, below the rows.
func TargetsOf(w io.Writer, l wording.Language, rows []dubbelkrona.Result) error {
	var b strings.Builder
	for i := range rows {
		if r := &rows[i]; r.Target.Valid {
			fmt.Fprintf(&b, "  %s, %s, %s: %s\n", cmp.Or(r.Part, "="), groupOf(l, *r), cmp.Or(r.Period, l.Pick("alla", "all")),
				l.Target(r, nil, func(n dubbelkrona.Number) string { return figure(l, n) }))
		}
	}
	if b.Len() == 0 {
		return nil
	}
	_, err := fmt.Fprintf(w, "\n%s\n%s", l.Pick("Mål", "Targets"), b.String())
	return err
}
