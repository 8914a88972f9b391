package metrics

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"dubbelkrona/internal/strictyaml"
	"dubbelkrona/metrics/effect/record"
)

// Referencer parses SQL to find what a query reads.
type Referencer interface {
	// References returns the tables that one SELECT statement reads, as written
	// (schema.name, or name), without its own CTEs. Anything but one SELECT, and
	// table functions that read files, are errors.
	References(ctx context.Context, query string) ([]string, error)
	// Distinct returns X, as SQL, of an expression count(DISTINCT X); an empty text if it
	// is anything else.
	Distinct(ctx context.Context, expression string) (string, error)
	// Exposed returns the columns of one SELECT that show values of a marked
	// column, by name, each with the label of the marked column. marked returns
	// the marked columns of a table, named as in the query, with their labels.
	Exposed(ctx context.Context, query string, marked func(table string) map[string]string) (map[string]string, error)
}

// effectTables are the tables of estimates, which models may read. They are filled
// when all effects have been evaluated.
var effectTables = func() (names []string) {
	for _, t := range record.Tables() {
		names = append(names, t.Name)
	}
	return names
}()

// reserved are the tables of schema metric whose names models must not have.
var reserved = []string{resultTable.name, "metric.part", "metric.definition", targetTable.name}

// late reports whether d is a check that reads the results, so that it is evaluated after
// the metrics and cannot mark figures.
func (d *Definition) late() bool {
	return d.Kind == Check && slices.Contains(d.Depends, resultTable.name)
}

// Resolve finds what each definition reads and orders models and effects. Tables are
// the names, as schema.name, of the tables that exist before any model. Definitions
// with faults, and those that depend on them, are removed from the catalogue.
func (c *Catalogue) Resolve(ctx context.Context, r Referencer, tables []string) []Fault {
	var faults []Fault
	refuse := func(d *Definition, f Fault) {
		faults = append(faults, f)
		if d.Kind == Model {
			c.lost["metric."+d.Name] = true
		}
		c.definitions = slices.DeleteFunc(c.definitions, func(o *Definition) bool { return o == d })
	}
	for _, d := range slices.Clone(c.definitions) {
		if f, ok := d.references(ctx, r); !ok {
			refuse(d, f)
		}
	}
	tables = append(slices.Clone(tables), targetTable.name)
	_, rest := c.order(tables)
	for again := true; again; {
		again = false
		for _, d := range rest {
			if f, bad := c.unresolved(d, tables, rest); bad {
				refuse(d, f)
				again = true
			}
		}
		_, rest = c.order(tables)
	}
	// The remaining definitions depend on each other. An effect that reads a model of
	// estimates is at fault, not the models that wait for all effects.
	for _, d := range rest {
		if d.Kind == Effect {
			refuse(d, d.cycle(rest))
		}
	}
	ordered, rest := c.order(tables)
	for _, d := range rest {
		refuse(d, d.cycle(rest))
	}
	c.definitions = ordered
	c.exposures(ctx, r, refuse)
	faults = append(faults, c.sets(ctx, r)...)
	faults = append(faults, c.concerns()...)
	c.close()
	strictyaml.Sort(faults)
	return faults
}

// references sets Depends to what the parser finds that d reads. The expressions
// of a metric or effect are parsed separately from its SELECT: the whole statement repeats
// them so often that parsing it takes several times as long.
func (d *Definition) references(ctx context.Context, r Referencer) (Fault, bool) {
	names, err := r.References(ctx, d.SQL)
	if err != nil {
		return d.inSQL(err), false
	}
	if d.Kind == Metric || d.Kind == Effect {
		read, fault, ok := d.readByExpressions(ctx, r)
		if !ok {
			return fault, false
		}
		names = slices.Concat(names, read, d.Figure.Reads())
	}
	slices.Sort(names)
	d.Depends = slices.Compact(names)
	return Fault{}, true
}

// readByExpressions returns what subqueries in the expressions of the header read.
// If they cannot be parsed together, each is parsed alone to find the position of
// the fault.
func (d *Definition) readByExpressions(ctx context.Context, r Referencer) ([]string, Fault, bool) {
	expressions := d.expressions()
	if len(expressions) == 0 {
		return nil, Fault{}, true
	}
	var list []string
	for _, e := range expressions {
		list = append(list, "("+e.Expression+")")
	}
	names, err := r.References(ctx, "WITH _rows AS (SELECT 1) SELECT "+strings.Join(list, ", ")+" FROM _rows")
	if err == nil {
		return names, Fault{}, true
	}
	for _, e := range expressions {
		if _, err := r.References(ctx, "SELECT "+e.Expression); err != nil {
			return nil, d.at(e.Name, "expression: "+plain(err)), false
		}
	}
	return nil, d.at(expressions[0].Name, plain(err)), false
}

// order returns models and effects after what they read, then metrics and checks by
// name. Models that read estimates follow all effects. rest are the definitions with
// missing or cyclic dependencies.
func (c *Catalogue) order(tables []string) (ordered, rest []*Definition) {
	known := slices.Clone(tables)
	rest = slices.Clone(c.definitions)
	place := func(kind Kind) {
		for placed := true; placed; {
			placed = false
			rest = slices.DeleteFunc(rest, func(d *Definition) bool {
				if d.Kind != kind || !containsAll(known, d.Depends) {
					return false
				}
				if kind == Model {
					known = append(known, "metric."+d.Name)
				}
				ordered, placed = append(ordered, d), true
				return true
			})
		}
	}
	place(Model)
	place(Effect)
	if !slices.ContainsFunc(rest, func(d *Definition) bool { return d.Kind == Effect }) {
		known = append(known, effectTables...)
		place(Model)
	}
	place(Metric)
	known = append(known, resultTable.name)
	place(Check)
	return ordered, rest
}

// unresolved returns a fault if d reads a name that nothing defines.
func (c *Catalogue) unresolved(d *Definition, tables []string, rest []*Definition) (Fault, bool) {
	for _, name := range d.Depends {
		model, isModel := strings.CutPrefix(name, "metric.")
		switch {
		case slices.Contains(tables, name), slices.Contains(effectTables, name), name == resultTable.name && d.Kind == Check, isModel && c.find(Model, model) != nil:
		case c.lost[name]:
			return d.where(name, fmt.Sprintf("depends on model %q, which was rejected", model)), true
		case slices.Contains(reserved, name):
			return d.where(name, name+" has the results of definitions and cannot be read by one, but for metric.result by a check"), true
		default:
			return d.where(name, fmt.Sprintf("there is no table or model %q; write core.<table>, meta.<table>, effect.<table> or metric.<model>", name)), true
		}
	}
	return Fault{}, false
}

// concerns validates the names of metrics in the concerns of checks.
func (c *Catalogue) concerns() (faults []Fault) {
	for _, d := range c.Of(Check) {
		for i, name := range d.Concerns {
			if c.find(Metric, name) == nil {
				faults = append(faults, d.at(fmt.Sprintf("concerns[%d]", i), fmt.Sprintf("there is no metric %q", name)))
			} else if d.late() {
				faults = append(faults, d.at(fmt.Sprintf("concerns[%d]", i), "a check that reads metric.result is evaluated after the metrics and cannot mark figures; remove concerns"))
			}
		}
	}
	return faults
}

func containsAll(set, names []string) bool {
	return !slices.ContainsFunc(names, func(n string) bool { return !slices.Contains(set, n) })
}

// awaits returns the first of the definitions that d reads and the name by which d
// reads it; nil if there is none.
func (d *Definition) awaits(among []*Definition) (first *Definition, name string) {
	for _, name := range d.Depends {
		for _, o := range among {
			if o.Kind == Model && name == "metric."+o.Name || o.Kind == Effect && slices.Contains(effectTables, name) {
				return o, name
			}
		}
	}
	return nil, ""
}

// cycle returns a fault with the names of the definitions of a cycle, joined by arrows.
func (d *Definition) cycle(among []*Definition) Fault {
	next, at := d.awaits(among)
	names := []string{d.Name}
	for next != nil {
		names = append(names, next.Name)
		if slices.Contains(names[:len(names)-1], next.Name) {
			break
		}
		next, _ = next.awaits(among)
	}
	return d.where(at, "definitions depend on each other in a cycle: "+strings.Join(names, " → "))
}

// where returns a fault at the first occurrence of a name in the SELECT.
func (d *Definition) where(name, message string) Fault {
	f := Fault{File: d.File, Line: d.sqlLine, Column: 1, Message: message}
	word, err := regexp.Compile(`(?i)\b` + regexp.QuoteMeta(name) + `\b`)
	if err != nil || name == "" {
		return f
	}
	for i, line := range strings.Split(d.SQL, "\n") {
		if at := word.FindStringIndex(line); at != nil && i+1 >= d.sqlLine {
			f.Line, f.Column = i+1, at[0]+1
			break
		}
	}
	return f
}
