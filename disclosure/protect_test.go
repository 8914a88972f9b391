package disclosure_test

import (
	"context"
	"slices"
	"testing"

	"dubbelkrona/disclosure"
)

func protect(t *testing.T, p disclosure.Problem) disclosure.Outcome {
	t.Helper()
	o, err := disclosure.Protect(context.Background(), p)
	if err != nil {
		t.Fatal(err)
	}
	if len(o.Marks) != len(p.Cells) {
		t.Fatalf("%d marks for %d cells", len(o.Marks), len(p.Cells))
	}
	return o
}

// table returns the problem of a two-way table with its margins: cells "r,c", and "+"
// for a margin.
func table(threshold int, counts [][]int64) disclosure.Problem {
	p := disclosure.Problem{Threshold: threshold}
	rows, columns := make([]disclosure.Set, len(counts)), make([]disclosure.Set, len(counts[0]))
	var all disclosure.Set
	for r, line := range counts {
		for c, n := range line {
			class := int32(len(p.Persons))
			p.Persons = append(p.Persons, n)
			rows[r], columns[c], all = append(rows[r], class), append(columns[c], class), append(all, class)
			p.Cells = append(p.Cells, disclosure.Cell{Key: name(r) + "," + name(c), Rank: 2, Sets: []disclosure.Set{{class}}})
		}
	}
	for r, s := range rows {
		p.Cells = append(p.Cells, disclosure.Cell{Key: name(r) + ",+", Rank: 1, Sets: []disclosure.Set{s}})
	}
	for c, s := range columns {
		p.Cells = append(p.Cells, disclosure.Cell{Key: "+," + name(c), Rank: 1, Sets: []disclosure.Set{s}})
	}
	p.Cells = append(p.Cells, disclosure.Cell{Key: "+,+", Sets: []disclosure.Set{all}})
	return p
}

func name(i int) string { return string(rune('a' + i)) }

// suppressed returns the keys of the cells that are not released, sorted.
func suppressed(p disclosure.Problem, o disclosure.Outcome) (keys []string) {
	for i, m := range o.Marks {
		if m != disclosure.Released {
			keys = append(keys, p.Cells[i].Key)
		}
	}
	slices.Sort(keys)
	return keys
}

func TestOneSmallCellTakesThreeMore(t *testing.T) {
	p := table(5, [][]int64{{20, 50, 10}, {8, 19, 22}, {17, 3, 12}})
	o := protect(t, p)
	// c,b is of 3 persons. The smallest rectangle of larger cells around it has to go.
	if got, want := suppressed(p, o), []string{"b,a", "b,b", "c,a", "c,b"}; !slices.Equal(got, want) {
		t.Errorf("suppressed %q, want %q", got, want)
	}
	if o.Count(disclosure.Primary) != 1 || o.Count(disclosure.Secondary) != 3 || o.Count(disclosure.Released) != 12 {
		t.Errorf("%d primary, %d secondary, %d released", o.Count(disclosure.Primary), o.Count(disclosure.Secondary), o.Count(disclosure.Released))
	}
}
