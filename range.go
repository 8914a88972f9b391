package dubbelkrona

import (
	"fmt"
	"strings"
)

// Range is what a column may hold within its type. Transform sets a row aside
// whose cell lies outside, so that whatever stands in the lake lies within. The
// tables give every column one that has neither Values nor a type that is a set
// of its own (Boolean, Pseudonym).
type Range struct {
	// Min and Max are the least and the greatest value, both allowed: a number,
	// a day as 2006-01-02, or ThisYear.
	Min, Max string
	// Length is the largest number of characters of a text.
	Length int
	// Pattern is a regular expression (RE2) that a text matches as a whole;
	// empty is any text.
	Pattern string
	// OpenEnd says of a date that it is an end, which may not have come:
	// 9999-12-31 and infinity then mean that there is none, NULL.
	OpenEnd bool
}

// ThisYear as a bound is the year of the run.
const ThisYear = "this year"

// Case narrows the range of a column in rows in which another column says what
// is meant, as the unit of a parameter does.
type Case struct {
	// Column is the other column of the same table.
	Column string
	// Is lists the values of it in which the case holds; one that ends in an
	// asterisk is any that begins so.
	Is    []string
	Range Range
}

// The ranges that many columns share.
var (
	// amounts of one row. Sums of any number of them stay within DECIMAL(38,2),
	// and a reference number of sixteen digits is none.
	amounts = Range{Min: "-999999999999.99", Max: "999999999999.99"}
	// prices are amounts that are never negative.
	prices = Range{Min: "0", Max: "999999999999.99"}
	// monthly amounts of one person; a repayment is negative.
	monthly = Range{Min: "-10000000", Max: "10000000"}
	// measures are all that DECIMAL(18,6) holds.
	measures = Range{Min: "-999999999999.999999", Max: "999999999999.999999"}
	shares   = Range{Min: "0", Max: "1"}

	days = Range{Min: "1900-01-01", Max: "2199-12-31"}
	ends = Range{Min: "1900-01-01", Max: "2199-12-31", OpenEnd: true}
	// periods of statistics reach further back than what is bought.
	periods = Range{Min: "1850-01-01", Max: "2199-12-31"}

	codes       = Range{Length: 300}
	identifiers = Range{Length: 1000}
	names       = Range{Length: 2000}
	prose       = Range{Length: 100_000}

	organisationNumbers = Range{Length: 34, Pattern: `[0-9]{10}|p-[0-9a-f]{32}`}
	municipalityCodes   = Range{Length: 4, Pattern: `[0-9]{4}`}
)

// Text shows a range in no language: numbers and days as 0 … 1, texts as a
// pattern, which is .{0,300} for any text of up to 300 characters.
func (r Range) Text() string {
	switch {
	case r.Pattern != "":
		return r.Pattern
	case r.Length > 0:
		return fmt.Sprintf(".{0,%d}", r.Length)
	case r.OpenEnd:
		return r.Min + " … " + r.Max + "; 9999-12-31 = NULL"
	case r.Min != "" || r.Max != "":
		return r.Min + " … " + r.Max
	}
	return ""
}

// Text shows a case: unit share: -1 … 1.
func (c Case) Text() string {
	return c.Column + " " + strings.Join(c.Is, ", ") + ": " + c.Range.Text()
}

// Allowed shows what a column may hold, in no language: its codes or its
// range, then the cases that narrow it.
func (c *Column) Allowed() string {
	all := []string{strings.Join(c.Values, ", ")}
	if len(c.Values) == 0 {
		all[0] = c.Range.Text()
	}
	for _, narrower := range c.Cases {
		all = append(all, narrower.Text())
	}
	return strings.Join(all, "; ")
}
