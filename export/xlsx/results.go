package xlsx

import (
	"context"
	"fmt"
	"strconv"

	"dubbelkrona"
	"dubbelkrona/export"

	"github.com/xuri/excelize/v2"
)

// headline writes the figures that a reader looks for first.
func (b *book) headline() error {
	s, err := b.sheet(b.pick("Nyckeltal", "Headline"),
		column{b.pick("Nyckeltal", "Figure"), 60}, column{b.pick("Period", "Period"), 12}, column{b.pick("Visas som", "Shown as"), 16}, column{b.pick("Värde", "Value"), 16},
		column{b.pick("Lågt", "Low"), 16}, column{b.pick("Högt", "High"), 16}, column{b.pick("Enhet", "Unit"), 14}, column{b.pick("Personer", "Persons"), 10},
		column{b.pick("Evidens", "Evidence"), 14}, column{"Status", 14}, column{b.pick("Mål", "Target"), 16},
		column{b.pick("Värde minus mål", "Value minus target"), 18}, column{b.pick("Uppnått", "Reached"), 18}, column{b.pick("Påhittade uppgifter", "Made-up data"), 20}, column{b.pick("Färskt", "Fresh"), 12},
		column{b.pick("Varningar", "Warnings"), 40}, column{b.pick("Namn", "Name"), 28}, column{"Definition", 20})
	if err != nil {
		return err
	}
	for i := range b.document.Headline {
		f := &b.document.Headline[i]
		r, period := &f.Result, f.Result.Period
		if r.PeriodGrain == "all" {
			period = b.pick("all tid", "all time")
		}
		if err := s.add(b.in(f.Title), period, excelize.Cell{StyleID: b.mark, Value: b.in(f.Shown)}, b.number(r, r.Value), b.number(r, r.Low), b.number(r, r.High), r.Unit, b.count(r),
			r.Grade, r.Status, b.target(r, &r.Target), b.target(r, &r.Gap), b.in(dubbelkrona.TargetWords(r.TargetStatus)), b.truth(r.Synthetic), r.Fresh.String(), r.Warnings, f.Name, r.Definition); err != nil {
			return err
		}
	}
	return s.end()
}

// results writes all results with the columns and names of the other formats, at most
// max on a sheet.
func (b *book) results(ctx context.Context, max int) error {
	var s *sheet
	next := func() (err error) {
		name := b.pick("Resultat", "Figures")
		if s != nil {
			if err := s.end(); err != nil {
				return err
			}
			name += " " + strconv.Itoa(b.sheets)
		}
		s, err = b.sheet(name, resultColumns()...)
		return err
	}
	if err := next(); err != nil {
		return err
	}
	columns := dubbelkrona.ResultColumns()
	cells := make([]any, len(columns))
	err := export.Each(ctx, b.document.Rows, func(r *dubbelkrona.Result) error {
		if s.row > max {
			if err := next(); err != nil {
				return err
			}
		}
		for i, c := range columns {
			cells[i] = b.cell(r, c.Field(r))
		}
		// Only a value, not a limit of an interval, may be unknown rather than absent.
		if mark := r.Mark(); mark == dubbelkrona.UnknownMark {
			cells[valueAt(columns)] = excelize.Cell{StyleID: b.mark, Value: mark}
		}
		return s.add(cells...)
	})
	if err != nil {
		return err
	}
	return s.end()
}

// valueAt returns the place of the value among the columns.
func valueAt(columns []dubbelkrona.ResultColumn) int {
	for i, c := range columns {
		if c.Name == "value" {
			return i
		}
	}
	return 0
}

func resultColumns() (all []column) {
	wide := map[string]float64{"metric": 28, "part": 24, "grouping": 24, "dimensions": 30, "value": 18, "low": 18, "high": 18, "target": 18, "gap": 18, "target_status": 18, "warnings": 40, "comments": 60, "definition": 20, "snapshot": 28}
	for _, c := range dubbelkrona.ResultColumns() {
		width := wide[c.Name]
		if width == 0 {
			width = 13
		}
		all = append(all, column{c.Name, width})
	}
	return all
}

// cell returns the cell of a value of a result.
func (b *book) cell(r *dubbelkrona.Result, field any) any {
	switch v := field.(type) {
	case *dubbelkrona.Number:
		if v == &r.Target || v == &r.Gap {
			return b.target(r, v)
		}
		return b.number(r, *v)
	case *dubbelkrona.Count:
		return b.count(r)
	case *bool:
		return *v
	case *string:
		return *v
	default: // a day or an object
		return fmt.Sprint(v)
	}
}

// number returns a number of a result, the mark if it is not released, or nothing.
func (b *book) number(r *dubbelkrona.Result, n dubbelkrona.Number) any {
	if r.Status == dubbelkrona.Suppressed {
		return excelize.Cell{StyleID: b.mark, Value: dubbelkrona.SuppressedMark}
	}
	return known(n)
}

// known returns a number, or nothing.
func known(n dubbelkrona.Number) any {
	if !n.Valid {
		return nil
	}
	x, err := strconv.ParseFloat(n.String(), 64)
	if err != nil {
		return n.String() // cannot be: String writes digits
	}
	return x
}

// target returns the target of a result or the gap to it, given as the field. A target is
// shown even if the value is not released; without a target there is no gap to hide.
func (b *book) target(r *dubbelkrona.Result, field *dubbelkrona.Number) any {
	if field == &r.Target || !r.Target.Valid {
		return known(*field)
	}
	return b.number(r, *field)
}

// count returns the number of persons of a result, as number does.
func (b *book) count(r *dubbelkrona.Result) any {
	switch {
	case r.Status == dubbelkrona.Suppressed:
		return excelize.Cell{StyleID: b.mark, Value: dubbelkrona.SuppressedMark}
	case !r.Persons.Valid:
		return nil
	}
	return r.Persons.N
}

// truth writes yes or no.
func (b *book) truth(yes bool) string {
	if yes {
		return b.pick("ja", "yes")
	}
	return b.pick("nej", "no")
}
