package examples_test

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"testing"
)

// table is the content of a table. A cell is a text, a float64 or nil.
type table struct {
	columns []column
	rows    [][]any
}

type column struct{ name, kind string }

// comparison compares tables before and after a change.
type comparison struct {
	t                                 *testing.T
	tables, rows, columns, suppressed int
}

// left are the columns that are not compared, by table and by name alone, because a
// change of structure may change them: ids of snapshots, runs, builds of the program and
// definitions, the text of SQL and its hashes, and the contributors of a figure. Times in
// meta are left out by their type.
var left = []string{
	"meta.snapshot.id", "meta.snapshot.generator", "meta.snapshot.definitions", "meta.run.id", "meta.segment.run",
	"meta.check_result.snapshot", "meta.check_result.hash", "meta.check_result.sql",
	"metric.definition.sql", "metric.definition.statement", "metric.definition.hash", "metric.definition.depends", "metric.part.expression",
	"metric.result.snapshot", "metric.result.definition", "metric.result.persons",
	"metrics.csv.snapshot", "metrics.csv.definition", "metrics.csv.persons",
	"metrics.json.snapshot", "metrics.json.definition", "metrics.json.persons",
	"metrics.parquet.snapshot", "metrics.parquet.definition", "metrics.parquet.persons",
}

// prose are prefixes of the names of columns with texts for people: titles, explanations
// and messages of checks.
var prose = []string{"title_", "doc_", "sample_"}

// compares reports whether a column of a table is compared.
func compares(name string, c column) bool {
	if strings.Contains(name, "meta.") && strings.HasPrefix(c.kind, "TIMESTAMP") {
		return false
	}
	if slices.ContainsFunc(prose, func(p string) bool { return strings.HasPrefix(c.name, p) }) {
		return false
	}
	return !slices.ContainsFunc(left, func(l string) bool { return strings.HasSuffix(name+"."+c.name, l) })
}

// figureColumns are the columns that are empty if a figure is suppressed, which
// depends on its contributors.
var figureColumns = []string{"value", "low", "high", "status"}

// compare checks that two tables have the same columns and rows, in any order.
func (c *comparison) compare(name string, before, after table) {
	if !slices.Equal(before.columns, after.columns) {
		c.t.Errorf("%s: columns %v, before %v", name, after.columns, before.columns)
		return
	}
	var compared []int
	for i, col := range before.columns {
		if compares(name, col) {
			compared = append(compared, i)
		}
	}
	c.tables++
	c.columns += len(compared)
	c.rows += len(before.rows)
	sortRows(before.rows, before.columns, compared)
	sortRows(after.rows, after.columns, compared)
	for i := range min(len(before.rows), len(after.rows)) {
		if col := c.differing(before, before.rows[i], after.rows[i], compared); col >= 0 {
			c.t.Errorf("%s: %s is %v, before %v; the row before is %v", name, before.columns[col].name, after.rows[i][col], before.rows[i][col], before.rows[i])
			return
		}
	}
	if len(before.rows) != len(after.rows) {
		c.t.Errorf("%s: %d rows, before %d", name, len(after.rows), len(before.rows))
	}
}

// differing returns the first column in which two rows differ, or -1.
func (c *comparison) differing(of table, before, after []any, compared []int) int {
	status := slices.IndexFunc(of.columns, func(c column) bool { return c.name == "status" })
	hidden := status >= 0 && (before[status] == "suppressed" || after[status] == "suppressed")
	if hidden && before[status] != after[status] {
		c.suppressed++
	}
	for _, i := range compared {
		if hidden && slices.Contains(figureColumns, of.columns[i].name) {
			continue
		}
		if !same(before[i], after[i]) {
			return i
		}
	}
	return -1
}

// same reports whether two cells are equal, doubles to 1e-12 of their size.
func same(before, after any) bool {
	x, isDouble := before.(float64)
	y, both := after.(float64)
	if !isDouble || !both {
		return before == after
	}
	return x == y || math.IsNaN(x) && math.IsNaN(y) || math.Abs(x-y) <= 1e-12*max(math.Abs(x), math.Abs(y))
}

// sortRows sorts by the texts of the compared columns, those of figures last, and then by
// the doubles. So neither a suppressed figure nor the last digit of a double affects which
// rows are compared with each other.
func sortRows(rows [][]any, of []column, compared []int) {
	order := slices.Clone(compared)
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(rank(of[i]), rank(of[j])) })
	slices.SortFunc(rows, func(a, b []any) int {
		for _, i := range order {
			x, _ := a[i].(string)
			y, _ := b[i].(string)
			u, _ := a[i].(float64)
			v, _ := b[i].(float64)
			if by := cmp.Or(cmp.Compare(x, y), cmp.Compare(u, v)); by != 0 {
				return by
			}
		}
		return 0
	})
}

func rank(c column) int {
	switch {
	case c.kind == "DOUBLE":
		return 2
	case slices.Contains(figureColumns, c.name):
		return 1
	}
	return 0
}
