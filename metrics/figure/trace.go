package figure

import (
	"regexp"
	"slices"
	"strings"
)

// Step is a named expression that a figure is calculated by.
type Step struct {
	Name, Expression string
	// Rows reports whether it is an aggregate over the rows of the SELECT.
	Rows bool
}

// Trace returns the expression of a part, or of the value itself for the empty name, and
// after it the expressions of the let that it uses, each after one that uses it. It is
// empty if there is no such part.
func (f *Figure) Trace(part string) []Step {
	at := slices.IndexFunc(f.rows(), func(p Part) bool { return p.Name == part })
	if at < 0 {
		return nil
	}
	type use struct {
		Step
		before int // its names are those of earlier steps of the let
	}
	uses := []use{{Step{part, f.rows()[at].Value, len(f.Let) == 0}, len(f.Let)}}
	seen := make(map[Binding]bool)
	for i := 0; i < len(uses); i++ {
		for _, name := range identifiers(uses[i].Expression) {
			bound, step, found := f.bound(name, uses[i].before)
			if found && !seen[bound] {
				seen[bound] = true
				uses = append(uses, use{Step{bound.Name, bound.Expression, step == 0}, step})
			}
		}
	}
	steps := make([]Step, len(uses))
	for i, u := range uses {
		steps[i] = u.Step
	}
	return steps
}

// bound returns what a name means in the step with that number of a let: the last of the
// earlier steps that binds it.
func (f *Figure) bound(name string, before int) (b Binding, step int, found bool) {
	for step = before - 1; step >= 0; step-- {
		for _, b := range f.Let[step] {
			if b.Name == name {
				return b, step, true
			}
		}
	}
	return b, step, false
}

// token is a text in SQL, or a name, with the opening parenthesis of a function.
var token = regexp.MustCompile(`'(?:[^']|'')*'|([a-zA-Z_][a-zA-Z0-9_]*)(\s*\()?`)

// identifiers returns the names in an expression that are no functions, in their order.
func identifiers(expression string) (names []string) {
	for _, found := range token.FindAllStringSubmatch(expression, -1) {
		if found[1] != "" && found[2] == "" {
			names = append(names, strings.ToLower(found[1]))
		}
	}
	return names
}
