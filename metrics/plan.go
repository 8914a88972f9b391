package metrics

import (
	"fmt"
	"slices"
	"strings"
)

// facts are what a run knows about a metric before it is calculated.
type facts struct {
	snapshot  string
	synthetic bool
	warnings  []warning
}

// warning is a check that had something to say. Without municipalities it
// marks every figure; with them, theirs and the totals.
type warning struct {
	check          string
	municipalities []string
}

// municipality is the dimension that has a column of its own in the result.
const municipality = "municipality"

// Statement is the SELECT that calculates a metric in the layout of
// metric.result, all groupings in one pass. It depends on the snapshot's
// tables alone and can be pasted into any DuckDB client.
func (d *Definition) Statement() string { return d.Figure.statement(d, facts{}) }

func (f *Figure) statement(d *Definition, known facts) string {
	var b strings.Builder
	fmt.Fprintf(&b, "WITH source AS (\n%s\n),\n", d.SQL)
	fmt.Fprintf(&b, "keyed AS (\n  SELECT source.*%s\n  FROM source\n),\n", f.keys())
	last := f.steps(&b)
	f.unpivot(&b, d, known, last)
	return b.String()
}

// expressions are all expressions of the figure with their places in the
// header. Names stand for paths.
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
	}
	return all
}

// keys copies the grouping columns as text, under names of their own: the
// expressions then see the SELECT's columns untouched by the grouping.
func (f *Figure) keys() string {
	var b strings.Builder
	for i, column := range f.By {
		fmt.Fprintf(&b, ",\n    CAST(%s AS VARCHAR) AS _g%d", column, i)
	}
	for i, grain := range f.Grains {
		length := 4
		if grain == "month" {
			length = 7
		}
		// A date and a plain year both begin with the year in text form.
		fmt.Fprintf(&b, ",\n    substr(CAST(%s AS VARCHAR), 1, %d) AS _p%d", f.Period, length, i)
	}
	return b.String()
}

// sets are the grouping sets: every subset of the dimensions, over all time
// and for every grain.
func (f *Figure) sets() []string {
	var sets []string
	for grain := -1; grain < len(f.Grains); grain++ {
		if grain < 0 && !f.AllTime {
			continue
		}
		for subset := range 1 << len(f.By) {
			var names []string
			for i := range f.By {
				if subset&(1<<i) != 0 {
					names = append(names, fmt.Sprintf("_g%d", i))
				}
			}
			if grain >= 0 {
				names = append(names, fmt.Sprintf("_p%d", grain))
			}
			sets = append(sets, "("+strings.Join(names, ", ")+")")
		}
	}
	return sets
}

// steps writes one CTE for the aggregates, one for each later step of a let
// and one for the figures over them, and names the last.
func (f *Figure) steps(b *strings.Builder) (last string) {
	var keys []string
	for i := range f.By {
		keys = append(keys, fmt.Sprintf("GROUPING(_g%d) AS _a%d", i, i), fmt.Sprintf("_g%d", i))
	}
	for i := range f.Grains {
		keys = append(keys, fmt.Sprintf("GROUPING(_p%d) AS _b%d", i, i), fmt.Sprintf("_p%d", i))
	}
	steps := slices.Clone(f.Let)
	steps = append(steps, f.figures())
	for i, step := range steps {
		columns := []string{"step_" + fmt.Sprint(i-1) + ".*"}
		if i == 0 {
			columns = keys
		}
		for _, bound := range step {
			columns = append(columns, fmt.Sprintf("%s AS %s", bound.Expression, bound.Name))
		}
		fmt.Fprintf(b, "step_%d AS (\n  SELECT %s\n  FROM ", i, strings.Join(columns, ",\n    "))
		if i == 0 {
			fmt.Fprintf(b, "keyed\n  GROUP BY GROUPING SETS (%s)\n),\n", strings.Join(f.sets(), ", "))
		} else {
			fmt.Fprintf(b, "step_%d\n),\n", i-1)
		}
	}
	return fmt.Sprintf("step_%d", len(steps)-1)
}

// figures are the expressions that end up in the result.
func (f *Figure) figures() (all []Binding) {
	add := func(name, expression string) {
		if expression == "" {
			expression = "NULL"
		}
		all = append(all, Binding{name, expression})
	}
	add("_persons", f.Persons)
	add("_grade", f.Grade)
	add("_status", f.Status)
	for i, p := range f.rows() {
		add(fmt.Sprintf("_v%d", i), p.Value)
		add(fmt.Sprintf("_l%d", i), p.Low)
		add(fmt.Sprintf("_h%d", i), p.High)
	}
	return all
}

// rows are the value itself, as the part without a name, and the parts.
func (f *Figure) rows() []Part {
	return append([]Part{{Unit: f.Unit, Value: f.Value, Low: f.Low, High: f.High}}, f.Parts...)
}

// unpivot turns the wide figures into one row each.
func (f *Figure) unpivot(b *strings.Builder, d *Definition, known facts, from string) {
	var value, low, high, list, totals []string
	for i, p := range f.rows() {
		value = append(value, fmt.Sprintf("WHEN %d THEN TRY_CAST(_v%d AS DECIMAL(28,6))", i, i))
		low = append(low, fmt.Sprintf("WHEN %d THEN TRY_CAST(_l%d AS DECIMAL(28,6))", i, i))
		high = append(high, fmt.Sprintf("WHEN %d THEN TRY_CAST(_h%d AS DECIMAL(28,6))", i, i))
		list = append(list, fmt.Sprintf("(%d, %s, %s)", i, literal(p.Name), literal(p.Unit)))
		if p.Total {
			totals = append(totals, fmt.Sprint(i))
		}
	}
	pick := func(cases []string) string { return "CASE part.no " + strings.Join(cases, " ") + " END" }
	// TRY_CAST makes an overflow, an infinity or a not-a-number unknown.
	fmt.Fprintf(b, `unpivoted AS (
  SELECT part.no AS _no, part.name AS part, %s AS period_grain, %s AS period,
    %s AS "grouping", %s AS municipality, %s AS dimensions,
    %s AS value,
    %s AS low,
    %s AS high,
    _persons AS persons, part.unit AS unit, _grade AS grade, _status AS _status, %s AS warnings
  FROM %s
  CROSS JOIN (VALUES %s) AS part(no, name, unit)%s
)
SELECT %s AS metric, part, period_grain, period, "grouping", municipality, dimensions, value, low, high,
  CAST(persons AS BIGINT) AS persons, unit, CAST(grade AS VARCHAR) AS grade,
  CASE WHEN value IS NULL THEN 'unknown' WHEN part = '' THEN coalesce(CAST(_status AS VARCHAR), 'ok') ELSE 'ok' END AS status,
  %t AS synthetic, warnings, %s AS definition, %s AS snapshot
FROM unpivoted
ORDER BY _no, period_grain, period, "grouping", municipality NULLS FIRST, dimensions`,
		f.grain(), f.periodText(), f.grouping(), f.municipality(), f.dimensions(),
		pick(value), pick(low), pick(high), f.warnings(known.warnings), from, strings.Join(list, ", "), f.onlyTotals(totals),
		literal(d.Name), known.synthetic, literal(d.Hash), literal(known.snapshot))
}

func (f *Figure) grain() string {
	b := "CASE"
	for i, grain := range f.Grains {
		b += fmt.Sprintf(" WHEN _b%d = 0 THEN %s", i, literal(grain))
	}
	return caseOr(b, "'all'")
}

// periodText is 'unknown' where a row's period is.
func (f *Figure) periodText() string {
	b := "CASE"
	for i := range f.Grains {
		b += fmt.Sprintf(" WHEN _b%d = 0 THEN coalesce(_p%d, 'unknown')", i, i)
	}
	return caseOr(b, "''")
}

func caseOr(cases, otherwise string) string {
	if cases == "CASE" {
		return otherwise
	}
	return cases + " ELSE " + otherwise + " END"
}

// grouping lists the dimensions that a row is grouped by, in the order of by.
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

// dimensions is the JSON text of the other dimensions, keys sorted. An unknown
// value is null; a dimension that the row adds up over is absent.
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

// onlyTotals keeps parts that are declared for the total out of the groups.
func (f *Figure) onlyTotals(parts []string) string {
	if len(parts) == 0 || len(f.By) == 0 {
		return ""
	}
	var all []string
	for i := range f.By {
		all = append(all, fmt.Sprintf("_a%d = 1", i))
	}
	return fmt.Sprintf("\n  WHERE part.no NOT IN (%s) OR (%s)", strings.Join(parts, ", "), strings.Join(all, " AND "))
}

// concat joins texts with commas, leaving NULLs out.
func concat(texts []string) string {
	if len(texts) == 0 {
		return "''"
	}
	return "concat_ws(',', " + strings.Join(texts, ", ") + ")"
}

// literal is an SQL text literal.
func literal(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
