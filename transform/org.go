package transform

import (
	"strings"

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
	typed[orgCell]
	// refs are the source's own numbers by row, for the column that stores
	// them; unused if takesRefs is false.
	refs      []string
	takesRefs bool
	traders   []bool // rows whose number is a sole trader's
}

func newOrgColumn(b base, h *hasher) *orgColumn {
	return &orgColumn{typed: typed[orgCell]{base: b, parse: h.org, memory: new(memo[orgCell]), build: buildOrgs,
		unknown: func(cell orgCell) bool { return cell.kind == orgNone }}}
}

func (c *orgColumn) read(r *rows) {
	c.typed.read(r)
	c.refs = resized(c.refs, r.n)
	c.traders = resized(c.traders, r.n)
	for j, cell := range c.values {
		switch cell.kind {
		case orgTrader:
			c.traders[j] = true
			c.warn(r, j, ruleSoleTrader, "the number is a sole trader's; it was replaced by a token and the name left empty")
		case orgInternal, orgSeveral:
			c.valid[j] = c.unusable(r, j, cell)
		}
	}
}

// org classifies a known cell.
func (h *hasher) org(text string) (orgCell, rule) {
	if isScientific(text) {
		return orgCell{}, ruleScientific
	}
	if no, ok := identity.ParseOrg(text); ok {
		return orgCell{orgNumber, no}, ""
	}
	if strings.Trim(text, "*-") == "" {
		return orgCell{}, "" // a sole trader whose number the publisher has masked
	}
	if p, ok := h.person(text); ok {
		return orgCell{orgTrader, h.token(p.Number)}, ""
	}
	if identity.Resembles(text) {
		return orgCell{orgTrader, h.token(onlyAlphanumeric(text))}, ""
	}
	if severalOrgs(text) {
		return orgCell{kind: orgSeveral}, ""
	}
	return orgCell{orgInternal, strings.Clone(h.tokens(text))}, ""
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

// unusable handles a cell that is not the number of one organisation: if
// another column stores references, that column takes it, and the row is
// rejected only if this column is required, as is then reported.
func (c *orgColumn) unusable(r *rows, j int, cell orgCell) (rejected bool) {
	why := ruleOrgNo
	if cell.kind == orgSeveral {
		why = ruleSeveral
	}
	switch {
	case c.plan.column.Required:
		return c.fail(r, j, why, "")
	case c.plan.invalid == invalidIgnore:
	case c.takesRefs && cell.kind == orgInternal:
		c.refs[j] = cell.text
		c.warn(r, j, ruleInternal, "the cell is no organisation number and was kept as a reference of the source's own")
	default:
		c.leaveEmpty(r, j, why)
	}
	return false
}

// ref returns the source's own number of row j.
func (c *orgColumn) ref(_ *rows, j int) (string, bool) { return c.refs[j], c.refs[j] != "" }

// isTrader reports whether row j is about a sole trader.
func (c *orgColumn) isTrader(j int) bool { return c.traders[j] }
