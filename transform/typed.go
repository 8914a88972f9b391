package transform

import (
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// typed is a column whose cells are parsed independently of each other.
type typed[T any] struct {
	base
	cells[T]
	// parse parses a known cell. A cell with rulePlaceholder or ruleOpenEnd becomes
	// NULL with a warning, whatever the mapping sets for invalid cells.
	parse func(text string) (T, rule)
	// unknown reports whether a value means NULL; may be nil.
	unknown func(T) bool
	// memory is used if parse is costly.
	memory *memo[T]
	// fallback returns a value for a row that is NULL; may be nil.
	fallback func(r *rows, j int) (T, bool)
	build    func(memory.Allocator, []T, []bool) arrow.Array
}

func (c *typed[T]) read(r *rows) {
	c.reset(r.n)
	if c.src.absent() {
		return
	}
	var last string
	lastRow := -1
	for j := range r.n {
		cell, known := c.src.cell(r.raw(j))
		if !known {
			continue
		}
		if lastRow >= 0 && cell == last {
			c.values[j], c.valid[j] = c.values[lastRow], c.valid[lastRow]
			continue
		}
		if c.one(r, j, cell) {
			last, lastRow = cell, j
		} else {
			lastRow = -1
		}
	}
}

// one reads the cell of row j; false where it could not be read.
func (c *typed[T]) one(r *rows, j int, cell string) bool {
	if c.memory != nil {
		if v, ok := c.memory.get(cell); ok {
			c.set(j, v)
			return true
		}
	}
	text, known, failed := c.text(r, j)
	if failed {
		c.valid[j] = true // rejected already, so not missing too
		return false
	}
	if !known {
		return c.shape == nil || c.shape.sure
	}
	v, why := c.parse(text)
	switch {
	case why == rulePlaceholder || why == ruleOpenEnd:
		c.leaveEmpty(r, j, why)
		return false
	case why != "":
		c.valid[j] = c.fail(r, j, why, text)
		return false
	}
	if c.unknown != nil && c.unknown(v) {
		return true
	}
	c.set(j, v)
	if c.memory != nil {
		c.memory.put(cell, v)
	}
	return true
}

func (c *typed[T]) complete(r *rows) {
	if c.fallback != nil {
		for j, ok := range c.valid {
			if !ok {
				c.values[j], c.valid[j] = c.fallback(r, j)
			}
		}
	}
	c.require(r, c.valid)
}

func (c *typed[T]) array(mem memory.Allocator, keep []int32) arrow.Array {
	values, valid := c.pick(keep)
	return c.build(mem, values, valid)
}
