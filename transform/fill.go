package transform

import (
	"slices"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"dubbelkrona"
)

// FaultColumn is the name of the raw column in which a format reports that a
// row is broken, and why; NULL if the row is not. It is never mapped.
const FaultColumn = "_fault"

// ruleFields is the rule for rows that the format could not parse.
const ruleFields rule = "row.fields"

// boundEntry is an entry whose columns are connected to those of a schema.
type boundEntry struct {
	*entry
	columns []column
	schema  *arrow.Schema
	where   []*boundCondition
	skip    []*boundCondition
	totals  []*boundCondition
	sums    []sum // of the batch
	tallies []*tally
	rows    rows
	index   []int32
	isTotal []bool
	keep    []int32
}

// faults rejects the rows that the format reports as broken.
func (p *Pass) faults(raw *dubbelkrona.RawBatch, n int) {
	if p.fault == nil || p.fault.NullN() == n {
		return
	}
	for i := range n {
		if p.fault.IsNull(i) {
			continue
		}
		p.bad[i], p.dropped[i] = true, false
		p.report.reject(p.entries[0].table.Name, "", raw.Rows[i], ruleFields, "the row is broken: "+reason(p.fault.Value(i)))
	}
}

// fill makes the typed batches of one entry: none if no row is left, one, or
// several if rows become months.
func (p *Pass) fill(e *boundEntry, raw *dubbelkrona.RawBatch, n int, emit func(*dubbelkrona.TypedBatch) error, issue func(dubbelkrona.Issue) error) error {
	p.route(e, raw, n)
	if err := p.report.send(issue, unnamed); err != nil {
		return err
	}
	if e.rows.n == 0 {
		e.reckon(raw.Rows, n)
		return nil
	}
	e.rows.positions, e.rows.report = raw.Rows, &p.report
	e.rows.bad = resized(e.rows.bad, e.rows.n)
	for _, c := range e.columns {
		c.read(&e.rows)
	}
	e.reckon(raw.Rows, n)
	e.checkCases()
	e.moveTotals()
	e.moveForeign()
	for _, c := range e.columns {
		c.complete(&e.rows)
	}
	if e.months != nil {
		e.checkSpells(p)
	}
	if err := p.report.send(issue, e.subjects()); err != nil {
		return err
	}
	kept := e.kept()
	for j, bad := range e.rows.bad {
		if bad {
			p.bad[e.rows.raw(j)] = true
		}
	}
	send := func(n int) error {
		p.counts.Written += int64(n)
		batch := &dubbelkrona.TypedBatch{Table: e.table, Record: p.record(e, n)}
		defer batch.Record.Release()
		return emit(batch)
	}
	switch {
	case kept == 0:
		return nil
	case e.months != nil:
		return e.eachMonth(send)
	}
	return send(kept)
}

// kept lists the rows that were not rejected and counts them.
func (e *boundEntry) kept() int {
	e.keep = nil
	if !slices.Contains(e.rows.bad, true) {
		return e.rows.n
	}
	e.keep = make([]int32, 0, e.rows.n)
	for j, bad := range e.rows.bad {
		if !bad {
			e.keep = append(e.keep, int32(j))
		}
	}
	return len(e.keep)
}

// record assembles a record from the arrays of the columns.
func (p *Pass) record(e *boundEntry, n int) arrow.Record {
	arrays := make([]arrow.Array, 0, len(e.columns)+1)
	for _, c := range e.columns {
		arrays = append(arrays, c.array(p.env.Alloc, e.keep))
	}
	arrays = append(arrays, p.positions(e, n))
	record := array.NewRecord(e.schema, arrays, int64(n))
	for _, a := range arrays {
		a.Release()
	}
	return record
}

// positions builds the column of row positions in the object.
func (p *Pass) positions(e *boundEntry, n int) arrow.Array {
	b := array.NewInt64Builder(p.env.Alloc)
	defer b.Release()
	b.Reserve(n)
	for j := range n {
		if e.keep != nil {
			j = int(e.keep[j])
		}
		b.UnsafeAppend(e.rows.position(j))
	}
	return b.NewArray()
}

// route selects the rows that are mapped to an entry.
func (p *Pass) route(e *boundEntry, raw *dubbelkrona.RawBatch, n int) {
	e.rows.totals, e.sums = nil, e.sums[:0]
	stated := len(e.totals) > 0 && e.table.Name != indicatorTable
	if p.fault == nil && len(e.where) == 0 && len(e.skip) == 0 && !stated && len(p.sumRows) == 0 {
		e.rows.n, e.rows.index = n, nil
		clear(p.dropped)
	} else {
		e.index = e.index[:0]
		next := p.sumRows
		for i := range n {
			for len(next) > 0 && next[0].row < i {
				next = next[1:]
			}
			if !(p.fault != nil && p.fault.IsValid(i)) && e.takes(i) && !p.leavesOut(e, raw, i, next) {
				e.index = append(e.index, int32(i))
				p.dropped[i] = false
			}
		}
		e.rows.n, e.rows.index = len(e.index), e.index
	}
	if len(e.totals) == 0 || stated {
		return
	}
	e.isTotal = resized(e.isTotal, e.rows.n)
	for j := range e.isTotal {
		e.isTotal[j] = e.statesTotal(e.rows.raw(j))
	}
	e.rows.totals = e.isTotal
}

func (e *boundEntry) takes(row int) bool {
	fails := func(c *boundCondition) bool { return !c.holds(row) }
	holds := func(c *boundCondition) bool { return c.holds(row) }
	return !slices.ContainsFunc(e.where, fails) && !slices.ContainsFunc(e.skip, holds)
}
