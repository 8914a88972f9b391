package report

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"

	"dubbelkrona"
)

// Sheet writes one sheet of paper for a council about the contracts of one year, and
// then a card for each of them, as a file that needs nothing else. A year without
// figures is a NotFound error.
func Sheet(w io.Writer, d Data, year int) error {
	var b bytes.Buffer
	d.Comments = nil // a sheet of paper has no room for them
	all := pages(&d)
	title := fmt.Sprintf("%s %d – %s", all[0].T("Det dubbla värdet", "The double value"), year, all[0].Place())
	begin(&b, title, policy(hashed(style))+"<style>"+style+"</style>\n")
	for _, p := range all {
		s, err := p.Groups().sheet(year)
		if err != nil {
			return err
		}
		if err := templates.ExecuteTemplate(&b, "sheet", s); err != nil {
			return fmt.Errorf("sheet write: %w", err)
		}
	}
	b.WriteString("</body>\n</html>\n")
	_, err := b.WriteTo(w)
	return err
}

// sheet is the data of the template: a sheet in one language.
type sheet struct {
	*page
	Year  string
	Hero  hero
	Facts table
	Cards []card
}

// Base is the page that the sheet is made of.
func (s sheet) Base() *page { return s.page }

// card is a contract with its headline.
type card struct {
	contract
	Place string
	Hero  hero
	Facts table
}

func (p groups) sheet(year int) (s sheet, err error) {
	var found *cell
	var years []string
	for _, c := range p.of(doubleValue, "year", within("", p.Municipality), p.Municipality) {
		if c.period == strconv.Itoa(year) {
			found = c
		}
		years = append(years, c.period)
	}
	if found == nil {
		return s, dubbelkrona.Errorf(dubbelkrona.NotFound, "the double value of %s has no year %d; its years are %v", p.Place(), year, slices.Compact(years))
	}
	s = sheet{page: p.page, Year: strconv.Itoa(year), Hero: headlines(p).hero(found, p.Place()+", "+strconv.Itoa(year), "sheet")}
	s.Facts = p.facts(found, "facts", p.Place(), "v_in_dv", "e", "e_during", "e_after", "e_kommun", "e_region", "e_stat", "e_individ", "", "p_dv_ge_2", "kr_c", "npv", "coverage", "contracts_included")
	for i, one := range p.contracts(int64(year)) {
		id := fmt.Sprintf("card.%d", i)
		facts := p.facts(one.cell, id, one.ID, "v", "e", "e_during", "e_after", "e_kommun", "e_region", "e_stat", "e_individ", "", "kr_c", "coverage")
		if one.cell.value().Status == dubbelkrona.Suppressed {
			facts.Rows = nil // all of them would be marks
		}
		s.Cards = append(s.Cards, card{one, p.name(one.Municipality), headlines(p).hero(one.cell, one.ID, id), facts})
	}
	return s, nil
}

// facts are some parts of a group, with their intervals.
func (p groups) facts(c *cell, id, label string, parts ...string) table {
	t := table{ID: p.ID(id), Caption: p.T("Tal", "Figures") + ": " + label, Head: heads(1, p.T("Uppgift", "Item"), p.T("Värde", "Value"), p.T("Spann (90\u00a0%)", "Range (90%)"), p.T("Enhet", "Unit")), Quiet: true}
	t.Head[3].Number = false
	for _, part := range parts {
		if c.parts[part] == nil {
			continue
		}
		f, span := p.figure(c, part), words("")
		f.Anchor = "" // a sheet has no explanations
		if f.HasSpan() {
			span = entry{Text: f.Span(), Number: true}
		}
		t.Rows = append(t.Rows, row{Entries: []entry{words(p.title(c.metric, part)), {Figure: &f, Number: true}, span, words(unit(p.l, f.Unit))}})
	}
	return t
}
