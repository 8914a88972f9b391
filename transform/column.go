package transform

import (
	"strings"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"dubbelkrona"
)

// column builds one column of a typed batch. For each batch its methods are
// called in this order, each on all columns before the next.
type column interface {
	// read parses the cells.
	read(*rows)
	// complete fills values derived from other columns and checks required
	// values.
	complete(*rows)
	// array builds the Arrow array from the rows to keep; nil keeps all.
	array(mem memory.Allocator, keep []int32) arrow.Array
	// baseOf returns the fields that all columns share.
	baseOf() *base
}

// rows are the rows of a raw batch that are mapped to one entry.
type rows struct {
	n         int
	index     []int32 // row numbers in the raw batch; nil if all rows are mapped
	positions []int64 // positions in the object, by raw row
	bad       []bool  // rejected, by row
	totals    []bool  // rows that state the source's own sums, by row; nil if there are none
	report    *reporter
}

// raw returns the row number of row j in the raw batch.
func (r *rows) raw(j int) int {
	if r.index != nil {
		return int(r.index[j])
	}
	return j
}

func (r *rows) position(j int) int64 { return r.positions[r.raw(j)] }

// source is where a column's cells come from: a column of the raw batch, a
// constant, or nowhere.
type source struct {
	cells    *array.String
	constant *string
	hasNulls bool
}

// columnSource returns a source that reads a column of a raw batch.
func columnSource(cells arrow.Array) source {
	text := cells.(*array.String)
	return source{cells: text, hasNulls: text.NullN() > 0}
}

func (s *source) absent() bool { return s.cells == nil && s.constant == nil }

// cell returns the text of a raw row; ok is false for NULL.
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

// base holds the fields that all columns share.
type base struct {
	plan  *columnPlan
	table *dubbelkrona.Table
	src   source
	shape *shaper // nil if cells are used unchanged
}

// text returns the cleaned and shaped cell of row j. known is false for NULL;
// failed means that the row was rejected. Words for "unknown" are recognised
// only in cells, not in constants or object names.
func (b *base) text(r *rows, j int) (text string, known, failed bool) {
	cell, known := b.src.cell(r.raw(j))
	if !known {
		return "", false, false
	}
	text = clean(cell)
	data := b.src.constant == nil
	if data && isCellError(text) && (b.shape == nil || !b.shape.replaces(text)) {
		b.leaveEmpty(r, j, ruleCellError)
		return "", false, false
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

// warn counts a warning about the cell of row j.
func (b *base) warn(r *rows, j int, why rule, detail string) {
	r.report.warn(b.table.Name, b.plan.column.Name, r.position(j), why, detail)
}

// leaveEmpty warns that the value of a cell is unknown.
func (b *base) leaveEmpty(r *rows, j int, why rule) {
	b.warn(r, j, why, "the cell "+explain(why)+" and was left empty")
}

// reject rejects row j because of this column.
func (b *base) reject(r *rows, j int, why rule, detail string) {
	r.bad[j] = true
	r.report.reject(b.table.Name, b.plan.column.Name, r.position(j), why, detail)
}

// fail handles a cell that cannot be parsed, as the mapping's "invalid" says.
// It reports whether the row is rejected.
func (b *base) fail(r *rows, j int, why rule, cell string) bool {
	return b.failed(r, j, why, cell, b.explain(why))
}

// failed is fail with the detail given: the predicate of a sentence about the
// cell.
func (b *base) failed(r *rows, j int, why rule, cell, detail string) bool {
	if r.totals != nil && r.totals[j] && b.plan.column.Name == areaColumn {
		return false // the word for the whole area, which is not an area itself
	}
	switch b.plan.invalid {
	case invalidIgnore:
		return false
	case invalidWarn:
		b.warn(r, j, why, "the cell "+detail+" and was left empty")
		return false
	}
	if b.quotable() && why != ruleNumberIdentity {
		detail = quote(cell) + " " + detail
	}
	b.reject(r, j, why, detail)
	return true
}

func (b *base) explain(why rule) string {
	switch why {
	case ruleCode:
		return "is none of the codes " + strings.Join(b.plan.column.Values, ", ")
	case ruleRange, ruleLength, ruleForm:
		return explainLimits(why, b.plan.column, b.plan.column.Range)
	}
	return explain(why)
}

// quotable reports whether an issue may show a cell of this column. It may not
// in tables of persons, where shifted columns can put any value anywhere, nor
// if the cell may be the number of a sole trader.
func (b *base) quotable() bool {
	return !b.plan.column.Sensitive && !b.table.Person &&
		b.plan.column.Content != dubbelkrona.OrgNo && b.plan.as != asOrgNo
}

// ruleRequired is the rule for columns that must not be NULL.
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

// missing rejects row j because the column has no value.
func (b *base) missing(r *rows, j int) { b.reject(r, j, ruleRequired, "the column must have a value") }

// cells holds the values of one column of a batch.
type cells[T any] struct {
	values []T
	valid  []bool
}

// reset resizes to n cells, all NULL.
func (c *cells[T]) reset(n int) {
	c.values, c.valid = resized(c.values, n), resized(c.valid, n)
}

func (c *cells[T]) set(j int, v T) { c.values[j], c.valid[j] = v, true }

// pick returns the rows to keep, in the given order; a row may occur several
// times.
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

// resized returns a slice of n zero elements, reusing the memory of s.
func resized[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	s = s[:n]
	clear(s)
	return s
}
