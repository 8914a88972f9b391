package report

import (
	"fmt"
	"strings"

	"dubbelkrona"
)

// Restated are the figures that were published as something else before.
func (p quality) Restated() table {
	t := table{ID: p.ID("restatements"), Quiet: true, Sort: true, Caption: p.T("Rättelser", "Restatements"),
		Head: heads(7, p.T("Dag", "Day"), p.T("Tal", "Figure"), p.T("Vad som hände", "What happened"), p.T("Före", "Before"), p.T("Efter", "After"), p.T("Skäl", "Reason"), p.T("Ögonblicksbilder", "Snapshots"))}
	t.Head[3].Number, t.Head[4].Number = true, true
	for _, r := range p.Restatements {
		t.Rows = append(t.Rows, row{Entries: []entry{words(day(r.At)), words(p.restated(r)), words(p.happened(r)), p.was(r, r.Old, r.OldStatus), p.was(r, r.New, r.NewStatus), words(p.reasons(r.Reason)), {Text: r.From + " → " + r.To, Code: true}}})
	}
	return t
}

// restated names the figure, or the metric of several figures.
func (p quality) restated(r dubbelkrona.Restatement) string {
	if r.Figures > 1 {
		return fmt.Sprintf(p.T("%s: %s tal", "%s: %s figures"), p.title(r.Metric, ""), p.l.Number(r.Figures))
	}
	return p.named(r.Cell)
}

// named names a figure: its metric, part, group and period.
func (p quality) named(r dubbelkrona.Cell) string {
	c := &cell{group: group{metric: r.Metric, grain: r.PeriodGrain, period: r.Period, grouping: r.Grouping, municipality: r.Municipality, dimensions: r.Dimensions}}
	names := []string{p.title(r.Metric, "")}
	if r.Part != "" {
		names = append(names, p.title(r.Metric, r.Part))
	}
	for _, dimension := range strings.FieldsFunc(r.Grouping, func(r rune) bool { return r == ',' }) {
		value, known := c.dimension(dimension)
		switch {
		case dimension == "municipality":
			value = p.name(value)
		case !known:
			value = p.T("okänt", "unknown")
		}
		names = append(names, value)
	}
	if r.Period != "" {
		names = append(names, r.Period)
	}
	return strings.Join(names, ", ")
}

func (p quality) happened(r dubbelkrona.Restatement) string {
	switch r.Kind {
	case dubbelkrona.Restated:
		return p.T("fick ett annat värde", "got another value")
	case dubbelkrona.RestatedSuppressed:
		return p.T("visas inte längre", "is no longer shown")
	case dubbelkrona.RestatedRevealed:
		return p.T("visas nu", "is shown now")
	case dubbelkrona.RestatedRemoved:
		return p.T("publiceras inte längre", "is no longer published")
	case dubbelkrona.RestatementOfUpdates:
		return p.T("uppdaterades av nya uppgifter", "was updated by new data")
	}
	return string(r.Kind)
}

// was writes a value as it was or is published; empty for several figures and for one
// that is not published.
func (p quality) was(r dubbelkrona.Restatement, value dubbelkrona.Number, status string) entry {
	if r.Figures > 1 || status == "" {
		return entry{Number: true}
	}
	f := figure{Result: &dubbelkrona.Result{Value: value, Unit: r.Unit, Status: status}, l: p.l, places: places(r.Unit, p.decimals(r.Metric)), percent: r.Unit == "share" || r.Unit == "probability"}
	return entry{Figure: &f, Number: true}
}

func (p quality) reasons(causes string) string {
	names := map[dubbelkrona.Cause]string{
		dubbelkrona.CauseDefinition: p.T("definitionen ändrades", "the definition changed"), dubbelkrona.CauseParameters: p.T("antaganden ändrades", "assumptions changed"),
		dubbelkrona.CauseData: p.T("uppgifterna ändrades", "the data changed"), dubbelkrona.CauseDisclosure: p.T("skyddet av enskilda", "the protection of individuals"),
		dubbelkrona.CauseRollback: p.T("återgång till en tidigare ögonblicksbild", "going back to an earlier snapshot"),
	}
	var all []string
	for _, cause := range strings.FieldsFunc(causes, func(r rune) bool { return r == ',' }) {
		name, known := names[dubbelkrona.Cause(cause)]
		if !known {
			name = cause
		}
		all = append(all, name)
	}
	return strings.Join(all, "; ")
}
