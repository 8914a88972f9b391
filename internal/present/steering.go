package present

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/wording"
)

// undertakingStates are the parts of the metric requirement_fulfilment by which
// undertakings are counted, with their words.
var undertakingStates = []struct {
	part string
	word dubbelkrona.Label
}{
	{"fulfilled", dubbelkrona.Label{SV: "uppfyllt", EN: "fulfilled"}},
	{"on_the_way", dubbelkrona.Label{SV: "på väg", EN: "on the way"}},
	{"late", dubbelkrona.Label{SV: "sent", EN: "late"}},
	{"unknown", dubbelkrona.Label{SV: "okänt", EN: "unknown"}},
}

// targetStates are how figures stand to their targets, in the order in which they are
// counted. A figure that is not released has none.
var targetStates = []string{dubbelkrona.TargetReached, dubbelkrona.TargetNotReached, dubbelkrona.TargetUnclear, ""}

// SteeringLines returns a line about undertakings and one about targets, without those of
// which there are none.
func SteeringLines(l wording.Language, s dubbelkrona.Steering) (lines []string) {
	if line := undertakingLine(l, s.Undertakings); line != "" {
		lines = append(lines, line)
	}
	if len(s.Targeted) == 0 {
		return lines
	}
	count := make(map[string]int64)
	for _, r := range s.Targeted {
		count[r.TargetStatus]++
	}
	var words []string
	for _, state := range targetStates {
		if count[state] > 0 {
			words = append(words, targetState(l, state)+" "+l.Number(count[state]))
		}
	}
	return append(lines, l.Pick("Mål", "Targets")+madeUp(l, s.Targeted)+": "+strings.Join(words, ", "))
}

func targetState(l wording.Language, status string) string {
	if status == "" {
		return l.Pick("lämnas inte ut", "not released")
	}
	return dubbelkrona.TargetWords(status).In(string(l))
}

func undertakingLine(l wording.Language, rows []dubbelkrona.Result) string {
	_, groups := byMunicipality(rows)
	total, there := groups[""]
	if !there || !total.parts["undertakings"].Decimal.IsPositive() {
		return ""
	}
	var words []string
	for _, state := range undertakingStates {
		text := state.word.In(string(l)) + " " + l.Nullable(total.parts[state.part], 0)
		if contracts := lateContracts(rows); state.part == "late" && len(contracts) > 0 {
			text += " (" + l.Some(contracts) + ")"
		}
		words = append(words, text)
	}
	return l.Pick("Åtaganden", "Undertakings") + madeUp(l, rows) + ": " + strings.Join(words, ", ")
}

// lateContracts returns the contracts that have a late undertaking.
func lateContracts(rows []dubbelkrona.Result) (contracts []string) {
	for _, r := range rows {
		var group struct{ Contract string }
		if err := json.Unmarshal([]byte(r.Dimensions), &group); err == nil && group.Contract != "" {
			contracts = append(contracts, dubbelkrona.Printable(group.Contract))
		}
	}
	return contracts
}

// madeUp marks figures of which any is made up.
func madeUp(l wording.Language, rows []dubbelkrona.Result) string {
	for _, r := range rows {
		if r.Synthetic {
			return l.Pick(" (SYNTETISKA UPPGIFTER)", " (SYNTHETIC DATA)")
		}
	}
	return ""
}

// Steering writes two tables: the undertakings of each municipality's suppliers by state,
// and each target with the figure that it is about. definitions are by name; name returns a
// municipality's name for its code.
func Steering(w io.Writer, l wording.Language, s dubbelkrona.Steering, targets []dubbelkrona.Target, definitions map[string]dubbelkrona.MetricDefinition, name func(code string) string) error {
	if err := undertakings(w, l, s.Undertakings, name); err != nil || len(s.Targeted) == 0 {
		return err
	}
	decided := make(map[dubbelkrona.Cell]*dubbelkrona.Target)
	for i := range targets {
		decided[targets[i].Cell] = &targets[i]
	}
	t := Table{Head: []string{l.Pick("Nyckeltal", "Metric"), l.Pick("gäller", "of"), l.Pick("värde", "value"), l.Pick("mål", "target")}, Left: []int{1, 3}}
	for _, r := range s.Targeted {
		d := definitions[r.Metric]
		write := func(n dubbelkrona.Number) string { return l.Nullable(nullable(n), int32(d.Decimals)) }
		value := write(r.Value)
		if r.Status == dubbelkrona.Suppressed {
			value = dubbelkrona.SuppressedMark
		}
		title := d.Title.In(string(l))
		if r.Part != "" {
			title += ", " + d.TitleOf(r.Part).In(string(l))
		}
		t.Add(title, placeOf(l, r, name), value, l.Target(&r, decided[r.Cell()], write))
	}
	if _, err := fmt.Fprintf(w, "%s%s\n", l.Pick("Mål", "Targets"), madeUp(l, s.Targeted)); err != nil {
		return err
	}
	return endTable(w, t)
}

// endTable writes a table and an empty line.
func endTable(w io.Writer, t Table) error {
	if err := t.Write(w); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w)
	return err
}

// placeOf names the group and period of a figure, with the municipality's name.
func placeOf(l wording.Language, r dubbelkrona.Result, name func(code string) string) string {
	cell := r.Cell()
	if cell.Municipality != "" {
		cell.Municipality = name(cell.Municipality)
	}
	return cellName(l, cell)
}

func undertakings(w io.Writer, l wording.Language, rows []dubbelkrona.Result, name func(code string) string) error {
	codes, groups := byMunicipality(rows)
	if total, there := groups[""]; !there || !total.parts["undertakings"].Decimal.IsPositive() {
		return nil
	}
	t := Table{Head: []string{l.Pick("Kommun", "Municipality")}}
	for _, state := range undertakingStates {
		t.Head = append(t.Head, state.word.In(string(l)))
	}
	for _, code := range append(codes, "") {
		row := []string{l.Pick("Alla", "All")}
		if code != "" {
			row[0] = name(code)
		}
		for _, state := range undertakingStates {
			row = append(row, l.Nullable(groups[code].parts[state.part], 0))
		}
		t.Add(row...)
	}
	if _, err := fmt.Fprintf(w, "%s%s\n", l.Pick("Leverantörernas åtaganden", "The suppliers' undertakings"), madeUp(l, rows)); err != nil {
		return err
	}
	return endTable(w, t)
}
