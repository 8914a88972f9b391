package transform

import (
	"fmt"
	"regexp"

	"github.com/apache/arrow/go/v15/arrow/array"
)

// condition is a Condition, checked.
type condition struct {
	names     List
	equals    map[string]bool
	notEquals map[string]bool
	matches   *regexp.Regexp
	empty     *bool
}

func (c *compiler) conditions(path string, specs []Condition) []*condition {
	all := make([]*condition, len(specs))
	for i, s := range specs {
		all[i] = c.condition(fmt.Sprintf("%s[%d]", path, i), s)
	}
	return all
}

func (c *compiler) condition(path string, s Condition) *condition {
	if len(s.Column) == 0 {
		c.fault(path, "column is missing")
	}
	if len(s.Equals) == 0 && len(s.NotEquals) == 0 && s.Matches == "" && s.Empty == nil {
		c.fault(path, "the condition says nothing; give equals, not_equals, matches or empty")
	}
	return &condition{names: s.Column, equals: foldedSet(s.Equals), notEquals: foldedSet(s.NotEquals),
		matches: c.pattern(path+".matches", s.Matches), empty: s.Empty}
}

// met says whether a cell, NULL where known is false, meets the condition.
func (c *condition) met(cell string, known bool) bool {
	text := clean(cell)
	if c.empty != nil && *c.empty == (known && !isNull(text)) {
		return false
	}
	if c.matches != nil && !c.matches.MatchString(text) {
		return false
	}
	folded := foldCell(text)
	return (c.equals == nil || c.equals[folded]) && !c.notEquals[folded]
}

// boundCondition is a condition on a column of a batch, with the verdicts that
// it has given.
type boundCondition struct {
	*condition
	cells  *array.String
	memory memo[bool]
}

func (c *boundCondition) holds(row int) bool {
	if c.cells.IsNull(row) {
		return c.met("", false)
	}
	cell := c.cells.Value(row)
	if v, ok := c.memory.get(cell); ok {
		return v
	}
	v := c.met(cell, true)
	c.memory.put(cell, v)
	return v
}
