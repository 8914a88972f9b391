package transform

import (
	"slices"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/identity"
)

// The rules for texts that contain an identity number.
const (
	ruleMasked rule = "identity.masked"
	ruleToken  rule = "identity.token"
)

// textColumn is a column of texts: prose, names, free codes and identifiers.
// It stores no identity number.
type textColumn struct {
	base
	texts
	// hash replaces numbers in identifiers by tokens; if nil, numbers are
	// masked.
	hash *hasher
	// blanked reports rows whose text names a sole trader and must be removed;
	// nil if none does.
	blanked func(j int) bool
	// fallback returns a value for a row that is NULL; may be nil.
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

// take stores a text if the column allows it.
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

// cell returns the text of row j; plain means that cells are not shaped.
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
		c.leaveEmpty(r, j, ruleCellError)
		return "", false
	}
	return text, !isNull(text)
}

// safe returns a text with its identity numbers masked or replaced.
func (c *textColumn) safe(r *rows, j int, text string) string {
	if !identity.Contains(text) {
		return text
	}
	if c.hash == nil {
		masked, _ := identity.Mask(text)
		c.warn(r, j, ruleMasked, "identity numbers in the text were masked")
		return masked
	}
	c.warn(r, j, ruleToken, "identity numbers in the identifier were replaced by tokens")
	return c.hash.tokens(text)
}

// onlyAlphanumeric removes separators from a number, so that a mistyped one
// has the same token with and without its hyphen.
func onlyAlphanumeric(s string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' || 'a' <= r|0x20 && r|0x20 <= 'z' {
			return r
		}
		return -1
	}, s)
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

// usesTokens reports whether identity numbers in a text column are replaced by
// tokens, not masked: in identifiers, and in keys, so that two rows never
// become one.
func usesTokens(table *dubbelkrona.Table, col *dubbelkrona.Column) bool {
	return col.Content == dubbelkrona.Identifier || slices.Contains(table.Key, col.Name)
}
