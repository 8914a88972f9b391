package study

import (
	"fmt"
	"math"
	"slices"
	"time"

	"dubbelkrona/metrics/effect"
	"dubbelkrona/metrics/effect/evaluate"
)

// Column is a column of an effect's SELECT: its name, the type to which it is cast, the
// path of the header that names it, and whether it must not be NULL.
type Column struct {
	Name, Type, Path string
	Required         bool
}

// Columns returns the columns of an effect's SELECT, each once.
func (s *Study) Columns() (all []Column) {
	add := func(kind, path string, required bool, names ...string) {
		for _, name := range names {
			if !slices.ContainsFunc(all, func(c Column) bool { return c.Name == name }) {
				all = append(all, Column{name, kind, path, required})
			}
		}
	}
	add("VARCHAR", "title", true, "person", "scope")
	add("DATE", "title", true, "start_month")
	add("BOOLEAN", "title", true, "treated", "starts_later")
	add("VARCHAR", "title", false, "supplier", "region", "source")
	for b := 1; b <= s.Blocks; b++ {
		add("BOOLEAN", "blocks", true, fmt.Sprintf("due_%d", b))
	}
	if s.SecondPool != "" {
		add("BOOLEAN", "second_pool", true, s.SecondPool)
	}
	add("DOUBLE", "baseline", true, s.Baseline...)
	add("DOUBLE", "history", true, s.History...)
	add("DOUBLE", "held_out", true, s.HeldOut...)
	if s.Base != "" {
		add("DOUBLE", "base", true, s.Base)
	}
	add("DOUBLE", "before", true, s.Before...)
	for _, o := range s.Outcomes {
		for b := 1; b <= s.Blocks; b++ {
			add("DOUBLE", "outcomes."+o.Name, false, fmt.Sprintf("%s_%d", o.Name, b))
			add("DOUBLE", "outcomes."+o.Name+".known", false, fmt.Sprintf("%s_%d", o.Known, b))
		}
	}
	return all
}

// Reader turns rows with the values of [Study.Columns] into those that are evaluated.
// Its numbers are places of columns.
type Reader struct {
	fixed                              []int // as FixedColumns
	baseline, history, heldOut, before []int
	base, second                       int // −1 if there is none
	due, outcomes, known               []int
}

// Reader returns what reads the rows.
func (s *Study) Reader() *Reader {
	columns := s.Columns()
	place := func(names ...string) (places []int) {
		for _, name := range names {
			places = append(places, slices.IndexFunc(columns, func(c Column) bool { return c.Name == name }))
		}
		return places
	}
	outside := slices.DeleteFunc(slices.Clone(s.HeldOut), func(name string) bool { return slices.Contains(s.History, name) })
	r := &Reader{fixed: place(FixedColumns()...), baseline: place(s.Baseline...), history: place(s.History...), heldOut: place(outside...),
		before: place(s.Before...), base: place(s.Base)[0], second: place(s.SecondPool)[0]}
	for b := 1; b <= s.Blocks; b++ {
		r.due = append(r.due, place(fmt.Sprintf("due_%d", b))...)
	}
	for _, o := range s.Outcomes {
		for b := 1; b <= s.Blocks; b++ {
			r.outcomes = append(r.outcomes, place(fmt.Sprintf("%s_%d", o.Name, b))...)
			r.known = append(r.known, place(fmt.Sprintf("%s_%d", o.Known, b))...)
		}
	}
	return r
}

// Row returns a row. An unknown outcome is not a number.
func (r *Reader) Row(cells []any) evaluate.Row {
	text := func(i int) string { value, _ := cells[r.fixed[i]].(string); return value }
	truth := func(place int) bool { value, _ := cells[place].(bool); return value }
	numbers := func(places []int) []float64 {
		values := make([]float64, len(places))
		for i, place := range places {
			value, known := cells[place].(float64)
			if values[i] = value; !known {
				values[i] = math.NaN()
			}
		}
		return values
	}
	start, _ := cells[r.fixed[2]].(time.Time)
	row := evaluate.Row{Row: effect.Row{Person: text(0), Group: start.Year()*12 + int(start.Month()) - 1, Treated: truth(r.fixed[3]),
		StartsLater: truth(r.fixed[4]), Cluster: text(5), X: numbers(r.baseline), H: numbers(r.history), Y: numbers(r.outcomes), Known: numbers(r.known)},
		Region: text(6), Source: text(7), Before: numbers(r.before), HeldOut: numbers(r.heldOut)}
	if r.base >= 0 {
		row.Base, _ = cells[r.base].(float64)
	}
	row.Second = r.second >= 0 && truth(r.second)
	for i, known := range row.Known {
		if math.IsNaN(known) {
			row.Known[i] = 0
		}
	}
	for _, place := range r.due {
		row.Due = append(row.Due, truth(place))
	}
	return row
}
