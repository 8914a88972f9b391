package figure

import (
	"fmt"
	"slices"
	"strings"
)

// Memberships returns a SELECT of the persons that each published group is about:
// period_grain, period, "grouping", municipality and dimensions as in metric.result,
// counted (the name of a set of persons) and person (a BLOB), without duplicates. It is empty if
// the metric is not about persons.
func (f *Figure) Memberships(sql string) string {
	if !f.Protected() {
		return ""
	}
	s := &statement{Figure: f}
	s.members(sql)
	names := make([]string, len(f.sets))
	for i, named := range f.sets {
		names[i] = fmt.Sprintf("(%d, %s)", i, literal(named.name()))
	}
	fmt.Fprintf(s, `
SELECT %s, _named._name AS counted,
  CASE typeof(_members._person) WHEN 'BLOB' THEN CAST(_members._person AS BLOB) ELSE encode(CAST(_members._person AS VARCHAR)) END AS person
FROM _members
INNER JOIN _sets ON _sets._set = _members._set
INNER JOIN (VALUES %s) AS _named(_no, _name) ON _named._no = _members._no`, s.cell(), strings.Join(names, ", "))
	return s.String()
}

// Sensitive returns a SELECT of the published groups that must not be shown for another
// reason than their number of persons, by the columns of metric.result from
// period_grain to dimensions: a share that is 0 or 1, which tells the same of every
// person, and a sum in which all but the two largest amounts are together less than so
// many percent of the largest one, so that the second could estimate the first. Column
// rule says which: share or dominant. It is empty if no figure is a share or a sum.
func (f *Figure) Sensitive(sql string, percent int) string {
	if !f.Protected() || len(f.shares)+len(f.sums) == 0 {
		return ""
	}
	s := &statement{Figure: f}
	s.members(sql)
	keys := strings.Join(s.keys(), ", ")
	var found []string
	if len(f.shares) > 0 {
		s.even(keys)
		found = append(found, "SELECT "+keys+", 'share' AS rule FROM _even")
	}
	for i, amounts := range f.sums {
		s.dominated(keys, i, amounts, percent)
		found = append(found, fmt.Sprintf("SELECT %s, 'dominant' AS rule FROM _dominated_%d", keys, i))
	}
	fmt.Fprintf(s, ",\n_found AS (\n  %s\n)\nSELECT DISTINCT %s, _found.rule\nFROM _found\nINNER JOIN _sets ON _sets._set = _found._set", strings.Join(found, "\n  UNION\n  "), s.cell())
	return s.String()
}

// members writes the persons of each set and published group as _members, by the keys
// of the group.
func (s *statement) members(sql string) {
	s.begin(sql, s.publishes())
	var people, known, cases, numbers, totals []string
	for i, one := range s.sets {
		people = append(people, fmt.Sprintf("%s AS _x%d", one.counted, i))
		known = append(known, one.counted+" IS NOT NULL")
		cases = append(cases, fmt.Sprintf("WHEN %d THEN _x%d", i, i))
		numbers = append(numbers, fmt.Sprintf("(%d)", i))
		if one.total {
			totals = append(totals, fmt.Sprint(i))
		}
	}
	// The rows of a person in a group are many; it suffices to join one with the groupings.
	fmt.Fprintf(s, "_people AS (\n  SELECT DISTINCT %s\n  FROM _rows\n  WHERE %s\n),\n", strings.Join(append(s.columns(), people...), ", "), strings.Join(known, " OR "))
	s.keyed("_keyed", "_people")
	fmt.Fprintf(s, "_listed AS (\n  SELECT DISTINCT %s, _counted._no, CASE _counted._no %s END AS _person\n  FROM _keyed\n  CROSS JOIN (VALUES %s) AS _counted(_no)\n),\n",
		strings.Join(s.keys(), ", "), strings.Join(cases, " "), strings.Join(numbers, ", "))
	where := "_listed._person IS NOT NULL"
	if only := s.onlyTotals("_listed._no", totals); only != "" {
		where += " AND (" + only + ")"
	}
	fmt.Fprintf(s, "_members AS (\n  SELECT _listed.*\n  FROM _listed\n  INNER JOIN _sets ON _sets._set = _listed._set\n  WHERE %s\n)", where)
}

// columns returns the columns of the SELECT that make the keys.
func (s *statement) columns() []string {
	columns := slices.Clone(s.By)
	if s.Period != "" && !slices.Contains(columns, s.Period) {
		columns = append(columns, s.Period)
	}
	return columns
}

// even writes the groups with a share that is 0 or 1 as _even.
func (s *statement) even(keys string) {
	size := func(i int) string { return fmt.Sprintf("count(CASE WHEN _no = %d THEN 1 END)", i) }
	var conditions []string
	for _, ratio := range s.shares {
		conditions = append(conditions, fmt.Sprintf("(%s > 0 AND %s IN (0, %s))", size(ratio.denominator), size(ratio.numerator), size(ratio.denominator)))
	}
	fmt.Fprintf(s, ",\n_even AS (\n  SELECT %s\n  FROM _members\n  GROUP BY %s\n  HAVING %s\n)", keys, keys, strings.Join(conditions, "\n    OR "))
}

// dominated writes the groups with a dominant contributor as _dominated_<i>.
func (s *statement) dominated(keys string, i int, amounts sum, percent int) {
	columns := strings.Join(append(s.columns(), s.sets[amounts.set].counted), ", ")
	fmt.Fprintf(s, ",\n_given_%d AS (\n  SELECT %s AS _person, sum(%s) AS _amount\n  FROM _rows\n  GROUP BY %s\n),\n", i, columns, amounts.contribution, columns)
	s.keyed(fmt.Sprintf("_added_%d", i), fmt.Sprintf("_given_%d", i))
	fmt.Fprintf(s, `_amounts_%[1]d AS (
  SELECT %[2]s, abs(CAST(sum(_amount) AS DOUBLE)) AS _amount
  FROM _added_%[1]d
  WHERE _person IS NOT NULL AND _amount IS NOT NULL
  GROUP BY %[2]s, _person
),
_ranked_%[1]d AS (
  SELECT %[2]s, _amount, row_number() OVER (PARTITION BY %[2]s ORDER BY _amount DESC) AS _place
  FROM _amounts_%[1]d
),
_dominated_%[1]d AS (
  SELECT %[2]s
  FROM _ranked_%[1]d
  GROUP BY %[2]s
  HAVING coalesce(sum(CASE WHEN _place > 2 THEN _amount END), 0) < CAST(%[3]d AS DOUBLE) / 100 * max(_amount)
)`, i, keys, percent)
}
