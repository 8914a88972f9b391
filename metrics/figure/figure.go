// Package figure is what a metric calculates: the expressions of its header, how its
// groups are protected, and the SQL that evaluates them over the rows of its SELECT.
// It runs no SQL.
//
// [New] reads a header and [Figure.Resolve] takes apart what it counts. After that
// [Figure.Statement] calculates the figures of all groups, [Figure.Memberships] says
// which persons each group is about, and [Figure.Sensitive] which groups must not be
// shown for another reason than their number of persons.
package figure

import (
	"fmt"
	"slices"
	"strings"

	"dubbelkrona"
)

// Figure is the calculation of a metric: expressions over its SELECT.
type Figure struct {
	Unit    string
	Let     [][]Binding
	Value   string
	Low     string
	High    string
	Persons string
	Protection
	Grade   string
	Status  string
	Parts   []Part
	By      []string
	Period  string   // column; empty if the metric has no periods
	Grains  []string // year, month
	AllTime bool     // whether there are figures over all periods
	// Decimals is the number of decimals shown to users, 0 to 6.
	Decimals int

	published []grouping
	declared  bool // whether the header declares published
	sets      []set
	shares    []share
	sums      []sum
	// contributors are the indexes of the sets of the parts' persons, by part.
	contributors map[string]int
	unread       bool // whether a set cannot be read, so that nothing is published
}

// Binding is a named expression of a let.
type Binding struct{ Name, Expression string }

// Part is a named figure beside the value.
type Part struct {
	Name  string
	Title dubbelkrona.Label
	Unit  string
	Value string
	Low   string
	High  string
	// Persons counts the contributors of the part; by default that of the
	// metric. It is empty if the part is not about persons.
	Persons string
	Protection
	// Total parts are given only for the row without groups.
	Total bool
	// Per is the value per 10,000 inhabitants, which is given only for the row without
	// groups and for municipalities.
	Per bool
}

// Expressions returns all expressions of the figure, each with its path in the
// header as the name.
func (f *Figure) Expressions() (all []Binding) {
	for i, step := range f.Let {
		for _, b := range step {
			all = append(all, Binding{fmt.Sprintf("let[%d].%s", i, b.Name), b.Expression})
		}
	}
	all = append(all, f.Shown()...)
	for i, p := range f.rows() {
		path := f.path(i)
		all = given(all, Binding{path + "numerator", p.Numerator}, Binding{path + "denominator", p.Denominator}, Binding{path + "contribution", p.Contribution})
	}
	return all
}

// Shown returns the expressions whose values are in the results, each with its path in
// the header as the name.
func (f *Figure) Shown() (all []Binding) {
	for i, p := range f.rows() {
		path := f.path(i)
		if i == 0 {
			all = given(all, Binding{"value", p.Value}, Binding{"persons", p.Persons}, Binding{"grade", f.Grade}, Binding{"status", f.Status})
		} else {
			// The value of a part may be written without a key of its own.
			all = given(all, Binding{strings.TrimSuffix(path, "."), p.Value})
		}
		all = given(all, Binding{path + "low", p.Low}, Binding{path + "high", p.High})
		if i > 0 && p.Persons != f.Persons {
			all = given(all, Binding{path + "persons", p.Persons})
		}
	}
	return all
}

// given appends the bindings that have an expression.
func given(all []Binding, more ...Binding) []Binding {
	return append(all, slices.DeleteFunc(more, func(b Binding) bool { return b.Expression == "" })...)
}

// rows returns the value itself, as a part without a name, and the parts.
func (f *Figure) rows() []Part {
	value := Part{Unit: f.Unit, Value: f.Value, Low: f.Low, High: f.High, Persons: f.Persons, Protection: f.Protection}
	if value.Protect == None {
		value.Persons = ""
	}
	return append([]Part{value}, f.Parts...)
}

// path returns the beginning of the paths of a row's entries in the header.
func (f *Figure) path(row int) string {
	if row == 0 {
		return ""
	}
	return "parts." + f.Parts[row-1].Name + "."
}
