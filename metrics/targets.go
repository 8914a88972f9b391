package metrics

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"dubbelkrona"
)

// What is wrong with a target besides what [figure.Figure.Place] says, in column problem.
const (
	unknownMetric = "unknown_metric"
	targetTwice   = "twice"
	withoutValue  = "no_value"
)

var targetTable = table{"metric.target", "The targets of core.target, each with the figure that it is about. Målen, med talet som vart och ett gäller.", []column{
	{"metric", "VARCHAR", "name of the metric; it and the columns to dimensions are as in metric.result"},
	{"part", "VARCHAR", "empty for the metric's value itself"},
	{"period_grain", "VARCHAR", "all, year or month"},
	{"period", "VARCHAR", "empty for all time"},
	{"grouping", "VARCHAR", "dimensions of the scope, joined by commas; empty for all, and if the metric does not have them"},
	{"municipality", "VARCHAR", "municipality of the scope; NULL if it has none"},
	{"dimensions", "VARCHAR", "JSON object of the other dimensions of the scope"},
	{"value", dubbelkrona.NumberSQL, "the target, in the unit of the figure; NULL if it is not a number"},
	{"direction", "VARCHAR", "at_least or at_most"},
	{"decision", "VARCHAR", "the decision that states it; may be empty"},
	{"decided", "DATE", "day of the decision"},
	{"synthetic", "BOOLEAN", "true if its source is marked as made up"},
	{"problem", "VARCHAR", "why it is beside no figure: unknown_metric, unknown_part, unknown_dimension, unknown_period, not_published, twice or no_value; empty if it is used"},
	{"scope", "VARCHAR", "scope as it was delivered"},
	{"source", "VARCHAR", "source that delivered it"},
	{"object", "VARCHAR", "file that it was read from"},
	{"row", "BIGINT", "its row there"},
}}

// fillTargets fills metric.target.
func fillTargets(r *run, ctx context.Context) error {
	found, err := r.db.Collect(ctx, `SELECT t.metric, coalesce(t.part, ''), t.period, t.scope, CAST(t.value AS VARCHAR), t.direction, coalesce(t.decision, ''), t.decided,
			t._source IN (SELECT name FROM meta.source WHERE synthetic), t._source, coalesce(s.object, ''), t._row
		FROM core.target AS t LEFT JOIN (SELECT segment, min(object) AS object FROM meta.segment GROUP BY segment) AS s ON s.segment = t._segment
		ORDER BY t._source, s.object, t._row`)
	if err != nil {
		return fmt.Errorf("targets read: %w", err)
	}
	cells, problems := make([]dubbelkrona.Cell, len(found)), make([]string, len(found))
	same := make(map[dubbelkrona.Cell]int)
	for i, t := range found {
		if cells[i], problems[i] = r.figureOf(t[0].(string), t[1].(string), t[2].(string), t[3].(string)); problems[i] == "" {
			same[cells[i]]++
		}
	}
	var rows [][]any
	for i, t := range found {
		c := cells[i]
		switch {
		case same[c] > 1:
			problems[i] = targetTwice
		case problems[i] == "" && t[4] == nil:
			problems[i] = withoutValue
		}
		var municipality any
		if c.Municipality != "" {
			municipality = c.Municipality
		}
		rows = append(rows, []any{c.Metric, c.Part, c.PeriodGrain, c.Period, c.Grouping, municipality, c.Dimensions.String(), t[4], t[5], t[6], t[7], t[8], problems[i], t[3], t[9], t[10], t[11]})
	}
	return targetTable.insert(ctx, r.db, rows)
}

// figureOf returns the figure that a target is about. problem says why there is none; then
// the grouping is empty.
func (c *Catalogue) figureOf(metric, part, period, scope string) (cell dubbelkrona.Cell, problem string) {
	cell = dubbelkrona.Cell{Metric: metric, Part: part, PeriodGrain: "year", Period: period}
	switch len(period) {
	case len("all"):
		cell.PeriodGrain, cell.Period = "all", ""
	case len("2026-06"):
		cell.PeriodGrain = "month"
	}
	var names []string
	values := make(map[string]string)
	for pair := range strings.SplitSeq(scope, ",") {
		if name, value, is := strings.Cut(pair, ":"); is {
			names = append(names, name)
			values[name] = value
		}
	}
	cell.Municipality = values["municipality"]
	delete(values, "municipality")
	cell.Dimensions = object(values)
	d := c.find(Metric, metric)
	if d == nil {
		return cell, unknownMetric
	}
	cell.Grouping, problem = d.Figure.Place(part, cell.PeriodGrain, names)
	return cell, problem
}

// object returns the JSON object of texts as the database writes it, with sorted keys.
func object(values map[string]string) dubbelkrona.Dimensions {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(values) // texts can be encoded
	return dubbelkrona.Dimensions(strings.TrimSpace(b.String()))
}

func markTargets(r *run, ctx context.Context) error { return MarkTargets(ctx, r.db, resultTable.name) }

// MarkTargets writes the targets of metric.target beside the figures of a table like
// metric.result.
//
// A target is reached if both ends of the interval, or the value if there is no interval,
// are on its good side, and not reached if both are on the other; a value equal to it is
// on the good side. If they are on both sides, one end is unknown, the value is unknown or
// not evidenced, nothing can be said.
func MarkTargets(ctx context.Context, db Engine, name string) error {
	const known = "r.value IS NOT NULL AND coalesce(r.grade, '') NOT IN ('ej_belagd', 'for_fa')"
	side := func(at string, good bool) string {
		compared := map[bool]string{true: "%[1]s >= c.value ELSE %[1]s <= c.value", false: "%[1]s < c.value ELSE %[1]s > c.value"}[good]
		return fmt.Sprintf("(CASE WHEN c.direction = 'at_least' THEN "+compared+" END)", at)
	}
	all := func(good bool) string {
		return fmt.Sprintf("%s AND (r.low IS NULL AND r.high IS NULL OR %s AND %s)", side("r.value", good), side("r.low", good), side("r.high", good))
	}
	_, err := db.Exec(ctx, fmt.Sprintf(`UPDATE %s AS r SET target = c.value, synthetic = r.synthetic OR c.synthetic,
			gap = CASE WHEN %s THEN TRY_CAST(r.value - c.value AS %s) END,
			target_status = CASE WHEN NOT (%[2]s) THEN %[4]s WHEN %[5]s THEN %[6]s WHEN %[7]s THEN %[8]s ELSE %[4]s END
		FROM (SELECT * FROM metric.target WHERE problem = '') AS c WHERE %[9]s`,
		name, known, dubbelkrona.NumberSQL, literal(dubbelkrona.TargetUnclear), all(true), literal(dubbelkrona.TargetReached), all(false), literal(dubbelkrona.TargetNotReached), SameFigure))
	if err != nil {
		return fmt.Errorf("targets of %s store: %w", name, err)
	}
	return nil
}
