package metrics

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"dubbelkrona"
	"dubbelkrona/metrics/figure"
)

// columns maps the names of columns of a table, model or SELECT to the columns of
// core that they show.
type columns map[string]string

// exposures rejects definitions of the project that would publish data of single
// persons: a metric that is grouped by an identifying column or shows one as a
// figure, and a check whose message shows one. It also rejects a metric that is
// grouped by a sensitive column and does not count its persons, since its small
// groups could not be protected. A test applies the same rules to the built-in
// definitions.
func (c *Catalogue) exposures(ctx context.Context, r Referencer, refuse func(*Definition, Fault)) {
	identifying := identifyingColumns(ctx, c, r)
	sensitive := newWatch(ctx, c, r, func(col *dubbelkrona.Column) bool { return col.Sensitive && !col.Identifying })
	for _, d := range slices.Clone(c.definitions) {
		// The rows of an effect stay in the program.
		if d.BuiltIn || d.Kind == Model || d.Kind == Effect {
			continue
		}
		fault, bad := d.exposed(identifying)
		if !bad {
			fault, bad = d.unprotected(sensitive)
		}
		if bad {
			refuse(d, fault)
		}
	}
}

// sets finds the sets of persons of the metrics. A metric without one that it needs stays
// in the catalogue: it is calculated, but not published.
func (c *Catalogue) sets(ctx context.Context, r Referencer) (faults []Fault) {
	identifying := identifyingColumns(ctx, c, r)
	for _, d := range c.Of(Metric) {
		faults = append(faults, d.Figure.Resolve(figure.Parser{
			Distinct: func(expression string) (string, error) { return r.Distinct(ctx, expression) },
			Identifies: func(expression string) bool {
				rows, err := identifying.shown(d.SQL)
				if err != nil {
					return true
				}
				shown, err := identifying.figures([]figure.Binding{{Name: "value", Expression: expression}}, rows)
				return err != nil || len(shown) > 0
			},
		}, d.at)...)
	}
	return faults
}

// watch follows one property of columns through tables and models.
type watch struct {
	ctx       context.Context
	catalogue *Catalogue
	parser    Referencer
	known     map[string]columns // by schema.table; models are added on demand
}

// identifyingColumns watches the columns that distinguish persons.
func identifyingColumns(ctx context.Context, c *Catalogue, parser Referencer) *watch {
	return newWatch(ctx, c, parser, func(col *dubbelkrona.Column) bool { return col.Identifying })
}

func newWatch(ctx context.Context, c *Catalogue, parser Referencer, has func(*dubbelkrona.Column) bool) *watch {
	w := &watch{ctx, c, parser, make(map[string]columns)}
	for _, t := range dubbelkrona.Tables() {
		of := make(columns)
		for i := range t.Columns {
			if has(&t.Columns[i]) {
				of[t.Columns[i].Name] = "core." + t.Name + "." + t.Columns[i].Name
			}
		}
		w.known["core."+t.Name] = of
	}
	return w
}

// table returns the watched columns of a table or model.
func (w *watch) table(name string) map[string]string {
	if shown, ok := w.known[name]; ok {
		return shown
	}
	model, isModel := strings.CutPrefix(name, "metric.")
	if d := w.catalogue.find(Model, model); isModel && d != nil {
		w.known[name] = nil
		// A model that cannot be parsed was rejected before.
		w.known[name], _ = w.shown(d.SQL)
	}
	return w.known[name]
}

// shown returns the watched columns that a SELECT shows.
func (w *watch) shown(sql string) (columns, error) {
	return w.parser.Exposed(w.ctx, sql, w.table)
}

// figures returns the watched columns that expressions over rows show, under the
// names figure_0, figure_1 and so on.
func (w *watch) figures(expressions []figure.Binding, rows columns) (columns, error) {
	var list []string
	for i, e := range expressions {
		list = append(list, fmt.Sprintf("(%s) AS figure_%d", e.Expression, i))
	}
	return w.parser.Exposed(w.ctx, "SELECT "+strings.Join(list, ", ")+" FROM _rows", func(table string) map[string]string {
		if table == "_rows" {
			return rows
		}
		return w.table(table)
	})
}

// exposed reports an identifying column that d would publish.
func (d *Definition) exposed(w *watch) (Fault, bool) {
	shown, err := w.shown(d.SQL)
	if err != nil {
		return d.inSQL(err), true
	}
	if d.Kind == Check {
		for _, place := range placeholder.FindAllString(d.Message.SV+d.Message.EN, -1) {
			name := strings.Trim(place, "{}")
			if of := shown[name]; of != "" {
				return d.at("message", fmt.Sprintf("the message shows %s of single persons (%s); count persons instead", name, of)), true
			}
		}
		return Fault{}, false
	}
	for i, name := range d.Figure.By {
		if of := shown[name]; of != "" {
			return d.at(fmt.Sprintf("by[%d]", i), fmt.Sprintf("figures grouped by %s would be of single persons (%s); "+
				"group by a category instead, such as CASE WHEN … THEN '…' END, and count persons with count(DISTINCT …)", name, of)), true
		}
	}
	return d.exposedFigure(w, shown)
}

// exposedFigure reports an expression whose value is that of a single person.
func (d *Definition) exposedFigure(w *watch, rows columns) (Fault, bool) {
	for i, step := range d.Figure.Let {
		shown, err := w.figures(step, rows)
		if err != nil {
			return d.at(fmt.Sprintf("let[%d]", i), "expression: "+plain(err)), true
		}
		rows = maps.Clone(rows)
		for k, b := range step {
			delete(rows, b.Name)
			if of := shown[fmt.Sprintf("figure_%d", k)]; of != "" {
				rows[b.Name] = of
			}
		}
	}
	published := d.Figure.Shown()
	shown, err := w.figures(published, rows)
	if err != nil {
		return d.at("value", "expression: "+plain(err)), true
	}
	for k, e := range published {
		if of := shown[fmt.Sprintf("figure_%d", k)]; of != "" {
			return d.at(e.Name, fmt.Sprintf("the expression shows the value of a single person (%s); a count, a sum or a mean does not", of)), true
		}
	}
	return Fault{}, false
}

// unprotected reports a sensitive column by which a metric is grouped without
// counting its persons.
func (d *Definition) unprotected(w *watch) (Fault, bool) {
	if d.Kind != Metric || d.Figure.AboutPersons() {
		return Fault{}, false
	}
	shown, err := w.shown(d.SQL)
	if err != nil {
		return d.inSQL(err), true
	}
	for i, name := range d.Figure.By {
		if of := shown[name]; of != "" {
			return d.at(fmt.Sprintf("by[%d]", i), fmt.Sprintf(
				"%s is about persons (%s), so the metric needs persons: count(DISTINCT person), by which small groups are protected", name, of)), true
		}
	}
	return Fault{}, false
}
