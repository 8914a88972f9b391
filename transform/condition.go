package transform

import (
	"fmt"
	"regexp"
	"slices"
	"unicode/utf8"

	"github.com/apache/arrow/go/v15/arrow/array"
)

// condition is a validated Condition.
type condition struct {
	names     List
	anywhere  bool
	words     *words // the texts of equals if the condition has nothing else; otherwise nil
	equals    map[string]bool
	notEquals map[string]bool
	matches   *regexp.Regexp
	empty     *bool
}

func (c *compiler) conditions(path string, specs []Condition) []*condition {
	all := make([]*condition, len(specs))
	for i, s := range specs {
		if s.Anywhere {
			c.fault(fmt.Sprintf("%s[%d].anywhere", path, i), "only totals can use anywhere")
		}
		all[i] = c.condition(fmt.Sprintf("%s[%d]", path, i), s)
	}
	return all
}

func (c *compiler) condition(path string, s Condition) *condition {
	if len(s.Column) == 0 {
		c.fault(path, "column is missing")
	}
	if len(s.Equals) == 0 && len(s.NotEquals) == 0 && s.Matches == "" && s.Empty == nil {
		c.fault(path, "the condition is empty; give equals, not_equals, matches or empty")
	}
	met := &condition{names: s.Column, anywhere: s.Anywhere, equals: foldedSet(s.Equals), notEquals: foldedSet(s.NotEquals),
		matches: c.pattern(path+".matches", s.Matches), empty: s.Empty}
	if len(s.NotEquals) == 0 && s.Matches == "" && s.Empty == nil {
		met.words = newWords(met.equals)
	}
	return met
}

// words rejects most cells by their length and first letter before comparing
// them, because a condition is tested on every row.
type words struct {
	longest  int
	initials [256]bool // first bytes in lower case
}

func newWords(folded map[string]bool) *words {
	var w words
	for word := range folded {
		w.longest = max(w.longest, len(word))
		if word == "" || word[0] >= utf8.RuneSelf {
			return nil
		}
		w.initials[word[0]] = true
	}
	return &w
}

// lack reports whether a cleaned cell is certainly not one of the words.
// Unicode normalisation and lower case may shorten a text, but not to less
// than half.
func (w *words) lack(text string) bool {
	return text == "" || len(text) > 2*w.longest || text[0] < utf8.RuneSelf && !w.initials[text[0]|0x20]
}

// met reports whether a cell meets the condition; known is false for NULL.
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

// boundCondition is a condition of a pass on columns of a batch, of which one
// must meet it, with its earlier results cached.
type boundCondition struct {
	*condition
	columns []*array.String
	memory  memo[bool]
}

func bindConditions(all ...*condition) (bound []*boundCondition) {
	for _, c := range all {
		if c != nil {
			bound = append(bound, &boundCondition{condition: c})
		}
	}
	return bound
}

func (c *boundCondition) holds(row int) bool {
	return slices.ContainsFunc(c.columns, func(cells *array.String) bool { return c.holdsIn(cells, row) })
}

func (c *boundCondition) holdsIn(cells *array.String, row int) bool {
	if cells.IsNull(row) {
		return c.met("", false)
	}
	cell := cells.Value(row)
	if c.words != nil && c.words.lack(clean(cell)) {
		return false
	}
	if v, ok := c.memory.get(cell); ok {
		return v
	}
	v := c.met(cell, true)
	c.memory.put(cell, v)
	return v
}
