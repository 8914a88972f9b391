package transform

import (
	"math"
	"strings"

	"dubbelkrona"
)

// tally follows the amounts of one column from row to row and compares them
// with the sums that the object states. A sum is right if it is that of the
// rows above it, back to any sum before or to the beginning, or that of the
// rows below it, down to any sum behind or to the end: subtotals, sums of
// subtotals and sums at the top are. It holds a few numbers, however long the
// object is.
type tally struct {
	column *typed[int64]
	parse  func(string) (int64, rule)
	unit   float64 // the unscaled size of one unit: 100 for kronor

	sum   int64
	rows  int64
	doubt bool    // an amount could not be read, or rows were left out
	marks []int64 // the sum at each sum stated, the first at the beginning
	open  []statedSum
}

// statedSum is a sum that fits nothing above it.
type statedSum struct {
	position int64
	value    int64
	at       int64 // the sum of the rows above
}

// The most that a tally holds. An object with more has its sums left out and
// not compared.
const (
	mostMarks = 4096
	mostOpen  = 64
)

// makeTallies makes those of the columns whose amounts can be added.
func (e *boundEntry) makeTallies() {
	for i, column := range e.columns {
		col := &e.table.Columns[i]
		numbers, ok := column.(*typed[int64])
		if !ok || col.Type != dubbelkrona.Money || strings.HasSuffix(col.Name, "price") || e.entry.columns[i] == nil {
			continue
		}
		plan := e.entry.columns[i]
		unit := math.Pow10(plan.number.scale + plan.number.exponent)
		e.tallies = append(e.tallies, &tally{column: numbers, parse: plan.number.parse, unit: unit, marks: []int64{0},
			doubt: len(plan.placeholders) > 0 || plan.constant != nil})
	}
}

// reckon adds the rows of a batch, and compares the sums between them.
func (e *boundEntry) reckon(positions []int64, n int) {
	if len(e.tallies) == 0 {
		return
	}
	leftOut := e.rows.n+len(e.sums) < n
	for _, t := range e.tallies {
		t.doubt = t.doubt || leftOut
		if t.column.src.cells == nil {
			continue
		}
		next := 0
		for j := range e.rows.n {
			for next < len(e.sums) && e.sums[next].row < e.rows.raw(j) {
				t.compare(e.sums[next], positions)
				next++
			}
			t.add(&e.rows, j)
		}
		for ; next < len(e.sums); next++ {
			t.compare(e.sums[next], positions)
		}
	}
}

// add adds the amount of row j, also of a row that is rejected for another
// reason.
func (t *tally) add(r *rows, j int) {
	t.rows++
	v := t.column.values[j]
	if !t.column.valid[j] || v == 0 && r.bad[j] {
		var known bool
		if v, known = t.read(r.raw(j)); !known {
			return
		}
	}
	if sum := t.sum + v; (sum > t.sum) == (v > 0) || v == 0 {
		t.sum = sum
		return
	}
	t.doubt = true // larger than any amount is
}

// read reads an amount as it stands; what is no number leaves a doubt.
func (t *tally) read(row int) (v int64, known bool) {
	cell, known := t.column.src.cell(row)
	text := clean(cell)
	if t.column.shape != nil {
		var why rule
		if text, why = t.column.shape.apply(text, t.column.src.constant == nil); why != "" {
			t.doubt = true
			return 0, false
		}
	}
	if !known || isNull(text) || text == "." {
		return 0, false
	}
	v, why := t.parse(text)
	if why != "" {
		t.doubt = true
	}
	return v, why == ""
}

// compare compares a sum that the object states with the rows above it.
func (t *tally) compare(s sum, positions []int64) {
	doubt := t.doubt
	value, known := t.read(s.row)
	t.doubt = doubt
	if !known {
		return
	}
	t.settle()
	for i, mark := range t.marks {
		if t.close(t.sum-mark, value) {
			t.marks = append(t.marks[:i+1], t.sum)
			return
		}
	}
	if s.vat {
		return
	}
	if len(t.marks) >= mostMarks || len(t.open) >= mostOpen {
		t.doubt = true
		return
	}
	t.marks = append(t.marks, t.sum)
	t.open = append(t.open, statedSum{positions[s.row], value, t.sum})
}

// leaf turns to the next sheet: a sum on it may be that of the sheet.
func (t *tally) leaf() {
	t.settle()
	if len(t.marks) < mostMarks && t.marks[len(t.marks)-1] != t.sum {
		t.marks = append(t.marks, t.sum)
	}
}

// settle closes the sums that are those of the rows between them and here.
func (t *tally) settle() {
	open := t.open[:0]
	for _, s := range t.open {
		if t.sum == s.at || !t.close(t.sum-s.at, s.value) {
			open = append(open, s)
		}
	}
	t.open = open
}

// close reports whether a sum is the one that is stated: of either sign, and
// within a unit and what rounding each row to the last decimal adds up to. In
// thousands and millions the rows are rounded much more.
func (t *tally) close(sum, stated int64) bool {
	allowed := t.unit + float64(t.rows)/2
	if t.unit > 100 {
		allowed = t.unit * (1 + math.Sqrt(float64(t.rows))/2)
	}
	return math.Abs(float64(sum)-float64(stated)) <= allowed || math.Abs(float64(sum)+float64(stated)) <= allowed
}

// verdict is the first sum that fits no rows; nil where all do, or where the
// rows leave a doubt.
func (t *tally) verdict() *statedSum {
	t.settle()
	if t.doubt || len(t.open) == 0 {
		return nil
	}
	return &t.open[0]
}

// unfitting is an Invalid error if a sum that the object states is not that of
// its rows, which shows that the object is not whole.
func (p *Pass) unfitting() error {
	for _, e := range p.entries {
		for _, t := range e.tallies {
			s := t.verdict()
			if s == nil {
				continue
			}
			return dubbelkrona.Errorf(dubbelkrona.Invalid,
				"object %s refused: row %d states a sum of column %s that neither the rows above it nor those below it have, so that rows are missing or there are too many; deliver it whole, or leave the row out with skip in the mapping if it states something else",
				p.origin.Object, s.position, t.column.plan.column.Name)
		}
	}
	return nil
}
