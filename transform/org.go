package transform

import (
	"strings"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"dubbelkrona/internal/identity"
)

// The rules of organisation numbers.
const (
	ruleOrgNo      rule = "org_no.invalid"
	ruleSeveral    rule = "org_no.several"
	ruleSoleTrader rule = "org_no.sole_trader"
	ruleInternal   rule = "org_no.internal"
)

// orgKind classifies a cell in a column of organisation numbers.
type orgKind uint8

const (
	orgNone     orgKind = iota // unknown or masked
	orgNumber                  // an organisation's number
	orgTrader                  // a sole trader's number, which identifies a person
	orgInternal                // a number of the source's own
	orgSeveral                 // several organisations' numbers
)

// orgCell is a parsed cell. Text is ten digits, a token, or the storable form
// of a number of the source's own.
type orgCell struct {
	kind orgKind
	text string
}

// orgColumn is a column of organisation numbers.
type orgColumn struct {
	base
	cells[string]
	hash   *hasher
	memory memo[orgCell]
	// refs are the source's own numbers by row, for the column that stores
	// them; unused if takesRefs is false.
	refs      []string
	takesRefs bool
	traders   []bool // rows whose number is a sole trader's
}

func (c *orgColumn) read(r *rows) {
	c.reset(r.n)
	c.refs = resized(c.refs, r.n)
	c.traders = resized(c.traders, r.n)
	if c.src.absent() {
		return
	}
	var last string
	var lastCell orgCell
	for j := range r.n {
		cell, known := c.src.cell(r.raw(j))
		if !known {
			continue
		}
		if j > 0 && cell == last {
			c.store(r, j, lastCell)
			continue
		}
		read, ok := c.one(r, j, cell)
		if ok {
			last, lastCell = cell, read
		}
		c.store(r, j, read)
	}
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

func (c *orgColumn) one(r *rows, j int, cell string) (orgCell, bool) {
	if v, ok := c.memory.get(cell); ok {
		return v, true
	}
	text, known, failed := c.text(r, j)
	if failed {
		c.valid[j] = true
	}
	if failed || !known {
		return orgCell{}, false
	}
	if isScientific(text) {
		c.valid[j] = c.fail(r, j, ruleScientific, "")
		return orgCell{}, false
	}
	v := c.hash.org(text)
	c.memory.put(cell, v)
	return v, true
}

// org classifies a known cell.
func (h *hasher) org(text string) orgCell {
	if no, ok := identity.ParseOrg(text); ok {
		return orgCell{orgNumber, no}
	}
	if strings.Trim(text, "*-") == "" {
		return orgCell{} // a sole trader whose number the publisher has masked
	}
	if p, ok := h.person(text); ok {
		return orgCell{orgTrader, h.token(p.Number)}
	}
	if identity.Resembles(text) {
		return orgCell{orgTrader, h.token(onlyAlphanumeric(text))}
	}
	if severalOrgs(text) {
		return orgCell{orgSeveral, ""}
	}
	return orgCell{orgInternal, strings.Clone(h.tokens(text))}
}

// severalOrgs reports whether a cell contains more than one organisation
// number.
func severalOrgs(text string) bool {
	n := 0
	for _, part := range splitValues(text) {
		if _, ok := identity.ParseOrg(part); ok {
			n++
		}
	}
	return n > 1
}

// store stores a cell and warns about what could not be stored.
func (c *orgColumn) store(r *rows, j int, cell orgCell) {
	switch cell.kind {
	case orgNumber:
		c.set(j, cell.text)
	case orgTrader:
		c.set(j, cell.text)
		c.traders[j] = true
		c.warn(r, j, ruleSoleTrader, "the number is a sole trader's; it was replaced by a token and the name left empty")
	case orgInternal, orgSeveral:
		c.unusable(r, j, cell)
	}
}

// unusable handles a cell that is not the number of one organisation: if
// another column stores references, that column takes it, and the row is
// rejected only if this column is required.
func (c *orgColumn) unusable(r *rows, j int, cell orgCell) {
	why := ruleOrgNo
	if cell.kind == orgSeveral {
		why = ruleSeveral
	}
	switch {
	case c.plan.column.Required:
		c.valid[j] = c.fail(r, j, why, "")
	case c.plan.invalid == invalidIgnore:
	case c.takesRefs && cell.kind == orgInternal:
		c.refs[j] = cell.text
		c.warn(r, j, ruleInternal, "the cell is no organisation number and was kept as a reference of the source's own")
	default:
		c.leaveEmpty(r, j, why)
	}
}

func (c *orgColumn) complete(r *rows) { c.require(r, c.valid) }

func (c *orgColumn) array(mem memory.Allocator, keep []int32) arrow.Array {
	values, valid := c.pick(keep)
	return buildTexts(mem, values, valid)
}

// ref returns the source's own number of row j.
func (c *orgColumn) ref(_ *rows, j int) (string, bool) { return c.refs[j], c.refs[j] != "" }

// isTrader reports whether row j is about a sole trader.
func (c *orgColumn) isTrader(j int) bool { return c.traders[j] }
