package golden

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"dubbelkrona"
	"dubbelkrona/metrics"

	"github.com/shopspring/decimal"
)

// keyColumns say which row of metric.result is meant.
var keyColumns = []string{"part", "period_grain", "period", "grouping", "municipality", "dimensions"}

// compareResults compares the results of a metric with the expected rows.
func (f File) compareResults(ctx context.Context, db Engine) (differences []string, err error) {
	actual, err := results(ctx, db, f.Name)
	if err != nil {
		return nil, err
	}
	listed, counted := make(map[string]int), make(map[string]int)
	for _, record := range f.expected[1:] {
		want := map[string]string{"period_grain": "all", "dimensions": "{}"}
		for i, cell := range record {
			want[f.expected[0][i]] = cell
		}
		if want["part"] == "" {
			listed[want["period_grain"]+"/"+want["grouping"]]++
		}
		at := slices.IndexFunc(actual, func(row map[string]string) bool {
			return !slices.ContainsFunc(keyColumns, func(k string) bool { return row[k] != want[k] })
		})
		if at < 0 {
			differences = append(differences, fmt.Sprintf("no row %s", strings.Join(record, ",")))
			continue
		}
		for i, column := range f.expected[0] {
			if got := actual[at][column]; !slices.Contains(keyColumns, column) && !same(got, record[i]) {
				differences = append(differences, fmt.Sprintf("%s: %s is %q, want %q", strings.Join(record, ","), column, got, record[i]))
			}
		}
	}
	for _, row := range actual {
		if row["part"] == "" {
			counted[row["period_grain"]+"/"+row["grouping"]]++
		}
	}
	for group, n := range listed {
		if counted[group] != n {
			differences = append(differences, fmt.Sprintf("grouping %s has %d rows, want %d", group, counted[group], n))
		}
	}
	slices.Sort(differences)
	return differences, nil
}

// results returns the rows of a metric by column; a column that is NULL is left out.
func results(ctx context.Context, db Engine, metric string) (all []map[string]string, err error) {
	var texts []string
	for _, c := range dubbelkrona.ResultColumns() {
		texts = append(texts, fmt.Sprintf("CAST(%s AS VARCHAR)", quote(c.Name)))
	}
	rows, err := db.Collect(ctx, "SELECT "+strings.Join(texts, ", ")+" FROM metric.result WHERE metric = ?", metric)
	for _, row := range rows {
		cells := make(map[string]string)
		for i, c := range dubbelkrona.ResultColumns() {
			if text, ok := row[i].(string); ok {
				cells[c.Name] = text
			}
		}
		all = append(all, cells)
	}
	return all, err
}

// compareRows compares the rows of a SELECT with the expected ones, in any order.
func (f File) compareRows(ctx context.Context, db Engine, d *metrics.Definition) (differences []string, err error) {
	var texts []string
	for _, c := range f.expected[0] {
		texts = append(texts, fmt.Sprintf("coalesce(CAST(%s AS VARCHAR), '')", quote(c)))
	}
	found, err := db.Collect(ctx, fmt.Sprintf("SELECT %s FROM (\n%s\n) AS golden", strings.Join(texts, ", "), d.SQL))
	if err != nil {
		return nil, dubbelkrona.Invalidf("%s: %w", f.Path, err)
	}
	var actual [][]string
	for _, row := range found {
		cells := make([]string, len(row))
		for i := range row {
			cells[i], _ = row[i].(string)
		}
		actual = append(actual, cells)
	}
	for _, want := range f.expected[1:] {
		at := slices.IndexFunc(actual, func(got []string) bool { return slices.EqualFunc(got, want, same) })
		if at < 0 {
			differences = append(differences, "no row "+strings.Join(want, ","))
			continue
		}
		actual = slices.Delete(actual, at, at+1)
	}
	for _, got := range actual {
		differences = append(differences, "not expected: "+strings.Join(got, ","))
	}
	return differences, nil
}

// same compares numbers with the decimals of the wanted one, and everything else as
// text; a number with a leading zero is a code.
func same(got, want string) bool {
	g, gotErr := decimal.NewFromString(got)
	if !isNumber(want) || gotErr != nil {
		return got == want
	}
	w := decimal.RequireFromString(want)
	return g.Round(max(-w.Exponent(), 0)).Equal(w)
}

// isNumber reports whether a text is a number and no code, which has a leading zero.
func isNumber(text string) bool {
	_, err := decimal.NewFromString(text)
	return err == nil && (len(text) == 1 || text[0] != '0' || text[1] == '.')
}
