package present

import (
	"fmt"
	"io"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/wording"
)

// Restatements writes the log of restated figures, with a heading for each publication.
func Restatements(w io.Writer, l wording.Language, log []dubbelkrona.Restatement) error {
	var b strings.Builder
	if len(log) == 0 {
		fmt.Fprintln(&b, l.Pick("Inget publicerat tal har ändrats.", "No published figure has been restated."))
	}
	for of := range chunkBy(log, func(r dubbelkrona.Restatement) string { return r.From + " " + r.To + " " + r.At.String() }) {
		fmt.Fprintf(&b, l.Pick("%s: ögonblicksbild %s efter %s\n", "%s: snapshot %s after %s\n"), of[0].At.Format("2006-01-02 15:04 UTC"), of[0].To, of[0].From)
		for _, r := range of {
			fmt.Fprintf(&b, "  %s\n", dubbelkrona.Printable(Restatement(l, r)))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Restatement describes one entry of the log in a sentence.
func Restatement(l wording.Language, r dubbelkrona.Restatement) string {
	text := sum(l, r)
	if text == "" {
		text = fmt.Sprintf("%s: %s", figureOf(l, r.Cell), replaced(l, r))
	}
	if r.Reason == "" {
		return text
	}
	var names []string
	for cause := range strings.SplitSeq(r.Reason, ",") {
		names = append(names, causeName(l, dubbelkrona.Cause(cause)))
	}
	return text + " " + l.Pick("Orsak: ", "Cause: ") + strings.Join(names, ", ") + "."
}

// sum describes an entry that sums up figures of a metric; empty for another one.
func sum(l wording.Language, r dubbelkrona.Restatement) string {
	if r.PeriodGrain != "" {
		return ""
	}
	happened := map[dubbelkrona.RestatementKind]string{
		dubbelkrona.RestatementOfUpdates: l.Pick("uppdaterade med nya uppgifter för perioder som inte var avslutade", "updated by new data, in periods that had not ended"),
		dubbelkrona.Restated:             l.Pick("ändrade, utöver dem som räknas upp", "restated, beside those that are listed"),
		dubbelkrona.RestatedSuppressed:   l.Pick("visas inte längre, utöver dem som räknas upp", "no longer shown, beside those that are listed"),
		dubbelkrona.RestatedRevealed:     l.Pick("visas nu, utöver dem som räknas upp", "now shown, beside those that are listed"),
		dubbelkrona.RestatedRemoved:      l.Pick("publiceras inte längre, utöver dem som räknas upp", "no longer published, beside those that are listed"),
	}[r.Kind]
	return fmt.Sprintf("%s: %s %s.", r.Metric, figuresCounted(l, int(r.Figures)), happened)
}

func replaced(l wording.Language, r dubbelkrona.Restatement) string {
	old := valueOf(l, &dubbelkrona.Figure{Value: r.Old, Status: r.OldStatus})
	now := valueOf(l, &dubbelkrona.Figure{Value: r.New, Status: r.NewStatus})
	switch r.Kind {
	case dubbelkrona.RestatedSuppressed:
		return fmt.Sprintf(l.Pick("visas inte längre (%s); det var %s.", "no longer shown (%s); it was %s."), now, old)
	case dubbelkrona.RestatedRevealed:
		return fmt.Sprintf(l.Pick("visas nu, %s; det var dolt (%s).", "now shown, %s; it was suppressed (%s)."), now, old)
	case dubbelkrona.RestatedRemoved:
		return fmt.Sprintf(l.Pick("publiceras inte längre; det var %s.", "no longer published; it was %s."), old)
	}
	return fmt.Sprintf(l.Pick("%s blev %s.", "%s became %s."), old, now)
}
