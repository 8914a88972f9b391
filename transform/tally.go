package transform

import (
	"math"
	"strings"

	"dubbelkrona"
)

// tally compares the sums that the object states for one column with the
// amounts of its rows. A stated sum is correct if it equals the sum of the
// rows above it, back to an earlier stated sum or the beginning, or of the
// rows below it, up to a later stated sum or the end. This covers subtotals,
// sums of subtotals and sums at the top. Memory use is bounded, whatever the
// size of the object.
type tally struct {
	column *typed[int64]
	parse  func(string) (int64, rule)
	unit   float64 // the unscaled size of one unit: 100 for kronor

	sum   int64
	rows  int64
	doubt bool    // an amount could not be parsed, or rows were left out
	marks []int64 // running sum at the beginning and at each stated sum
	open  []statedSum
}

// statedSum is a stated sum that does not match the rows above it.
type statedSum struct {
	position int64
	value    int64
	at       int64 // running sum of the rows above
}

// The limits of a tally. In an object with more stated sums they are not
// compared.
const (
	maxMarks = 4096
	maxOpen  = 64
)

// makeTallies makes a tally for each column whose amounts can be added.
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

// reckon adds the rows of a batch and compares the stated sums between them.
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

// add adds the amount of row j, even if the row is rejected for another
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
	t.doubt = true // larger than any amount can be
}

// read parses the amount of a raw row; if it is not a number, the tally is in
// doubt.
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

// compare compares a stated sum with the rows above it.
func (t *tally) compare(s sum, positions []int64) {
	doubt := t.doubt
	value, known := t.read(s.row)
	t.doubt = doubt
	if !known {
		return
	}
	t.closeOpen()
	for i, mark := range t.marks {
		if t.close(t.sum-mark, value) {
			t.marks = append(t.marks[:i+1], t.sum)
			return
		}
	}
	if s.vat {
		return
	}
	if len(t.marks) >= maxMarks || len(t.open) >= maxOpen {
		t.doubt = true
		return
	}
	t.marks = append(t.marks, t.sum)
	t.open = append(t.open, statedSum{positions[s.row], value, t.sum})
}

// leaf begins the next sheet, since a sum may be that of one sheet.
func (t *tally) leaf() {
	t.closeOpen()
	if len(t.marks) < maxMarks && t.marks[len(t.marks)-1] != t.sum {
		t.marks = append(t.marks, t.sum)
	}
}

// closeOpen removes the open stated sums that equal the sum of the rows
// between them and the current row.
func (t *tally) closeOpen() {
	open := t.open[:0]
	for _, s := range t.open {
		if t.sum == s.at || !t.close(t.sum-s.at, s.value) {
			open = append(open, s)
		}
	}
	t.open = open
}

// close reports whether two sums are equal up to sign, one unit, and the
// rounding of each row. In thousands and millions the rounding of rows is
// larger.
func (t *tally) close(sum, stated int64) bool {
	allowed := t.unit + float64(t.rows)/2
	if t.unit > 100 {
		allowed = t.unit * (1 + math.Sqrt(float64(t.rows))/2)
	}
	return math.Abs(float64(sum)-float64(stated)) <= allowed || math.Abs(float64(sum)+float64(stated)) <= allowed
}

// verdict returns the first stated sum that matches no rows; nil if all match
// or if amounts are in doubt.
func (t *tally) verdict() *statedSum {
	t.closeOpen()
	if t.doubt || len(t.open) == 0 {
		return nil
	}
	return &t.open[0]
}

// unfitting returns an Invalid error if a stated sum matches no rows, which
// means that the object is incomplete.
func (p *Pass) unfitting() error {
	for _, e := range p.entries {
		for _, t := range e.tallies {
			s := t.verdict()
			if s == nil {
				continue
			}
			return dubbelkrona.Invalidf("object %s refused: the sum of column %s in row %d equals neither the rows above it nor those below it, so rows are missing or duplicated; deliver the complete object, or exclude the row with skip in the mapping if it is not a sum",
				p.origin.Object, t.column.plan.column.Name, s.position)
		}
	}
	return nil
}
