package metrics_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/internal/warehouse"

	"github.com/rogpeppe/go-internal/txtar"
)

// extremes are the least and the greatest value that the lake may hold of a
// type, whatever the range of its column: a lake of an earlier version is older
// than the ranges.
var extremes = map[dubbelkrona.Type][2]string{
	dubbelkrona.Money:   {"-9999999999999999.99", "9999999999999999.99"},
	dubbelkrona.Decimal: {"-999999999999.999999", "999999999999.999999"},
	dubbelkrona.Integer: {"-9223372036854775808", "9223372036854775807"},
	dubbelkrona.Date:    {"1850-01-01", "2199-12-31"},
}

// TestNoRowStopsTheOthers puts nine rows with the least or the greatest numbers,
// then days, beside each row of the worked example, table by table: no model,
// check or metric fails, as sums of amounts did that a cast could not hold.
func TestNoRowStopsTheOthers(t *testing.T) {
	archive, err := txtar.ParseFile("../queries/metrics/double_value.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range dubbelkrona.Tables() {
		for name, replaced := range map[string]string{
			"least number": replacements(table, 0, isNumber), "greatest number": replacements(table, 1, isNumber),
			"first day": replacements(table, 0, isDay), "last day": replacements(table, 1, isDay),
		} {
			if replaced == "" {
				continue
			}
			t.Run(table.Name+"/"+name, func(t *testing.T) {
				inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
					for _, f := range archive.Files {
						if f.Name != "expected.csv" {
							load(t, db, strings.TrimSuffix(f.Name, ".csv"), f.Data)
						}
					}
					must(t, db, fmt.Sprintf("INSERT INTO core.%s SELECT given.* REPLACE (%s) FROM core.%s AS given CROSS JOIN range(9) AS copies(n)",
						table.Name, replaced, table.Name))
					evaluate(t, db, catalogue(t, db, builtIn()))
				})
			})
		}
	}
}

func isDay(t dubbelkrona.Type) bool    { return t == dubbelkrona.Date }
func isNumber(t dubbelkrona.Type) bool { return !isDay(t) }

// replacements are the values of a table at one end, as DuckDB's REPLACE has
// them, in the columns of some types; empty where it has none.
func replacements(table *dubbelkrona.Table, end int, of func(dubbelkrona.Type) bool) string {
	var all []string
	for _, col := range table.Columns {
		if values, ok := extremes[col.Type]; ok && of(col.Type) {
			all = append(all, fmt.Sprintf("CAST('%s' AS %s) AS %s", values[end], col.Type.SQL(), warehouse.Quote(col.Name)))
		}
	}
	return strings.Join(all, ", ")
}
