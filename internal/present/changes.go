package present

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/changes"
	"dubbelkrona/internal/wording"
)

// describedChanges is the number of changes that are described unless all are wanted.
const describedChanges = 20

// Plan writes what the next run would change of a published snapshot, which is empty if
// nothing is published: a table by metric, and a sentence for each of the first changes,
// or for all of them.
func Plan(w io.Writer, l wording.Language, snapshot string, list []dubbelkrona.Change, all bool) error {
	lead := l.Pick("Nästa körning ändrar inget publicerat tal.", "The next run changes no published figure.")
	switch {
	case len(list) > 0 && snapshot == "":
		lead = fmt.Sprintf(l.Pick("Inget är publicerat ännu. Nästa körning publicerar %s.", "Nothing is published yet. The next run publishes %s."), figuresCounted(l, len(list)))
	case len(list) > 0:
		lead = fmt.Sprintf(l.Pick("Nästa körning ändrar %s i ögonblicksbild %s.", "The next run changes %s of snapshot %s."), figuresCounted(l, len(list)), snapshot)
	}
	return writeChanges(w, l, lead, list, all)
}

// Difference writes what changes from one snapshot to another, as Plan does.
func Difference(w io.Writer, l wording.Language, d dubbelkrona.Difference, all bool) error {
	lead := fmt.Sprintf(l.Pick("Från ögonblicksbild %s till %s ändras %s.", "From snapshot %s to %s, %s changed."), d.From, d.To, figuresCounted(l, len(d.Changes)))
	if d.NotSplit != (dubbelkrona.Label{}) {
		lead += "\n" + fmt.Sprintf(l.Pick("Ändringar med flera orsaker är inte uppdelade: %s.", "Changes with several causes are not split: %s."), d.NotSplit.In(string(l)))
	}
	return writeChanges(w, l, lead, d.Changes, all)
}

func figuresCounted(l wording.Language, n int) string {
	return l.Count(int64(n), dubbelkrona.Label{SV: "tal", EN: "figure"}, dubbelkrona.Label{SV: "tal", EN: "figures"})
}

func writeChanges(w io.Writer, l wording.Language, lead string, list []dubbelkrona.Change, all bool) error {
	if _, err := fmt.Fprintln(w, lead); err != nil || len(list) == 0 {
		return err
	}
	if err := byMetric(l, list).Write(w); err != nil {
		return err
	}
	described := byImportance(list)
	if !all {
		described = described[:min(len(described), describedChanges)]
	}
	var b strings.Builder
	b.WriteByte('\n')
	for _, c := range described {
		fmt.Fprintln(&b, dubbelkrona.Printable(Change(l, c)))
	}
	if more := len(list) - len(described); more > 0 {
		fmt.Fprintf(&b, l.Pick("… och %s till; --all visar alla.\n", "… and %s more; --all shows all.\n"), l.Number(int64(more)))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// byImportance orders changes: first those of what is shown at all, then the others, and
// the value of a metric before its parts.
func byImportance(list []dubbelkrona.Change) []dubbelkrona.Change {
	order := []dubbelkrona.ChangeKind{dubbelkrona.FigureSuppressed, dubbelkrona.FigureRevealed, dubbelkrona.FigureRemoved, dubbelkrona.FigureChanged, dubbelkrona.FigureAdded}
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b dubbelkrona.Change) int {
		return cmp.Or(cmp.Compare(slices.Index(order, a.Kind), slices.Index(order, b.Kind)), cmp.Compare(min(len(a.Part), 1), min(len(b.Part), 1)))
	})
	return sorted
}

// byMetric returns how many figures of each metric change, by kind, and the largest
// change among those in the unit of the metric.
func byMetric(l wording.Language, list []dubbelkrona.Change) *Table {
	t := &Table{Head: []string{l.Pick("nyckeltal", "metric"), l.Pick("ändrade", "changed"), l.Pick("nya", "added"), l.Pick("borttagna", "removed"),
		l.Pick("döljs", "suppressed"), l.Pick("visas nu", "revealed"), l.Pick("största ändring", "largest change"), l.Pick("orsak", "cause")}, Left: []int{6, 7}}
	for group := range chunkBy(list, func(c dubbelkrona.Change) string { return c.Metric }) {
		row := []string{group[0].Metric}
		for _, kind := range dubbelkrona.ChangeKinds() {
			n := 0
			for _, c := range group {
				if c.Kind == kind {
					n++
				}
			}
			row = append(row, l.Number(int64(n)))
		}
		t.Add(append(row, largest(l, group), causes(l, allCauses(group)))...)
	}
	return t
}

// chunkBy splits a list into runs of equal keys.
func chunkBy[T any](list []T, key func(T) string) func(yield func([]T) bool) {
	return func(yield func([]T) bool) {
		for start := 0; start < len(list); {
			end := start + 1
			for end < len(list) && key(list[end]) == key(list[start]) {
				end++
			}
			if !yield(list[start:end]) {
				return
			}
			start = end
		}
	}
}

// largest describes the largest change of a metric's own value; of parts only if no
// such value changes, since their units differ.
func largest(l wording.Language, group []dubbelkrona.Change) string {
	var found *dubbelkrona.Change
	for _, own := range []bool{true, false} {
		for i := range group {
			if c := &group[i]; (c.Part == "") == own && changes.Amount(*c).Unscaled.Sign() != 0 && (found == nil || changes.Larger(changes.Amount(*c), changes.Amount(*found)) > 0) {
				found = c
			}
		}
		if found != nil {
			return fmt.Sprintf("%s %s (%s)", signed(l, changes.Amount(*found)), found.New.Unit, cellName(l, found.Cell))
		}
	}
	return ""
}

func allCauses(group []dubbelkrona.Change) (all []dubbelkrona.Cause) {
	for _, c := range group {
		all = append(all, c.Causes...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Change describes one change in a sentence.
func Change(l wording.Language, c dubbelkrona.Change) string {
	text := fmt.Sprintf("%s: %s", figureOf(l, c.Cell), happening(l, c))
	if len(c.Causes) > 0 {
		text += " " + l.Pick("Orsak: ", "Cause: ") + because(l, c) + "."
	}
	return text
}

func happening(l wording.Language, c dubbelkrona.Change) string {
	switch c.Kind {
	case dubbelkrona.FigureAdded:
		return fmt.Sprintf(l.Pick("nytt tal, %s.", "a new figure, %s."), valueOf(l, c.New))
	case dubbelkrona.FigureRemoved:
		return fmt.Sprintf(l.Pick("publiceras inte längre; det var %s.", "no longer published; it was %s."), valueOf(l, c.Old))
	case dubbelkrona.FigureSuppressed:
		return fmt.Sprintf(l.Pick("visas inte längre (%s); det var %s.", "no longer shown (%s); it was %s."), dubbelkrona.SuppressedMark, valueOf(l, c.Old))
	case dubbelkrona.FigureRevealed:
		return fmt.Sprintf(l.Pick("visas nu, %s; det var dolt (%s).", "now shown, %s; it was suppressed (%s)."), valueOf(l, c.New), dubbelkrona.SuppressedMark)
	}
	if c.Old.Value == c.New.Value {
		return fmt.Sprintf(l.Pick("värdet %s står kvar; %s ändras.", "the value %s stays; %s changes."), valueOf(l, c.New), differences(l, c))
	}
	text := fmt.Sprintf(l.Pick("%s blir %s", "%s becomes %s"), valueOf(l, c.Old), valueOf(l, c.New))
	if d := changes.Amount(c); d.Valid {
		text += " (" + signed(l, d) + ")"
	}
	return text + "."
}

// differences names what differs of a figure whose value stays.
func differences(l wording.Language, c dubbelkrona.Change) string {
	var names []string
	for _, d := range []struct {
		differs bool
		name    string
	}{
		{c.Old.Low != c.New.Low || c.Old.High != c.New.High, l.Pick("intervallet", "the interval")},
		{c.Old.Persons != c.New.Persons, l.Pick("antalet personer", "the number of persons")},
		{c.Old.Unit != c.New.Unit, l.Pick("enheten", "the unit")},
		{c.Old.Grade != c.New.Grade, l.Pick("evidensgraden", "the grade")},
		{c.Old.Status != c.New.Status, l.Pick("statusen", "the status")},
	} {
		if d.differs {
			names = append(names, d.name)
		}
	}
	return strings.Join(names, ", ")
}

// because returns the causes of a change, with how much each accounts for, if that is
// known.
func because(l wording.Language, c dubbelkrona.Change) string {
	if len(c.Shares) == 0 {
		return causes(l, c.Causes)
	}
	var parts []string
	for _, s := range c.Shares {
		parts = append(parts, causeName(l, s.Cause)+" "+signed(l, s.Amount))
	}
	return strings.Join(parts, ", ")
}

func causes(l wording.Language, list []dubbelkrona.Cause) string {
	var names []string
	for _, c := range list {
		names = append(names, causeName(l, c))
	}
	return strings.Join(names, ", ")
}

func causeName(l wording.Language, c dubbelkrona.Cause) string {
	switch c {
	case dubbelkrona.CauseDefinition:
		return l.Pick("definition", "definition")
	case dubbelkrona.CauseParameters:
		return l.Pick("parametrar", "parameters")
	case dubbelkrona.CauseData:
		return "data"
	case dubbelkrona.CauseDisclosure:
		return l.Pick("röjandekontroll", "disclosure control")
	case dubbelkrona.CauseRollback:
		return l.Pick("återgång", "rollback")
	}
	return string(c)
}

// valueOf writes a value as everywhere: suppressed, unknown, or the number.
func valueOf(l wording.Language, f *dubbelkrona.Figure) string {
	if f.Status == dubbelkrona.Suppressed {
		return dubbelkrona.SuppressedMark
	}
	return figure(l, f.Value)
}

// signed writes a difference with its sign.
func signed(l wording.Language, d dubbelkrona.Number) string {
	if d.Valid && d.Unscaled.Sign() > 0 {
		return "+" + figure(l, d)
	}
	return figure(l, d)
}

// figureOf names a metric's figure: its metric, part, group and period.
func figureOf(l wording.Language, c dubbelkrona.Cell) string {
	name := c.Metric
	if c.Part != "" {
		name += " " + c.Part
	}
	return name + ", " + cellName(l, c)
}

// cellName names a group and period.
func cellName(l wording.Language, c dubbelkrona.Cell) string {
	group := groupOf(l, dubbelkrona.Result{Grouping: c.Grouping, Municipality: c.Municipality, Dimensions: c.Dimensions})
	return group + ", " + cmp.Or(c.Period, l.Pick("all tid", "all time"))
}
