package transform

import (
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"dubbelkrona"
)

// column makes one column of a typed batch. Its methods are called in this
// order for each batch, all columns at each step.
type column interface {
	// read parses the cells.
	read(*rows)
	// complete fills what other columns tell and checks what must be there.
	complete(*rows)
	// array builds the column from the rows kept; nil is all of them.
	array(mem memory.Allocator, keep []int32) arrow.Array
	// baseOf gives what all columns share.
	baseOf() *base
}

// rows are the rows of a raw batch that go to one entry of the mapping.
type rows struct {
	n         int
	index     []int32 // positions in the raw batch; nil where all rows go
	positions []int64 // positions in the object, by raw row
	bad       []bool  // rejected, by row
	totals    []bool  // rows of the source's own sums, by row; nil without
	report    *reporter
}

// raw is the position of row j in the raw batch.
func (r *rows) raw(j int) int {
	if r.index != nil {
		return int(r.index[j])
	}
	return j
}

func (r *rows) position(j int) int64 { return r.positions[r.raw(j)] }

// source is where the cells of a column come from: a column of the raw batch,
// a constant, or nowhere.
type source struct {
	cells    *array.String
	constant *string
	hasNulls bool
}

// columnSource takes cells from a column of a raw batch.
func columnSource(cells arrow.Array) source {
	text := cells.(*array.String)
	return source{cells: text, hasNulls: text.NullN() > 0}
}

func (s *source) absent() bool { return s.cells == nil && s.constant == nil }

// cell is the text of a raw row, and false for NULL.
func (s *source) cell(row int) (string, bool) {
	if s.constant != nil {
		return *s.constant, true
	}
	if s.hasNulls && s.cells.IsNull(row) {
		return "", false
	}
	return s.cells.Value(row), true
}

func (b *base) baseOf() *base { return b }

// base is what all columns share.
type base struct {
	plan  *columnPlan
	table *dubbelkrona.Table
	src   source
	shape *shaper // nil where cells are taken as they are
}

// text is the clean, shaped cell of row j; false is NULL, or a fault that has
// been dealt with. The words for unknown are those of cells: a constant and the
// name of an object are what they are.
func (b *base) text(r *rows, j int) (text string, known, failed bool) {
	cell, known := b.src.cell(r.raw(j))
	if !known {
		return "", false, false
	}
	text = clean(cell)
	data := b.src.constant == nil
	if data && isCellError(text) && (b.shape == nil || !b.shape.replaces(text)) {
		return "", false, b.cellError(r, j)
	}
	if b.shape == nil {
		return text, text != "" && !(data && isNull(text)), false
	}
	text, why := b.shape.apply(text, data)
	if why != "" {
		return "", false, b.fail(r, j, why, cell)
	}
	return text, text != "" && !(data && b.shape.isNull(text)), false
}

// cellError tells of a cell in which a spreadsheet shows an error: its value is
// unknown. It is false, as the row is not rejected.
func (b *base) cellError(r *rows, j int) bool {
	r.report.warn(b.table.Name, b.plan.column.Name, r.position(j), ruleCellError, "the cell "+explain(ruleCellError)+" and was left empty")
	return false
}

// fail deals with a cell that cannot be read as the mapping says. It is true
// where the row is rejected.
func (b *base) fail(r *rows, j int, why rule, cell string) bool {
	return b.failed(r, j, why, cell, b.explain(why))
}

// failed is fail with what is wrong, as the predicate of a sentence.
func (b *base) failed(r *rows, j int, why rule, cell, detail string) bool {
	if r.totals != nil && r.totals[j] && b.plan.column.Name == areaColumn {
		return false // the word for the whole, which is no area
	}
	switch b.plan.invalid {
	case invalidIgnore:
		return false
	case invalidWarn:
		r.report.warn(b.table.Name, b.plan.column.Name, r.position(j), why, "the cell "+detail+" and was left empty")
		return false
	}
	r.bad[j] = true
	if b.quotable() && why != ruleNumberIdentity {
		detail = quote(cell) + " " + detail
	}
	r.report.reject(b.table.Name, b.plan.column.Name, r.position(j), why, detail)
	return true
}

func (b *base) explain(why rule) string {
	switch why {
	case ruleCode:
		return "is none of the codes " + codes(b.plan.column)
	case ruleRange, ruleLength, ruleForm:
		return explainLimits(why, b.plan.column, b.plan.column.Range)
	}
	return explain(why)
}

// quotable says whether an issue may show a cell of this column: never one of
// a table of persons, where a shifted row puts anything anywhere, and never
// what may be the number of a sole trader.
func (b *base) quotable() bool {
	return !b.plan.column.Sensitive && !b.table.Person &&
		b.plan.column.Content != dubbelkrona.OrgNo && b.plan.as != asOrgNo
}

// ruleRequired is the rule of cells that must not be NULL.
const ruleRequired rule = "required"

// require rejects the rows in which a required column is NULL.
func (b *base) require(r *rows, valid []bool) {
	if !b.plan.column.Required {
		return
	}
	for j, ok := range valid {
		if !ok {
			b.missing(r, j)
		}
	}
}

// missing rejects row j, in which the column must have a value and has none.
func (b *base) missing(r *rows, j int) {
	r.bad[j] = true
	r.report.reject(b.table.Name, b.plan.column.Name, r.position(j), ruleRequired, "the column must have a value")
}

// cells are the values of one column of a batch.
type cells[T any] struct {
	values []T
	valid  []bool
}

// reset makes room for n cells, all NULL.
func (c *cells[T]) reset(n int) {
	if cap(c.values) < n {
		c.values, c.valid = make([]T, n), make([]bool, n)
		return
	}
	c.values, c.valid = c.values[:n], c.valid[:n]
	clear(c.values)
	clear(c.valid)
}

func (c *cells[T]) set(j int, v T) { c.values[j], c.valid[j] = v, true }

// pick gives the rows kept, in their order; one may be kept several times.
func (c *cells[T]) pick(keep []int32) (values []T, valid []bool) {
	if keep == nil {
		return c.values, c.valid
	}
	values, valid = make([]T, len(keep)), make([]bool, len(keep))
	for to, from := range keep {
		values[to], valid[to] = c.values[from], c.valid[from]
	}
	return values, valid
}
