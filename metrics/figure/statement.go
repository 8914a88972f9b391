package figure

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dubbelkrona"
	"dubbelkrona/metrics/fresh"
)

// Facts is what a run knows of a metric and adds to its results.
type Facts struct {
	Metric    string // its name
	Hash      string // of its definition
	Snapshot  string
	Synthetic bool
	Warnings  []Warning
	Fresh     dubbelkrona.Day // of the data behind it
}

// Warning is a check with offending rows. Without municipalities it marks every
// figure; with them, their figures and the totals.
type Warning struct {
	Check          string
	Municipalities []string
}

// municipality is the dimension with a separate column in the result.
const municipality = "municipality"

// Statement returns the SELECT that calculates the figures of a SELECT, with the
// columns of metric.result and all groupings in one pass.
func (f *Figure) Statement(sql string, known Facts) string {
	s := &statement{Figure: f}
	s.begin(sql, f.groupings())
	s.keyed("_keyed", "_rows")
	s.unpivot(known, s.perInhabitant(s.steps()))
	return s.String()
}

// statement is SQL about a figure that is being written.
type statement struct {
	*Figure
	strings.Builder
}

// begin writes the SELECT and the groupings, as rows. In _sets, 1 means that the grouping
// aggregates over a dimension (_a) or grain (_b).
func (s *statement) begin(sql string, groupings []grouping) {
	names := []string{"_set"}
	for i := range s.By {
		names = append(names, fmt.Sprintf("_a%d", i))
	}
	for i := range s.Grains {
		names = append(names, fmt.Sprintf("_b%d", i))
	}
	fmt.Fprintf(s, "WITH _rows AS (\n%s\n),\n", sql)
	fmt.Fprintf(s, "_sets AS (\n  SELECT * FROM (VALUES %s) AS listed(%s)\n),\n", strings.Join(s.setRows(groupings), ", "), strings.Join(names, ", "))
}

// keyed writes a table with each row of a relation joined with all groupings.
//
// This is equivalent to GROUPING SETS, for which DuckDB needs a hash table for
// each set and each DISTINCT in it: 16 sets took 400 MB for a hundred rows. One
// GROUP BY needs one table, and is faster on three million rows too.
func (s *statement) keyed(name, relation string) {
	var keys strings.Builder
	for i, column := range s.By {
		fmt.Fprintf(&keys, ",\n    CASE WHEN _sets._a%d = 0 THEN CAST(%s.%s AS VARCHAR) END AS _g%d", i, relation, column, i)
	}
	for i, grain := range s.Grains {
		length := 4
		if grain == "month" {
			length = 7
		}
		// The text of a date and of a year both begin with the year.
		fmt.Fprintf(&keys, ",\n    CASE WHEN _sets._b%d = 0 THEN substr(CAST(%s.%s AS VARCHAR), 1, %d) END AS _p%d", i, relation, s.Period, length, i)
	}
	fmt.Fprintf(s, "%s AS (\n  SELECT %s.*, _sets._set%s\n  FROM %s\n  CROSS JOIN _sets\n),\n", name, relation, keys.String(), relation)
}

// setRows returns the rows of _sets.
func (s *statement) setRows(groupings []grouping) (sets []string) {
	for i, g := range groupings {
		row := fmt.Sprint(i)
		for k := range s.By {
			row += fmt.Sprintf(", %d", 1-g.subset>>k&1)
		}
		for k := range s.Grains {
			over := 1
			if k == g.grain {
				over = 0
			}
			row += fmt.Sprintf(", %d", over)
		}
		sets = append(sets, "("+row+")")
	}
	return sets
}

// steps writes one CTE for the aggregates, one for each later step of a let and
// one for the figures, and returns the name of the last.
func (s *statement) steps() (last string) {
	var flags []string
	for i, column := range s.By {
		flags = append(flags, fmt.Sprintf("_sets._a%d, _sets._a%d = 0 AS by_%s", i, i, column))
	}
	for i, grain := range s.Grains {
		flags = append(flags, fmt.Sprintf("_sets._b%d, _sets._b%d = 0 AS by_%s", i, i, grain))
	}
	steps := append(slices.Clone(s.Let), s.figures())
	fmt.Fprintf(s, "_aggregated AS (\n  SELECT %s\n  FROM _keyed\n  GROUP BY %s\n),\n",
		strings.Join(append(s.keys(), named(steps[0])...), ",\n    "), strings.Join(s.keys(), ", "))
	// A metric without rows still has a total, which is unknown.
	empty := "FALSE"
	if s.AllTime {
		empty = "_sets._set = 0"
	}
	fmt.Fprintf(s, "_step_0 AS (\n  SELECT %s\n  FROM _sets\n  LEFT JOIN _aggregated ON _aggregated._set = _sets._set\n  WHERE _aggregated._set IS NOT NULL OR %s\n),\n",
		strings.Join(append(flags, "_aggregated.*"), ", "), empty)
	for i, step := range steps[1:] {
		fmt.Fprintf(s, "_step_%d AS (\n  SELECT %s\n  FROM _step_%d\n),\n", i+1, strings.Join(append([]string{"*"}, named(step)...), ",\n    "), i)
	}
	return fmt.Sprintf("_step_%d", len(steps)-1)
}

// keys returns the columns of _keyed that a group has in common.
func (s *statement) keys() []string {
	keys := []string{"_set"}
	for i := range s.By {
		keys = append(keys, fmt.Sprintf("_g%d", i))
	}
	for i := range s.Grains {
		keys = append(keys, fmt.Sprintf("_p%d", i))
	}
	return keys
}

// named returns expressions with their names.
func named(step []Binding) (columns []string) {
	for _, bound := range step {
		columns = append(columns, bound.Expression+" AS "+bound.Name)
	}
	return columns
}

// figures returns the expressions that the result is made from.
func (s *statement) figures() (all []Binding) {
	add := func(name, expression string) { all = append(all, Binding{name, cmp.Or(expression, "NULL")}) }
	for i, counted := range s.contributors() {
		add(fmt.Sprintf("_n%d", i), counted)
	}
	add("_grade", s.Grade)
	add("_status", s.Status)
	for i, p := range s.rows() {
		if p.Per {
			continue
		}
		add(fmt.Sprintf("_v%d", i), p.Value)
		add(fmt.Sprintf("_l%d", i), p.Low)
		add(fmt.Sprintf("_h%d", i), p.High)
	}
	return all
}

// contributors returns the distinct expressions by which rows count their
// persons, so that each expensive count is made once.
func (s *statement) contributors() (all []string) {
	for _, p := range s.rows() {
		if !slices.Contains(all, p.Persons) {
			all = append(all, p.Persons)
		}
	}
	return all
}

// unpivot turns the wide figures into one row each.
func (s *statement) unpivot(known Facts, from string) {
	var value, low, high, persons, list, totals []string
	counted := s.contributors()
	for i, p := range s.rows() {
		value = append(value, fmt.Sprintf("WHEN %d THEN TRY_CAST(_v%d AS %s)", i, i, dubbelkrona.NumberSQL))
		low = append(low, fmt.Sprintf("WHEN %d THEN TRY_CAST(_l%d AS %s)", i, i, dubbelkrona.NumberSQL))
		high = append(high, fmt.Sprintf("WHEN %d THEN TRY_CAST(_h%d AS %s)", i, i, dubbelkrona.NumberSQL))
		persons = append(persons, fmt.Sprintf("WHEN %d THEN CAST(_n%d AS BIGINT)", i, slices.Index(counted, p.Persons)))
		list = append(list, fmt.Sprintf("(%d, %s, %s)", i, literal(p.Name), literal(p.Unit)))
		if p.Total {
			totals = append(totals, fmt.Sprint(i))
		}
	}
	var where string
	if conditions := slices.DeleteFunc([]string{s.onlyTotals("_part._no", totals), s.shownPer()}, func(c string) bool { return c == "" }); len(conditions) > 0 {
		where = "\n  WHERE (" + strings.Join(conditions, ") AND (") + ")"
	}
	pick := func(cases []string) string { return "CASE _part._no " + strings.Join(cases, " ") + " END" }
	// TRY_CAST makes an overflow, an infinity or a not-a-number unknown.
	fmt.Fprintf(s, `_unpivoted AS (
  SELECT _part._no AS _no, _part._name AS part, %s,
    %s AS value,
    %s AS low,
    %s AS high,
    %s AS persons, _part._unit AS unit, _grade AS grade, _status AS _status, %s AS warnings
  FROM %s
  CROSS JOIN (VALUES %s) AS _part(_no, _name, _unit)%s
)
SELECT %s AS metric, part, period_grain, period, "grouping", municipality, dimensions, value, low, high,
  persons, unit, CAST(grade AS VARCHAR) AS grade,
  CASE WHEN value IS NULL AND NOT (part = '' AND coalesce(CAST(_status AS VARCHAR), '') = '%s') THEN 'unknown' WHEN part = '' THEN coalesce(CAST(_status AS VARCHAR), 'ok') ELSE 'ok' END AS status,
  CAST(NULL AS %s) AS target, CAST(NULL AS %s) AS gap, '' AS target_status, %t AS synthetic, warnings, '' AS comments, %s AS fresh, %s AS definition, %s AS snapshot
FROM _unpivoted
ORDER BY _no, period_grain, period, "grouping", municipality NULLS FIRST, dimensions`,
		s.cell(), pick(value), pick(low), pick(high), pick(persons), s.warnings(known.Warnings), from, strings.Join(list, ", "), where,
		literal(known.Metric), dubbelkrona.NotReached, dubbelkrona.NumberSQL, dubbelkrona.NumberSQL, known.Synthetic, fresh.Literal(known.Fresh), literal(known.Hash), literal(known.Snapshot))
}

// cell returns the columns of the result that say which group a row is about.
func (s *statement) cell() string {
	return fmt.Sprintf(`%s AS period_grain, %s AS period,
    %s AS "grouping", %s AS municipality, %s AS dimensions`, s.grain(), s.periodText(), s.grouping(), s.municipality(), s.dimensions())
}

func (s *statement) grain() string {
	return s.byGrain("'all'", func(i int) string { return literal(s.Grains[i]) })
}

// periodText returns the expression of the period, 'unknown' if a row has none.
func (s *statement) periodText() string {
	return s.byGrain("''", func(i int) string { return fmt.Sprintf("coalesce(_p%d, 'unknown')", i) })
}

// byGrain returns an expression with a value for each grain and one for all time.
func (s *statement) byGrain(all string, value func(i int) string) string {
	if len(s.Grains) == 0 {
		return all
	}
	cases := "CASE"
	for i := range s.Grains {
		cases += fmt.Sprintf(" WHEN _b%d = 0 THEN %s", i, value(i))
	}
	return cases + " ELSE " + all + " END"
}

// grouping returns the expression of the dimensions that a row is grouped by, in
// the order of by.
func (s *statement) grouping() string {
	var names []string
	for i, column := range s.By {
		names = append(names, fmt.Sprintf("CASE WHEN _a%d = 0 THEN %s END", i, literal(column)))
	}
	return concat(names)
}

func (s *statement) municipality() string {
	if i := slices.Index(s.By, municipality); i >= 0 {
		return fmt.Sprintf("_g%d", i)
	}
	return "CAST(NULL AS VARCHAR)"
}

// dimensions returns the expression of the JSON text of the other dimensions,
// with sorted keys. An unknown value is null; a dimension that the row aggregates
// over is absent.
func (s *statement) dimensions() string {
	names := slices.Sorted(slices.Values(s.By))
	var pairs []string
	for _, name := range names {
		if i := slices.Index(s.By, name); name != municipality {
			pairs = append(pairs, fmt.Sprintf(`CASE WHEN _a%d = 0 THEN '"%s":' || coalesce(CAST(to_json(_g%d) AS VARCHAR), 'null') END`, i, name, i))
		}
	}
	return "'{' || " + concat(pairs) + " || '}'"
}

func (s *statement) warnings(warnings []Warning) string {
	at := slices.Index(s.By, municipality)
	var names []string
	for _, w := range warnings {
		if at < 0 || len(w.Municipalities) == 0 {
			names = append(names, literal(w.Check))
			continue
		}
		var codes []string
		for _, code := range w.Municipalities {
			codes = append(codes, literal(code))
		}
		names = append(names, fmt.Sprintf("CASE WHEN _a%d = 1 OR _g%d IN (%s) THEN %s END", at, at, strings.Join(codes, ", "), literal(w.Check)))
	}
	return concat(names)
}

// onlyTotals returns a condition that excludes those of a list of numbers that are for
// totals alone from the groups; empty if there are none.
func (s *statement) onlyTotals(number string, totals []string) string {
	if len(totals) == 0 || len(s.By) == 0 {
		return ""
	}
	var all []string
	for i := range s.By {
		all = append(all, fmt.Sprintf("_a%d = 1", i))
	}
	return fmt.Sprintf("%s NOT IN (%s) OR (%s)", number, strings.Join(totals, ", "), strings.Join(all, " AND "))
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
