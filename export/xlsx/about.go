package xlsx

import (
	"strings"
	"time"

	"dubbelkrona"
)

// definitions writes the metrics and their parts.
func (b *book) definitions() error {
	s, err := b.sheet(b.pick("Definitioner", "Definitions"),
		column{b.pick("Nyckeltal", "Metric"), 28}, column{b.pick("Del", "Part"), 24}, column{b.pick("Titel", "Title"), 44}, column{b.pick("Enhet", "Unit"), 14},
		column{b.pick("Grupperas efter", "Grouped by"), 34}, column{b.pick("Förklaring", "Explanation"), 80}, column{b.pick("Inbyggt", "Built in"), 10}, column{"Definition", 66})
	if err != nil {
		return err
	}
	for i := range b.document.Definitions {
		d := &b.document.Definitions[i]
		if err := s.add(d.Name, "", b.in(d.Title), d.Unit, strings.Join(d.By, ", "), strings.TrimSpace(b.in(d.Doc)), b.truth(d.BuiltIn), d.Hash); err != nil {
			return err
		}
		for _, p := range d.Parts {
			if err := s.add(d.Name, p.Name, b.in(d.TitleOf(p.Name)), p.Unit, strings.Join(d.By, ", "), "", b.truth(d.BuiltIn), d.Hash); err != nil {
				return err
			}
		}
	}
	return s.end()
}

// sources writes how fresh each source is.
func (b *book) sources() error {
	s, err := b.sheet(b.pick("Källor", "Sources"),
		column{b.pick("Källa", "Source"), 28}, column{b.pick("Senaste leverans (UTC)", "Last delivery (UTC)"), 24}, column{b.pick("Senast läst i sin helhet (UTC)", "Last read completely (UTC)"), 30},
		column{b.pick("Äldre än den borde", "Older than it should be"), 24}, column{b.pick("Påhittade uppgifter", "Made-up data"), 20})
	if err != nil {
		return err
	}
	for _, f := range b.document.Header.Sources {
		if err := s.add(f.Name, moment(f.Delivered), moment(f.Succeeded), b.truth(f.Stale), b.truth(f.Synthetic)); err != nil {
			return err
		}
	}
	return s.end()
}

// moment writes a moment in UTC to the second, or the mark of the unknown.
func moment(t time.Time) string {
	if t.IsZero() {
		return dubbelkrona.UnknownMark
	}
	return t.UTC().Format(time.DateTime)
}

// warnings writes what the checks found.
func (b *book) warnings() error {
	s, err := b.sheet(b.pick("Varningar", "Warnings"),
		column{b.pick("Kontroll", "Check"), 30}, column{b.pick("Vad den letar efter", "What it looks for"), 50}, column{"Status", 12}, column{b.pick("Rader", "Rows"), 10},
		column{b.pick("Gäller", "Concerns"), 40}, column{b.pick("Exempel", "Examples"), 90})
	if err != nil {
		return err
	}
	words := map[dubbelkrona.CheckStatus]dubbelkrona.Label{
		dubbelkrona.CheckOK: {SV: "inget funnet", EN: "nothing found"}, dubbelkrona.CheckOffending: {SV: "varning", EN: "warning"}, dubbelkrona.CheckFailed: {SV: "kunde inte köras", EN: "could not run"},
	}
	for _, c := range b.document.Checks {
		rows := any(c.Offending)
		if !c.Counted() {
			rows = dubbelkrona.UnknownMark
		}
		if err := s.add(c.Name, b.in(c.Title), b.in(words[c.Status]), rows, strings.Join(c.Concerns, ", "), b.in(c.Sample)); err != nil {
			return err
		}
	}
	return s.end()
}

// about writes what the file was made from, and what its marks mean.
func (b *book) about() error {
	s, err := b.sheet(b.pick("Om filen", "About"), column{b.pick("Uppgift", "Item"), 16}, column{b.pick("Värde", "Value"), 80}, column{b.pick("Betydelse", "Meaning"), 70})
	if err != nil {
		return err
	}
	for _, f := range b.document.Header.Facts() {
		if err := s.add(f.Name, f.Value, b.in(f.Doc)); err != nil {
			return err
		}
	}
	for _, mark := range [][3]string{
		{dubbelkrona.SuppressedMark, b.pick("lämnas inte ut", "not released"), b.pick("värdet skulle kunna säga något om enskilda personer", "the value could tell something about single persons")},
		{dubbelkrona.UnknownMark, b.pick("okänt", "unknown"), b.pick("uppgifter saknas; det är inte 0", "data are missing; it is not 0")},
	} {
		if err := s.add(mark[0], mark[1], mark[2]); err != nil {
			return err
		}
	}
	return s.end()
}
