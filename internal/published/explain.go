package published

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"dubbelkrona"
	"dubbelkrona/metrics"
)

// Explain returns what a figure rests on. The snapshot must be a released one: all that
// it has may be told. A cell that it does not have is a NotFound error.
func Explain(ctx context.Context, s *Snapshot, cell dubbelkrona.Cell) (dubbelkrona.Explanation, error) {
	all, err := ExplainAll(ctx, s, []dubbelkrona.Cell{cell})
	if err != nil {
		return dubbelkrona.Explanation{}, err
	}
	return all[0], nil
}

// FindResult returns the row of the figure that a question is about. The snapshot must be
// a released one. A figure that it does not have is a NotFound error.
func FindResult(ctx context.Context, s *Snapshot, q Question) (row dubbelkrona.Result, err error) {
	cell, err := FindCell(ctx, s, q.Metric, q.Part, q.Conditions)
	if err != nil {
		return row, err
	}
	e := newExplainer(s)
	of, err := e.group(ctx, cell)
	if err != nil {
		return row, err
	}
	row, found := of[cell.Part]
	if !found {
		return row, e.missing(ctx, cell)
	}
	return row, nil
}

func newExplainer(s *Snapshot) *explainer {
	return &explainer{Snapshot: s, metrics: make(map[string]*explained), groups: make(map[dubbelkrona.Cell]group), slices: make(map[slice]bool)}
}

// ExplainAll is Explain for many cells, each of which costs much less than alone.
func ExplainAll(ctx context.Context, s *Snapshot, cells []dubbelkrona.Cell) ([]dubbelkrona.Explanation, error) {
	e := newExplainer(s)
	all := make([]dubbelkrona.Explanation, len(cells))
	for i, cell := range cells {
		var err error
		if all[i], err = e.explain(ctx, cell); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// explainer reads what explanations share once.
type explainer struct {
	*Snapshot
	metrics  map[string]*explained
	groups   map[dubbelkrona.Cell]group // by their value
	slices   map[slice]bool             // those whose groups have been read
	general  *general
	register *register
	inForce  []parameter
}

// group is the rows of one group by their part.
type group map[string]dubbelkrona.Result

// slice is the groups of a metric that are read together.
type slice struct{ metric, grain, period, grouping string }

// explained is a metric that figures are explained of.
type explained struct {
	*metrics.Definition
	depends []string
	// exact are the parts whose expression is only the name of a let, by that name.
	exact   map[string]string
	sources []dubbelkrona.ExplainedSource
}

func (e *explainer) explain(ctx context.Context, cell dubbelkrona.Cell) (x dubbelkrona.Explanation, err error) {
	of, err := e.group(ctx, cell)
	if err != nil {
		return x, err
	}
	result, found := of[cell.Part]
	if !found {
		return x, e.missing(ctx, cell)
	}
	m, err := e.metric(ctx, cell.Metric)
	if err != nil {
		return x, err
	}
	g, err := e.shared(ctx)
	if err != nil {
		return x, err
	}
	x = dubbelkrona.Explanation{Cell: cell, Title: m.Title, PartTitle: partTitle(m, cell.Part), Doc: m.Doc, Place: g.places[cell.Municipality], Decimals: m.Figure.Decimals, Goals: m.Goals, Owner: m.Owner,
		Result: result, Formula: formula(m, cell.Part, of), Parameters: []dubbelkrona.ExplainedParameter{}, Effects: []dubbelkrona.ExplainedEffect{},
		Warnings: []dubbelkrona.ExplainedWarning{}, Comments: []dubbelkrona.Comment{}, Contracts: []dubbelkrona.ExplainedContract{}, Sources: m.sources, Target: g.targets[result.Cell()]}
	if result.Status == dubbelkrona.Suppressed {
		return x, nil
	}
	x.Warnings, x.Comments = g.warnings(result.Warnings), g.commentsOf(result.Cell())
	return x, e.about(ctx, m, &x)
}

// missing returns the error about a cell that the snapshot does not have.
func (e *explainer) missing(ctx context.Context, cell dubbelkrona.Cell) error {
	rows, err := e.db.Collect(ctx, `SELECT DISTINCT coalesce(nullif(concat_ws(',', nullif("grouping", ''), nullif(period_grain, 'all')), ''), 'total')
		FROM metric.result WHERE metric = ? AND part = ? ORDER BY ALL`, cell.Metric, cell.Part)
	if err != nil {
		return err
	}
	var groupings []string
	for _, r := range rows {
		groupings = append(groupings, text(r[0]))
	}
	return dubbelkrona.Errorf(dubbelkrona.NotFound, "no figure of %s is published for this group and part; it is published by: %s", cell.Metric, cmp.Or(strings.Join(groupings, " "), "nothing"))
}

// group returns the rows of the group of a cell.
func (e *explainer) group(ctx context.Context, cell dubbelkrona.Cell) (group, error) {
	key := keyOf(cell)
	wanted := slice{cell.Metric, cell.PeriodGrain, cell.Period, cell.Grouping}
	if e.slices[wanted] {
		return e.groups[key], nil
	}
	for r, err := range e.results(ctx, dubbelkrona.ResultColumns(), "metric.result", `metric = ? AND period_grain = ? AND period = ? AND "grouping" = ?`,
		wanted.metric, wanted.grain, wanted.period, wanted.grouping) {
		if err != nil {
			return nil, err
		}
		at := keyOf(r.Cell())
		if e.groups[at] == nil {
			e.groups[at] = make(group)
		}
		e.groups[at][r.Part] = r
	}
	e.slices[wanted] = true
	return e.groups[key], nil
}

// keyOf returns the cell of the value of a cell's group.
func keyOf(cell dubbelkrona.Cell) dubbelkrona.Cell {
	cell.Part, cell.Dimensions = "", sameObject(cell.Dimensions)
	return cell
}

// metric returns a metric with its definition as it is in the snapshot.
func (e *explainer) metric(ctx context.Context, name string) (*explained, error) {
	if m := e.metrics[name]; m != nil {
		return m, nil
	}
	rows, err := e.db.Collect(ctx, "SELECT sql, depends FROM metric.definition WHERE name = ?", name)
	if err != nil {
		return nil, err
	}
	if len(rows) != 1 {
		return nil, dubbelkrona.Errorf(dubbelkrona.NotFound, "the published snapshot has no metric %s; `dubbelkrona metrics list` lists those of the project", name)
	}
	// A definition of another version may have keys that are unknown now; what can be
	// read of it is used.
	d, _ := metrics.Parse(metrics.Metric, name, text(rows[0][0]))
	m := &explained{Definition: d, depends: strings.Split(text(rows[0][1]), ","), exact: make(map[string]string)}
	for _, p := range d.Figure.Parts {
		if m.exact[p.Value] == "" {
			m.exact[p.Value] = p.Name
		}
	}
	if m.sources, err = e.sources(ctx, m.depends); err != nil {
		return nil, err
	}
	e.metrics[name] = m
	return m, nil
}

// reads reports whether the metric reads a table or model.
func (m *explained) reads(name string) bool { return slices.Contains(m.depends, name) }

func partTitle(m *explained, part string) dubbelkrona.Label {
	for _, p := range m.Figure.Parts {
		if p.Name == part {
			return p.Title
		}
	}
	return dubbelkrona.Label{}
}

// formula returns the steps of a part, each with the value that is published of it in
// the group. A part that is only the let of its own name is that let.
func formula(m *explained, part string, of group) []dubbelkrona.FormulaStep {
	all := []dubbelkrona.FormulaStep{}
	steps := m.Figure.Trace(part)
	if len(steps) > 1 && steps[0].Expression == part {
		steps = steps[1:]
	}
	for i, s := range steps {
		step := dubbelkrona.FormulaStep{Name: s.Name, Expression: s.Expression, Rows: s.Rows}
		switch name, published := m.exact[s.Name]; {
		case i == 0:
			step.Title, step.Value = partTitle(m, part), of[part].Value
		case s.Name == m.Figure.Value:
			step.Title, step.Value = m.Title, of[""].Value
		case published:
			step.Title, step.Value = partTitle(m, name), of[name].Value
		}
		all = append(all, step)
	}
	return all
}
