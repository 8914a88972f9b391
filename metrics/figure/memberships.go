package figure

import (
	"fmt"
	"strings"
)

// Memberships returns a SELECT of the persons that each published group is about:
// period_grain, period, "grouping", municipality and dimensions as in metric.result,
// counted (the name of a set of persons) and person, without duplicates. It is empty if
// the metric is not about persons.
func (f *Figure) Memberships(sql string) string {
	if !f.Protected() {
		return ""
	}
	var b strings.Builder
	f.members(&b, sql)
	names := make([]string, len(f.sets))
	for i, s := range f.sets {
		names[i] = fmt.Sprintf("(%d, %s)", i, literal(s.name))
	}
	fmt.Fprintf(&b, `
SELECT DISTINCT %s, _named._name AS counted, _members._person AS person
FROM _members
INNER JOIN _sets ON _sets._set = _members._set
INNER JOIN (VALUES %s) AS _named(_no, _name) ON _named._no = _members._no`, f.cell(), strings.Join(names, ", "))
	return b.String()
}

// members writes the persons of each set and published group as _members, by the keys
// of the group.
func (f *Figure) members(b *strings.Builder, sql string) {
	f.keyed(b, sql, f.publishes())
	var cases, numbers, totals []string
	for i, s := range f.sets {
		cases = append(cases, fmt.Sprintf("WHEN %d THEN %s", i, s.counted))
		numbers = append(numbers, fmt.Sprintf("(%d)", i))
		if s.total {
			totals = append(totals, fmt.Sprint(i))
		}
	}
	fmt.Fprintf(b, "_listed AS (\n  SELECT DISTINCT %s, _counted._no, CASE _counted._no %s END AS _person\n  FROM _keyed\n  CROSS JOIN (VALUES %s) AS _counted(_no)\n),\n",
		strings.Join(f.keys(), ", "), strings.Join(cases, " "), strings.Join(numbers, ", "))
	where := "_listed._person IS NOT NULL"
	if only := f.onlyTotals("_listed._no", totals); only != "" {
		where += " AND (" + only + ")"
	}
	fmt.Fprintf(b, "_members AS (\n  SELECT _listed.*\n  FROM _listed\n  INNER JOIN _sets ON _sets._set = _listed._set\n  WHERE %s\n)", where)
}

// Sensitive returns a SELECT of the published groups that must not be shown for another
// reason than their number of persons, by the columns of metric.result from
// period_grain to dimensions: a share that is 0 or 1, which tells the same of every
// person, and a sum in which all but the two largest amounts are together less than so
// many percent of the largest one, so that the second could estimate the first. It is
// empty if no figure is a share or a sum.
func (f *Figure) Sensitive(sql string, percent int) string {
	if !f.Protected() || len(f.shares)+len(f.sums) == 0 {
		return ""
	}
	var b strings.Builder
	f.members(&b, sql)
	keys := strings.Join(f.keys(), ", ")
	var found []string
	if len(f.shares) > 0 {
		f.even(&b, keys)
		found = append(found, "SELECT "+keys+" FROM _even")
	}
	for i, s := range f.sums {
		f.dominated(&b, keys, i, s, percent)
		found = append(found, fmt.Sprintf("SELECT %s FROM _dominated_%d", keys, i))
	}
	fmt.Fprintf(&b, ",\n_found AS (\n  %s\n)\nSELECT DISTINCT %s\nFROM _found\nINNER JOIN _sets ON _sets._set = _found._set", strings.Join(found, "\n  UNION\n  "), f.cell())
	return b.String()
}

// even writes the groups with a share that is 0 or 1 as _even.
func (f *Figure) even(b *strings.Builder, keys string) {
	size := func(i int) string { return fmt.Sprintf("count(CASE WHEN _no = %d THEN 1 END)", i) }
	var conditions []string
	for _, s := range f.shares {
		conditions = append(conditions, fmt.Sprintf("(%s > 0 AND %s IN (0, %s))", size(s.denominator), size(s.numerator), size(s.denominator)))
	}
	fmt.Fprintf(b, ",\n_even AS (\n  SELECT %s\n  FROM _members\n  GROUP BY %s\n  HAVING %s\n)", keys, keys, strings.Join(conditions, "\n    OR "))
}

// dominated writes the groups with a dominant contributor as _dominated_<i>.
func (f *Figure) dominated(b *strings.Builder, keys string, i int, s sum, percent int) {
	fmt.Fprintf(b, `,
_amounts_%[1]d AS (
  SELECT %[2]s, %[3]s AS _person, abs(CAST(sum(%[4]s) AS DOUBLE)) AS _amount
  FROM _keyed
  GROUP BY %[2]s, %[3]s
),
_ranked_%[1]d AS (
  SELECT %[2]s, _amount, row_number() OVER (PARTITION BY %[2]s ORDER BY _amount DESC) AS _place
  FROM _amounts_%[1]d
  WHERE _person IS NOT NULL AND _amount IS NOT NULL
),
_dominated_%[1]d AS (
  SELECT %[2]s
  FROM _ranked_%[1]d
  GROUP BY %[2]s
  HAVING coalesce(sum(CASE WHEN _place > 2 THEN _amount END), 0) < CAST(%[5]d AS DOUBLE) / 100 * max(_amount)
)`, i, keys, f.sets[s.set].counted, s.contribution, percent)
}
