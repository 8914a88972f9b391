package probe

import (
	"strings"

	"dubbelkrona/internal/identity"
)

// Column counts what the cells of a column look like.
type Column struct {
	Name string
	// Filled is the number of cells that are not empty. The others count those
	// of them that look like an identity number of a person, an organisation
	// number, a date or a number; the rest are text.
	Filled, Persons, Organisations, Dates, Numbers int64
}

// Shape is what most cells of a column look like.
type Shape string

// The shapes.
const (
	Empty        Shape = "empty"
	Person       Shape = "person"       // identity numbers; one cell is enough
	Organisation Shape = "organisation" // organisation numbers
	Date         Shape = "date"
	Number       Shape = "number"
	Text         Shape = "text"
)

// Shape returns what at least 90 % of the filled cells look like, or Text. A
// single identity number makes it Person.
func (c *Column) Shape() Shape {
	most := func(n int64) bool { return 10*n >= 9*c.Filled }
	switch {
	case c.Filled == 0:
		return Empty
	case c.Persons > 0:
		return Person
	case most(c.Organisations):
		return Organisation
	case most(c.Dates):
		return Date
	case most(c.Numbers):
		return Number
	}
	return Text
}

func (c *Column) look(cell string) {
	cell = strings.TrimSpace(cell)
	if cell == "" {
		return
	}
	c.Filled++
	_, organisation := identity.ParseOrg(cell)
	switch {
	case organisation && !identity.Contains(cell):
		c.Organisations++
	case identity.Contains(cell):
		c.Persons++
	case isDate(cell):
		c.Dates++
	case isNumber(cell):
		c.Numbers++
	}
}

func isNumber(cell string) bool {
	digits := 0
	for _, r := range cell {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case !strings.ContainsRune("+-\u2212.,  \u00a0\u202f\u2009()", r):
			return false
		}
	}
	return digits > 0
}

// isDate reports whether a cell looks like a date that begins with its year.
func isDate(cell string) bool {
	day, _, _ := strings.Cut(cell, "T")
	day, _, _ = strings.Cut(day, " ")
	parts := strings.FieldsFunc(day, func(r rune) bool { return r == '-' || r == '/' })
	if len(parts) < 2 || len(parts) > 3 || len(parts[0]) != 4 {
		return false
	}
	for _, p := range parts {
		if len(p) == 0 || len(p) > 4 || strings.Trim(p, "0123456789") != "" {
			return false
		}
	}
	return true
}
