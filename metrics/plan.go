package metrics

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dubbelkrona"
	"dubbelkrona/metrics/fresh"
)

// facts is the data that a run adds to the results of a metric.
type facts struct {
	snapshot  string
	synthetic bool
	warnings  []warning
	fresh     dubbelkrona.Day
}

// warning is a check with offending rows. Without municipalities it marks every
// figure; with them, their figures and the totals.
type warning struct {
	check          string
	municipalities []string
}

// municipality is the dimension with a separate column in the result.
const municipality = "municipality"

// Statement returns the SELECT that calculates a metric with the columns of
// metric.result, all groupings in one pass. It reads only the snapshot's tables
// and can be pasted into any DuckDB client.
func (d *Definition) Statement() string { return d.Figure.statement(d, facts{}) }

func (f *Figure) statement(d *Definition, known facts) string {
	var b strings.Builder
	fmt.Fprintf(&b, "WITH _rows AS (\n%s\n),\n", d.SQL)
	f.keyed(&b)
	last := f.steps(&b)
	f.unpivot(&b, d, known, last)
	return b.String()
}

// expressions returns all expressions of the figure, each with its path in the
// header as the name.
func (f *Figure) expressions() (all []Binding) {
	add := func(path, expression string) {
		if expression != "" {
			all = append(all, Binding{path, expression})
		}
	}
	for i, step := range f.Let {
		for _, b := range step {
			add(fmt.Sprintf("let[%d].%s", i, b.Name), b.Expression)
		}
	}
	add("value", f.Value)
	add("low", f.Low)
	add("high", f.High)
	add("persons", f.Persons)
	add("grade", f.Grade)
	add("status", f.Status)
	for _, p := range f.Parts {
		add("parts."+p.Name, p.Value)
		add("parts."+p.Name+".low", p.Low)
		add("parts."+p.Name+".high", p.High)
		if p.Persons != f.Persons {
			add("parts."+p.Name+".persons", p.Persons)
		}
	}
	return all
}

// keyed writes the groupings as rows, every subset of the dimensions over all
// time and for every grain, and joins each row of the SELECT with all of them.
// In _sets, 1 means that the grouping aggregates over a dimension (_a) or grain
// (_b).
//
// This is equivalent to GROUPING SETS, for which DuckDB needs a hash table for
// each set and each DISTINCT in it: 16 sets took 400 MB for a hundred rows. One
// GROUP BY needs one table, and is faster on three million rows too.
func (f *Figure) keyed(b *strings.Builder) {
	names := []string{"_set"}
	var keys strings.Builder
	for i, column := range f.By {
		names = append(names, fmt.Sprintf("_a%d", i))
		fmt.Fprintf(&keys, ",\n    CASE WHEN _sets._a%d = 0 THEN CAST(_rows.%s AS VARCHAR) END AS _g%d", i, column, i)
	}
	for i, grain := range f.Grains {
		length := 4
		if grain == "month" {
			length = 7
		}
		names = append(names, fmt.Sprintf("_b%d", i))
		// The text of a date and of a year both begin with the year.
		fmt.Fprintf(&keys, ",\n    CASE WHEN _sets._b%d = 0 THEN substr(CAST(_rows.%s AS VARCHAR), 1, %d) END AS _p%d", i, f.Period, length, i)
	}
	fmt.Fprintf(b, "_sets AS (\n  SELECT * FROM (VALUES %s) AS listed(%s)\n),\n", strings.Join(f.sets(), ", "), strings.Join(names, ", "))
	fmt.Fprintf(b, "_keyed AS (\n  SELECT _rows.*, _sets._set%s\n  FROM _rows\n  CROSS JOIN _sets\n),\n", keys.String())
}

// sets returns the rows of _sets. The first one over all time is the total.
func (f *Figure) sets() []string {
	var sets []string
	for grain := -1; grain < len(f.Grains); grain++ {
		if grain < 0 && !f.AllTime {
			continue
		}
		for subset := range 1 << len(f.By) {
			row := fmt.Sprint(len(sets))
			for i := range f.By {
				row += fmt.Sprintf(", %d", 1-subset>>i&1)
			}
			for i := range f.Grains {
				over := 1
				if i == grain {
					over = 0
				}
				row += fmt.Sprintf(", %d", over)
			}
			sets = append(sets, "("+row+")")
		}
	}
	return sets
}

// steps writes one CTE for the aggregates, one for each later step of a let and
// one for the figures, and returns the name of the last.
func (f *Figure) steps(b *strings.Builder) (last string) {
	keys, flags := []string{"_set"}, []string{}
	for i, column := range f.By {
		keys = append(keys, fmt.Sprintf("_g%d", i))
		flags = append(flags, fmt.Sprintf("_sets._a%d, _sets._a%d = 0 AS by_%s", i, i, column))
	}
	for i, grain := range f.Grains {
		keys = append(keys, fmt.Sprintf("_p%d", i))
		flags = append(flags, fmt.Sprintf("_sets._b%d, _sets._b%d = 0 AS by_%s", i, i, grain))
	}
	steps := append(slices.Clone(f.Let), f.figures())
	fmt.Fprintf(b, "_aggregated AS (\n  SELECT %s\n  FROM _keyed\n  GROUP BY %s\n),\n",
		strings.Join(append(slices.Clone(keys), named(steps[0])...), ",\n    "), strings.Join(keys, ", "))
	// A metric without rows still has a total, which is unknown.
	empty := "FALSE"
	if f.AllTime {
		empty = "_sets._set = 0"
	}
	fmt.Fprintf(b, "_step_0 AS (\n  SELECT %s\n  FROM _sets\n  LEFT JOIN _aggregated ON _aggregated._set = _sets._set\n  WHERE _aggregated._set IS NOT NULL OR %s\n),\n",
		strings.Join(append(flags, "_aggregated.*"), ", "), empty)
	for i, step := range steps[1:] {
		fmt.Fprintf(b, "_step_%d AS (\n  SELECT %s\n  FROM _step_%d\n),\n", i+1, strings.Join(append([]string{"*"}, named(step)...), ",\n    "), i)
	}
	return fmt.Sprintf("_step_%d", len(steps)-1)
}

// named returns expressions with their names.
func named(step []Binding) (columns []string) {
	for _, bound := range step {
		columns = append(columns, bound.Expression+" AS "+bound.Name)
	}
	return columns
}

// figures returns the expressions that the result is made from.
func (f *Figure) figures() (all []Binding) {
	add := func(name, expression string) { all = append(all, Binding{name, cmp.Or(expression, "NULL")}) }
	for i, counted := range f.contributors() {
		add(fmt.Sprintf("_n%d", i), counted)
	}
	add("_grade", f.Grade)
	add("_status", f.Status)
	for i, p := range f.rows() {
		add(fmt.Sprintf("_v%d", i), p.Value)
		add(fmt.Sprintf("_l%d", i), p.Low)
		add(fmt.Sprintf("_h%d", i), p.High)
	}
	return all
}

// rows returns the value itself, as a part without a name, and the parts.
func (f *Figure) rows() []Part {
	return append([]Part{{Unit: f.Unit, Value: f.Value, Low: f.Low, High: f.High, Persons: f.Persons}}, f.Parts...)
}

// contributors returns the distinct expressions by which rows count their
// persons, so that each expensive count is made once.
func (f *Figure) contributors() (all []string) {
	for _, p := range f.rows() {
		if !slices.Contains(all, p.Persons) {
			all = append(all, p.Persons)
		}
	}
	return all
}

// unpivot turns the wide figures into one row each.
func (f *Figure) unpivot(b *strings.Builder, d *Definition, known facts, from string) {
	var value, low, high, persons, list, totals []string
	counted := f.contributors()
	for i, p := range f.rows() {
		value = append(value, fmt.Sprintf("WHEN %d THEN TRY_CAST(_v%d AS %s)", i, i, dubbelkrona.NumberSQL))
		low = append(low, fmt.Sprintf("WHEN %d THEN TRY_CAST(_l%d AS %s)", i, i, dubbelkrona.NumberSQL))
		high = append(high, fmt.Sprintf("WHEN %d THEN TRY_CAST(_h%d AS %s)", i, i, dubbelkrona.NumberSQL))
		persons = append(persons, fmt.Sprintf("WHEN %d THEN CAST(_n%d AS BIGINT)", i, slices.Index(counted, p.Persons)))
		list = append(list, fmt.Sprintf("(%d, %s, %s)", i, literal(p.Name), literal(p.Unit)))
		if p.Total {
			totals = append(totals, fmt.Sprint(i))
		}
	}
	pick := func(cases []string) string { return "CASE _part._no " + strings.Join(cases, " ") + " END" }
	// TRY_CAST makes an overflow, an infinity or a not-a-number unknown.
	fmt.Fprintf(b, `_unpivoted AS (
  SELECT _part._no AS _no, _part._name AS part, %s AS period_grain, %s AS period,
    %s AS "grouping", %s AS municipality, %s AS dimensions,
    %s AS value,
    %s AS low,
    %s AS high,
    %s AS persons, _part._unit AS unit, _grade AS grade, _status AS _status, %s AS warnings
  FROM %s
  CROSS JOIN (VALUES %s) AS _part(_no, _name, _unit)%s
)
SELECT %s AS metric, part, period_grain, period, "grouping", municipality, dimensions, value, low, high,
  persons, unit, CAST(grade AS VARCHAR) AS grade,
  CASE WHEN value IS NULL THEN 'unknown' WHEN part = '' THEN coalesce(CAST(_status AS VARCHAR), 'ok') ELSE 'ok' END AS status,
  %t AS synthetic, warnings, %s AS fresh, %s AS definition, %s AS snapshot
FROM _unpivoted
ORDER BY _no, period_grain, period, "grouping", municipality NULLS FIRST, dimensions`,
		f.grain(), f.periodText(), f.grouping(), f.municipality(), f.dimensions(),
		pick(value), pick(low), pick(high), pick(persons), f.warnings(known.warnings), from, strings.Join(list, ", "), f.onlyTotals(totals),
		literal(d.Name), known.synthetic, fresh.Literal(known.fresh), literal(d.Hash), literal(known.snapshot))
}

func (f *Figure) grain() string {
	return f.byGrain("'all'", func(i int) string { return literal(f.Grains[i]) })
}

// periodText returns the expression of the period, 'unknown' if a row has none.
func (f *Figure) periodText() string {
	return f.byGrain("''", func(i int) string { return fmt.Sprintf("coalesce(_p%d, 'unknown')", i) })
}

// byGrain returns an expression with a value for each grain and one for all time.
func (f *Figure) byGrain(all string, value func(i int) string) string {
	if len(f.Grains) == 0 {
		return all
	}
	cases := "CASE"
	for i := range f.Grains {
		cases += fmt.Sprintf(" WHEN _b%d = 0 THEN %s", i, value(i))
	}
	return cases + " ELSE " + all + " END"
}

// grouping returns the expression of the dimensions that a row is grouped by, in
// the order of by.
func (f *Figure) grouping() string {
	var names []string
	for i, column := range f.By {
		names = append(names, fmt.Sprintf("CASE WHEN _a%d = 0 THEN %s END", i, literal(column)))
	}
	return concat(names)
}

func (f *Figure) municipality() string {
	if i := slices.Index(f.By, municipality); i >= 0 {
		return fmt.Sprintf("_g%d", i)
	}
	return "CAST(NULL AS VARCHAR)"
}

// dimensions returns the expression of the JSON text of the other dimensions,
// with sorted keys. An unknown value is null; a dimension that the row aggregates
// over is absent.
func (f *Figure) dimensions() string {
	names := slices.Sorted(slices.Values(f.By))
	var pairs []string
	for _, name := range names {
		if i := slices.Index(f.By, name); name != municipality {
			pairs = append(pairs, fmt.Sprintf(`CASE WHEN _a%d = 0 THEN '"%s":' || coalesce(CAST(to_json(_g%d) AS VARCHAR), 'null') END`, i, name, i))
		}
	}
	return "'{' || " + concat(pairs) + " || '}'"
}

func (f *Figure) warnings(warnings []warning) string {
	at := slices.Index(f.By, municipality)
	var names []string
	for _, w := range warnings {
		if at < 0 || len(w.municipalities) == 0 {
			names = append(names, literal(w.check))
			continue
		}
		var codes []string
		for _, code := range w.municipalities {
			codes = append(codes, literal(code))
		}
		names = append(names, fmt.Sprintf("CASE WHEN _a%d = 1 OR _g%d IN (%s) THEN %s END", at, at, strings.Join(codes, ", "), literal(w.check)))
	}
	return concat(names)
}

// onlyTotals returns a condition that excludes total parts from the groups.
func (f *Figure) onlyTotals(parts []string) string {
	if len(parts) == 0 || len(f.By) == 0 {
		return ""
	}
	var all []string
	for i := range f.By {
		all = append(all, fmt.Sprintf("_a%d = 1", i))
	}
	return fmt.Sprintf("\n  WHERE _part._no NOT IN (%s) OR (%s)", strings.Join(parts, ", "), strings.Join(all, " AND "))
}

// concat joins texts with commas, without NULLs.
func concat(texts []string) string {
	if len(texts) == 0 {
		return "''"
	}
	return "concat_ws(',', " + strings.Join(texts, ", ") + ")"
}

// literal returns an SQL text literal.
func literal(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
