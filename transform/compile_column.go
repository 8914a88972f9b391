package transform

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"dubbelkrona"
)

// column validates the mapping of one column.
func (c *compiler) column(path string, col *dubbelkrona.Column, s ColumnSpec) *columnPlan {
	if s.From == fromPeriod && len(s.Column) > 0 && c.spec.Period == nil {
		s.From = "" // only the file's column fills it
	}
	p := &columnPlan{column: col, names: s.Column, optional: s.Optional || s.From != "", from: s.From,
		split: s.Split, by: s.By, as: s.As, invalid: s.Invalid}
	if s.Const != nil {
		text := string(*s.Const)
		p.constant = &text
	}
	c.filled(path, s)
	p.pattern = c.pattern(path+".pattern", s.Pattern)
	if len(s.Layouts) == 0 {
		s.Layouts = c.spec.Layouts
	}
	p.layouts = c.layouts(path+".layouts", s.Layouts)
	p.zone = c.zoneOf(path, col, s)
	p.nulls = foldedSet(c.spec.Nulls)
	c.reading(path, p)
	c.limits(path, p)
	c.currency(path, p)
	p.number = c.numberFormat(path, col, s)
	p.placeholders = c.placeholders(path, p, s.Placeholders)
	p.values = c.values(path, col, s)
	if s.Split < 0 {
		c.fault(path+".split", "%d is not a position; the first value is 1", s.Split)
	}
	if s.By != "" && s.Split == 0 {
		c.fault(path+".by", "by requires split, which selects one of the values")
	}
	return p
}

// filled checks that exactly one setting fills the column.
func (c *compiler) filled(path string, s ColumnSpec) {
	switch {
	case s.From != "" && s.From != fromName && s.From != fromPeriod && s.From != fromModified:
		c.fault(path+".from", "unknown %q; known: %s, %s, %s", s.From, fromName, fromPeriod, fromModified)
	case s.From == fromPeriod && c.spec.Period == nil:
		c.fault(path+".from", "the source has no period; add period: {from: name, pattern: …}")
	case len(s.Column) == 0 && s.Const == nil && s.From == "":
		c.fault(path, "nothing fills the column; give column, const or from")
	case s.Const != nil && (len(s.Column) > 0 || s.From != ""):
		c.fault(path+".const", "const cannot be combined with column or from; give one of them")
	}
	for _, name := range s.Column {
		if fold(name) == "" {
			c.fault(path+".column", "a column's name is empty")
		}
	}
}

// reading validates as and invalid.
func (c *compiler) reading(path string, p *columnPlan) {
	col := p.column
	switch p.as {
	case "":
	case asMunicipality, asOrgNo:
		if col.Type != dubbelkrona.Text || len(col.Values) > 0 {
			c.fault(path+".as", "column %s cannot hold a %s", col.Name, p.as)
		}
	case asFlag:
		if col.Type != dubbelkrona.Boolean {
			c.fault(path+".as", "column %s holds no yes or no", col.Name)
		}
	case asPerson, asOtherID:
		if col.Type != dubbelkrona.Pseudonym {
			c.fault(path+".as", "column %s holds no person", col.Name)
		}
	default:
		c.fault(path+".as", "unknown %q; known: %s, %s, %s, %s, %s", p.as, asMunicipality, asOrgNo, asPerson, asOtherID, asFlag)
	}
	switch p.invalid {
	case "":
		p.invalid = invalidReject
	case invalidReject, invalidWarn, invalidIgnore:
	default:
		c.fault(path+".invalid", "unknown %q; known: %s, %s, %s", p.invalid, invalidReject, invalidWarn, invalidIgnore)
	}
}

// zoneOf returns the time zone in which instants become days; nil for columns
// that are not dates.
func (c *compiler) zoneOf(path string, col *dubbelkrona.Column, s ColumnSpec) *time.Location {
	if col.Type != dubbelkrona.Date {
		if s.Zone != "" {
			c.fault(path+".zone", "zone applies to dates only; column %s is not a date", col.Name)
		}
		return nil
	}
	if s.Zone == "" {
		return c.zone
	}
	return c.location(path+".zone", s.Zone)
}

// location loads a time zone by name.
func (c *compiler) location(path, name string) *time.Location {
	zone, err := time.LoadLocation(cmp.Or(name, defaultZone))
	if err != nil || name == "Local" {
		c.fault(path, "unknown time zone %q; write a name such as %s", name, defaultZone)
	}
	return zone
}

// defaultZone is the time zone of Swedish sources.
const defaultZone = "Europe/Stockholm"

// limits parses the allowed range of a column.
func (c *compiler) limits(path string, p *columnPlan) {
	var err error
	if p.limits, err = limitsOf(p.column.Type, p.column.Range); err == nil {
		p.cases, err = casesOf(p.column)
	}
	if err != nil {
		c.fault(path, "the table's own range cannot be read: %v", err)
	}
}

// currency requires that a currency which cannot be parsed rejects its row;
// otherwise the amount would count as SEK.
func (c *compiler) currency(path string, p *columnPlan) {
	if p.column.Name != currencyColumn {
		return
	}
	if p.invalid != invalidReject {
		c.fault(path+".invalid", "a currency that cannot be read must reject its row: without it the amount would count as SEK")
	}
	if p.as != "" {
		c.fault(path+".as", "column %s holds a currency, no %s", currencyColumn, p.as)
	}
}

// values folds the keys of the value map and validates the replacements.
func (c *compiler) values(path string, col *dubbelkrona.Column, s ColumnSpec) map[string]string {
	if len(s.Values) == 0 {
		return nil
	}
	folded := make(map[string]string, len(s.Values))
	for _, from := range slices.Sorted(maps.Keys(s.Values)) {
		to := string(s.Values[from])
		if len(col.Values) > 0 && to != "" && !slices.Contains(col.Values, to) {
			c.fault(path+".values", "%q is none of the codes of %s: %s", to, col.Name, strings.Join(col.Values, ", "))
		}
		key := foldCell(from)
		if _, twice := folded[key]; twice {
			c.fault(path+".values", "%q is listed twice", from)
		}
		folded[key] = to
	}
	return folded
}

// numberFormat returns how the numbers of a column are written, from its own
// mapping or from the Spec.
func (c *compiler) numberFormat(path string, col *dubbelkrona.Column, s ColumnSpec) numberFormat {
	f := numberFormat{decimal: c.mark(path+".decimal", cmp.Or(s.Decimal, c.spec.Decimal)),
		thousands: c.mark(path+".thousands", cmp.Or(s.Thousands, c.spec.Thousands))}
	if f.decimal != 0 && f.decimal == f.thousands {
		c.fault(path, "decimal and thousands are the same mark")
	}
	switch col.Type {
	case dubbelkrona.Money:
		f.scale, f.limit, f.units = 2, maxDecimal, true
		f.exponent = c.exponent(path+".unit", cmp.Or(s.Unit, c.spec.Unit))
	case dubbelkrona.Decimal:
		f.scale, f.limit, f.units, f.rounds = 6, maxDecimal, true, true
		f.share, f.percent = col.Unit == shareUnit, true
		if f.exponent = c.exponent(path+".unit", s.Unit); s.Unit == percentUnit && !f.share {
			f.exponent = 0
		}
	case dubbelkrona.Integer:
		f.limit = maxInteger
		f.exponent = c.exponent(path+".unit", s.Unit)
	default:
		if s.Unit != "" || s.Decimal != "" || s.Thousands != "" {
			c.fault(path, "unit, decimal and thousands apply to numbers only; column %s is not a number", col.Name)
		}
	}
	if s.Unit == percentUnit && col.Type != dubbelkrona.Decimal {
		c.fault(path+".unit", "column %s is not a share", col.Name)
	}
	return f
}

// placeholders parses the placeholder numbers in the number format of the
// column.
func (c *compiler) placeholders(path string, p *columnPlan, texts List) (all []int64) {
	for _, text := range texts {
		switch p.column.Type {
		case dubbelkrona.Money, dubbelkrona.Decimal, dubbelkrona.Integer:
			v, why := p.number.parse(text)
			if why != "" {
				c.fault(path+".placeholders", "%q %s", text, explain(why))
			}
			all = append(all, v)
		default:
			c.fault(path+".placeholders", "column %s is not a number; use values or nulls", p.column.Name)
		}
	}
	return all
}

// percentUnit is the unit of shares written as percent; shareUnit is the unit
// of columns that store shares.
const (
	percentUnit = "percent"
	shareUnit   = "share"
)

func (c *compiler) exponent(path, unit string) int {
	switch strings.ToLower(unit) {
	case "", "kr", "sek":
		return 0
	case "öre", percentUnit:
		return -2
	case "tkr", "tsek":
		return 3
	case "mkr", "mnkr", "msek":
		return 6
	case "mdr", "mdkr":
		return 9
	}
	c.fault(path, "unknown unit %q; known: öre, kr, tkr, mkr, mdr, percent", unit)
	return 0
}

func (c *compiler) mark(path, text string) byte {
	switch text {
	case "", " ", "space":
		return 0
	case "comma", ",":
		return ','
	case "dot", "point", ".":
		return '.'
	}
	c.fault(path, "unknown mark %q; known: comma, dot", text)
	return 0
}

func (c *compiler) layouts(path string, texts List) []layout {
	var all []layout
	for _, text := range texts {
		l, err := parseLayout(text)
		if err != nil {
			c.fault(path, "%v", err)
			continue
		}
		all = append(all, l)
	}
	return all
}
