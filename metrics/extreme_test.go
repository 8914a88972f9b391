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

// extremes are the minimum and maximum of a type in the lake, whatever the range
// of the column: a lake of an earlier version may have values outside the ranges.
var extremes = map[dubbelkrona.Type][2]string{
	dubbelkrona.Money:   {"-9999999999999999.99", "9999999999999999.99"},
	dubbelkrona.Decimal: {"-999999999999.999999", "999999999999.999999"},
	dubbelkrona.Integer: {"-9223372036854775808", "9223372036854775807"},
	dubbelkrona.Date:    {"1850-01-01", "2199-12-31"},
}

// TestNoRowStopsTheOthers adds, table by table, nine rows with the minimum or
// maximum numbers, then days, to each row of the worked example: no model, check
// or metric fails, for example because a sum overflows a cast.
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

// replacements returns the list of DuckDB's REPLACE that sets the columns of some
// types to the minimum or maximum; empty if the table has no such columns.
func replacements(table *dubbelkrona.Table, end int, of func(dubbelkrona.Type) bool) string {
	var all []string
	for _, col := range table.Columns {
		if values, ok := extremes[col.Type]; ok && of(col.Type) {
			all = append(all, fmt.Sprintf("CAST('%s' AS %s) AS %s", values[end], col.Type.SQL(), warehouse.Quote(col.Name)))
		}
	}
	return strings.Join(all, ", ")
}
