package dubbelkrona

import (
	"fmt"
	"strings"
)

// Range limits the values of a column within its type. Transform rejects rows
// with a cell outside, so all stored values are inside. Every column has a
// Range unless it has Values or the type Boolean or Pseudonym.
type Range struct {
	// Min and Max are the smallest and largest allowed values: a number, a day
	// as 2006-01-02, or ThisYear.
	Min, Max string
	// Length is the maximum number of characters of a text.
	Length int
	// Pattern is a regular expression (RE2) that must match the whole text;
	// empty allows any text.
	Pattern string
	// OpenEnd is set for end dates that may be open: 9999-12-31 and infinity
	// then mean no end, NULL.
	OpenEnd bool
}

// ThisYear as a bound is the year of the run.
const ThisYear = "this year"

// Case narrows the range of a column in rows in which another column has
// certain values, such as the unit of a parameter.
type Case struct {
	// Column is the other column of the same table.
	Column string
	// Is lists values of Column for which the case applies; an asterisk in a
	// value matches any text.
	Is    []string
	Range Range
}

// The ranges that many columns share.
var (
	// amounts of one row. Sums of any number of them fit in DECIMAL(38,2), and
	// reference numbers of sixteen digits are outside.
	amounts = Range{Min: "-999999999999.99", Max: "999999999999.99"}
	// prices are non-negative amounts.
	prices = Range{Min: "0", Max: "999999999999.99"}
	// monthly amounts of one person; repayments are negative.
	monthly = Range{Min: "-10000000", Max: "10000000"}
	// measures are all values of DECIMAL(18,6).
	measures = Range{Min: "-999999999999.999999", Max: "999999999999.999999"}
	shares   = Range{Min: "0", Max: "1"}

	days = Range{Min: "1900-01-01", Max: "2199-12-31"}
	ends = Range{Min: "1900-01-01", Max: "2199-12-31", OpenEnd: true}
	// periods of statistics begin earlier than those of purchases.
	periods = Range{Min: "1850-01-01", Max: "2199-12-31"}

	codes       = Range{Length: 300}
	identifiers = Range{Length: 1000}
	names       = Range{Length: 2000}
	prose       = Range{Length: 100_000}

	organisationNumbers = Range{Length: 34, Pattern: `[0-9]{10}|p-[0-9a-f]{32}`}
	municipalityCodes   = Range{Length: 4, Pattern: `[0-9]{4}`}
)

// Text formats a range independently of language: numbers and days as 0 … 1,
// texts as a pattern, which is .{0,300} for any text of up to 300 characters.
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

// Text formats a case: unit share: -1 … 1.
func (c Case) Text() string {
	return c.Column + " " + strings.Join(c.Is, ", ") + ": " + c.Range.Text()
}

// Allowed formats the allowed values of a column independently of language:
// its codes or its range, then its cases.
func (c *Column) Allowed() string {
	all := []string{strings.Join(c.Values, ", ")}
	switch {
	case len(c.Values) == 0:
		all[0] = c.Range.Text()
	case c.Several:
		all[0] += " (…" + CodeSeparator + "…)"
	}
	for _, narrower := range c.Cases {
		all = append(all, narrower.Text())
	}
	return strings.Join(all, "; ")
}
