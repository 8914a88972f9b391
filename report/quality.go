package report

import (
	"fmt"
	"slices"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/wording"
)

// quality is the section about the data.
type quality struct{ *page }

// Coverage is how much of what was bought the double value covers.
func (p quality) Coverage() table {
	c := p.focus()
	t := table{ID: p.ID("coverage"), Caption: fmt.Sprintf(p.T("Vad det dubbla värdet omfattar: %s", "What the double value covers: %s"), p.Place()), Group: p.about(c, p.Place()),
		Head: heads(1, p.T("Uppgift", "Item"), p.T("Värde", "Value"))}
	if c == nil {
		return t
	}
	for _, part := range []string{"coverage", "coverage_v", "contracts", "contracts_included", "contracts_estimated", "contracts_not_shown", "contracts_assumed_reference", "contracts_assumed_reading"} {
		if c.parts[part] != nil {
			t.Rows = append(t.Rows, row{Entries: []entry{words(p.title(doubleValue, part)), p.shown(c, part)}})
		}
	}
	return t
}

// Findings are the checks that found something or could not run.
func (p quality) Findings() table {
	t := table{ID: p.ID("checks"), Sort: true, Caption: p.T("Kontroller som fann något", "Checks that found something"),
		Head: heads(4, p.T("Kontroll", "Check"), p.T("Vad den fann", "What it found"), p.T("Rör", "Concerns"), p.T("Slag", "Kind"), p.T("Rader", "Rows"))}
	for _, c := range p.Checks {
		if c.Status == dubbelkrona.CheckOK {
			continue
		}
		kind := p.T("varning", "warning")
		if c.Severity == dubbelkrona.Reject {
			kind = p.T("stoppar publicering", "blocks publication")
		}
		found, count := p.In(c.Sample), entry{Text: wording.Unknown, Number: true}
		if c.Counted() {
			count.Text, count.Exact = p.l.Number(c.Offending), fmt.Sprint(c.Offending)
		}
		if c.Status == dubbelkrona.CheckFailed {
			found = p.T("Kontrollen gick inte att köra.", "The check could not run.")
		}
		var concerns []string
		for _, name := range c.Concerns {
			concerns = append(concerns, p.title(name, ""))
		}
		t.Rows = append(t.Rows, row{ID: p.ID("check." + c.Name), Entries: []entry{words(p.checkTitle(c)), words(found), words(strings.Join(concerns, "; ")), words(kind),
			count}})
	}
	return t
}

func (p quality) checkTitle(c dubbelkrona.CheckResult) string {
	if title := p.In(c.Title); title != "" {
		return title
	}
	return c.Name
}

// Passed says which checks found nothing.
func (p quality) Passed() (titles []string) {
	for _, c := range p.Checks {
		if c.Status == dubbelkrona.CheckOK {
			titles = append(titles, p.checkTitle(c))
		}
	}
	return titles
}

// Rejected are the rows in quarantine.
func (p quality) Rejected() table {
	t := table{ID: p.ID("quarantine"), Sort: true, Caption: p.T("Rader i karantän", "Rows in quarantine"),
		Head: heads(3, p.T("Källa", "Source"), p.T("Tabell", "Table"), p.T("Regel", "Rule"), p.T("Rader", "Rows"))}
	for _, q := range p.Quarantine {
		if q.Severity == dubbelkrona.Reject {
			t.Rows = append(t.Rows, row{Entries: []entry{words(q.Source), {Text: q.Table, Code: true}, {Text: q.Rule, Code: true}, {Text: p.l.Number(q.Count), Exact: fmt.Sprint(q.Count), Number: true}}})
		}
	}
	return t
}

// Freshness is how fresh the data of each source was.
func (p quality) Freshness() table {
	t := table{ID: p.ID("sources"), Sort: true, Caption: p.T("Källor", "Sources"),
		Head: heads(7, p.T("Källa", "Source"), p.T("Senaste leverans", "Last delivery"), p.T("Senast helt läst", "Last read completely"), p.T("Färsk till", "Fresh until"),
			p.T("Läge", "State"), p.T("Uppgifter", "Data"), p.T("Ansvarig", "Owner"))}
	for _, s := range p.Sources {
		state, kind := p.T("färsk", "fresh"), p.T("från källan", "from the source")
		if s.Stale {
			state = p.T("inte färsk", "not fresh")
		}
		if s.Synthetic {
			kind = p.T("påhittade", "made up")
		}
		t.Rows = append(t.Rows, row{Entries: []entry{words(s.Name), words(day(s.Delivered)), words(day(s.Read)), words(day(s.Until)), words(state), words(kind), {Text: string(s.Owner), Quoted: true}}})
	}
	return t
}

// Oldest is the day of the oldest of the sources' last deliveries.
func (p quality) Oldest() string {
	var days []string
	for _, s := range p.Sources {
		if s.Delivered.IsZero() {
			continue
		}
		days = append(days, day(s.Delivered))
	}
	if len(days) == 0 {
		return ""
	}
	return slices.Min(days)
}

// Stale are the names of the sources that are not fresh.
func (p quality) Stale() string {
	var names []string
	for _, s := range p.Sources {
		if s.Stale {
			names = append(names, s.Name)
		}
	}
	return list(p.l, names)
}
