package present

import (
	"fmt"
	"io"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/wording"
)

// Unresolved writes which rows refer to something that does not exist, such as an
// undertaking of an unknown contract: what the checks whose names end in _not_found have
// found. It writes nothing if they have found nothing.
func Unresolved(w io.Writer, l wording.Language, checks []dubbelkrona.CheckResult) error {
	var b strings.Builder
	for _, c := range checks {
		if c.Status != dubbelkrona.CheckOffending || !strings.HasSuffix(c.Name, "_not_found") {
			continue
		}
		if b.Len() == 0 {
			fmt.Fprintf(&b, "\n%s\n", l.Pick("Rader som hänvisar till något som inte finns", "Rows that refer to something that does not exist"))
		}
		fmt.Fprintf(&b, "  %s (%s): %s\n", c.Name, l.Number(c.Offending), dubbelkrona.Printable(c.Sample.In(string(l))))
	}
	_, err := io.WriteString(w, b.String())
	return err
}
