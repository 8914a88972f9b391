package pxweb

import (
	"cmp"
	"fmt"
	"strings"

	"dubbelkrona"
)

// cube describes a table and its dimensions.
type cube struct {
	table      string // id
	title      string
	source     string // who publishes it
	updated    string // ISO date-time, or empty
	notes      string
	dimensions []dimension
}

// dimension is an axis of a cube.
type dimension struct {
	code, text string
	role       role
	values     []place
}

// place is a value of a dimension.
type place struct {
	code, text, unit string
	span             span // of a period
}

// role is the meaning of a dimension.
type role uint8

const (
	other role = iota
	geography
	period
	sexes
	content
)

// roleOf returns a dimension's role by its name, if the table does not state
// it.
func roleOf(code, text string) role {
	for _, name := range []string{strings.ToLower(code), strings.ToLower(text)} {
		switch name {
		case "region", "kommun", "kommuner", "län", "lan", "regionkod":
			return geography
		case "tid", "time", "år", "ar", "year", "månad", "manad", "month", "kvartal":
			return period
		case "kon", "kön", "sex", "gender":
			return sexes
		case "contentscode", "contents", "tabellinnehåll", "tabellinnehall":
			return content
		}
	}
	return other
}

// maxCells is the max number of cells of a cube.
const maxCells = 50_000_000

// cells returns the number of cells. Too many, or a dimension without values,
// are Invalid errors.
func (c *cube) cells() (int, error) {
	n := 1
	for _, d := range c.dimensions {
		if len(d.values) == 0 {
			return 0, dubbelkrona.Invalidf("the dimension %q has no values", d.code)
		}
		if n *= len(d.values); n > maxCells {
			return 0, dubbelkrona.Invalidf("it has more than %d cells; select fewer", maxCells)
		}
	}
	return n, nil
}

// at sets where to the positions of a cell in the dimensions: the last
// dimension varies fastest.
func (c *cube) at(cell int, where []int) {
	for i := len(c.dimensions) - 1; i >= 0; i-- {
		n := len(c.dimensions[i].values)
		where[i], cell = cell%n, cell/n
	}
}

// origin returns the table's name as a source of figures.
func (c *cube) origin() string {
	text := cmp.Or(c.source, "PxWeb")
	if c.table != "" {
		text += ", " + c.table
	}
	if c.title != "" {
		text += ", " + c.title
	}
	if day, _, _ := strings.Cut(c.updated, "T"); day != "" {
		text += fmt.Sprintf(" (%s)", day)
	}
	return text
}

// sexCode returns Kolada's code of a sex; empty if the value is not a sex.
func sexCode(p place) string {
	for _, name := range []string{strings.ToLower(p.code), strings.ToLower(p.text)} {
		switch name {
		case "1", "m", "män", "man", "men":
			return "M"
		case "2", "k", "kvinnor", "women", "f":
			return "K"
		case "1+2", "tot", "totsa", "t", "totalt", "total", "båda könen", "män och kvinnor":
			return "T"
		}
	}
	return ""
}

// scope returns the area of a parameter (see core.parameter).
func scope(area string) string {
	switch {
	case area == "" || area == "00" || area == "0000":
		return "all"
	case len(area) == 2:
		return "region:" + area
	}
	return "municipality:" + area
}
