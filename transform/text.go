package transform

import (
	"slices"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"dubbelkrona"
	"dubbelkrona/internal/identity"
)

// The rules of texts in which an identity number was found.
const (
	ruleMasked rule = "identity.masked"
	ruleToken  rule = "identity.token"
)

// textColumn is a column of texts as they stand: prose, names, free codes and
// identifiers. No identity number gets through it.
type textColumn struct {
	base
	texts
	// hash makes tokens of the numbers in identifiers; nil where numbers are
	// masked instead.
	hash *hasher
	// blanked tells the rows in which the text names a sole trader; nil where
	// it never does.
	blanked func(j int) bool
	// fallback fills a row that is NULL; nil where nothing does.
	fallback func(r *rows, j int) (string, bool)
}

func (c *textColumn) read(r *rows) {
	c.reset(r.n)
	if c.src.absent() {
		return
	}
	plain := c.src.constant == nil && c.shape == nil
	for j := range r.n {
		if text, known := c.cell(r, j, plain); known {
			c.take(r, j, text)
		}
		c.end(j)
	}
}

// take stores a text that the column may hold.
func (c *textColumn) take(r *rows, j int, text string) {
	why := c.plan.limits.text(text)
	if why == "" && c.src.constant == nil && mustBeWhole(c.plan.column) && isScientific(text) {
		why = ruleScientific
	}
	if why != "" {
		c.valid[j] = c.fail(r, j, why, text)
		return
	}
	c.add(j, c.safe(r, j, text))
}

// cell is the text of row j; plain cells are taken as they are.
func (c *textColumn) cell(r *rows, j int, plain bool) (text string, known bool) {
	if !plain {
		text, known, failed := c.text(r, j)
		if failed {
			c.valid[j] = true
		}
		return text, known
	}
	text, known = c.src.cell(r.raw(j))
	if !known || text == "" {
		return "", false
	}
	text = clean(text)
	if isCellError(text) {
		return "", c.cellError(r, j)
	}
	return text, !isNull(text)
}

// safe is a text without the identity numbers in it.
func (c *textColumn) safe(r *rows, j int, text string) string {
	if !identity.Contains(text) {
		return text
	}
	table, column := c.table.Name, c.plan.column.Name
	if c.hash == nil {
		masked, _ := identity.Mask(text)
		r.report.warn(table, column, r.position(j), ruleMasked, "identity numbers in the text were masked")
		return masked
	}
	r.report.warn(table, column, r.position(j), ruleToken, "identity numbers in the identifier were replaced by tokens")
	return c.hash.tokens(text)
}

// onlyAlphanumeric takes the marks out of a number, so that a mistyped one
// gives the same token with and without its hyphen.
func onlyAlphanumeric(s string) string {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if c := s[i] | 0x20; s[i]-'0' <= 9 || 'a' <= c && c <= 'z' {
			out = append(out, s[i])
		}
	}
	return string(out)
}

func (c *textColumn) complete(r *rows) {
	if c.fallback != nil {
		for j, ok := range c.valid {
			if ok {
				continue
			}
			if text, ok := c.fallback(r, j); ok {
				c.replace(j, text)
			}
		}
	}
	if c.blanked != nil {
		for j := range c.valid {
			if c.blanked(j) {
				c.blank(j)
			}
		}
	}
	c.require(r, c.valid)
}

func (c *textColumn) array(mem memory.Allocator, keep []int32) arrow.Array {
	return c.build(mem, keep)
}

// usesTokens reports whether the identity numbers in a text column become
// tokens: in identifiers, and in keys, so that two rows never become one.
func usesTokens(table *dubbelkrona.Table, col *dubbelkrona.Column) bool {
	return col.Content == dubbelkrona.Identifier || slices.Contains(table.Key, col.Name)
}
