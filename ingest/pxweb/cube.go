package pxweb

import (
	"fmt"
	"strings"

	"dubbelkrona"
)

// cube is the description of a table: what its cells are about.
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

// role is what a dimension says about a cell.
type role uint8

const (
	other role = iota
	geography
	period
	sexes
	content
)

// roleOf finds a dimension's role by its name, where its table does not say.
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

// mostCells bounds the cells of one cube.
const mostCells = 50_000_000

// cells is how many cells the cube has. Too many, or a dimension without
// values, are Invalid errors.
func (c *cube) cells() (int, error) {
	n := 1
	for _, d := range c.dimensions {
		if len(d.values) == 0 {
			return 0, dubbelkrona.Invalidf("the dimension %q has no values", d.code)
		}
		if n *= len(d.values); n > mostCells {
			return 0, dubbelkrona.Invalidf("it has more than %d cells; select fewer", mostCells)
		}
	}
	return n, nil
}

// at writes the places of a cell into where: the last dimension varies fastest.
func (c *cube) at(cell int, where []int) {
	for i := len(c.dimensions) - 1; i >= 0; i-- {
		n := len(c.dimensions[i].values)
		where[i], cell = cell%n, cell/n
	}
}

// origin names the statistic as a source of figures.
func (c *cube) origin() string {
	text := c.source
	if text == "" {
		text = "PxWeb"
	}
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

// sexCode is Kolada's code of a sex as PxWeb's tables write it; empty where it
// is none of them.
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

// scope is the area of a parameter (see core.parameter).
func scope(area string) string {
	switch {
	case area == "" || area == "00" || area == "0000":
		return "all"
	case len(area) == 2:
		return "region:" + area
	}
	return "municipality:" + area
}
