package dashboards_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

// sameAsFiles compares every row and column of the tables result and headline with the CSV
// files, which another part of the program has written.
func sameAsFiles(t *testing.T, folder string, reader *pgx.Conn) {
	for name, least := range map[string]int{"result": 5000, "headline": 30} {
		file := export(t, folder, map[string]string{"result": "metrics.csv", "headline": "headline.csv"}[name])
		columns := slices.Sorted(maps.Keys(file[0]))
		var texts []string
		for _, c := range columns {
			texts = append(texts, asInFile(c))
		}
		in := ask(t, reader, "SELECT "+strings.Join(texts, ", ")+" FROM dubbelkrona."+name)
		lines := func(n int, cell func(row, column int) string) (all []string) {
			for row := range n {
				var cells []string
				for column := range columns {
					cells = append(cells, cell(row, column))
				}
				all = append(all, strings.Join(cells, "\t"))
			}
			slices.Sort(all)
			return all
		}
		database := lines(len(in.cells), func(row, column int) string { return in.cells[row][column].(string) })
		// A text that begins like a formula has an apostrophe before it.
		files := lines(len(file), func(row, column int) string { return strings.TrimPrefix(file[row][columns[column]], "'") })
		if len(database) < least || !slices.Equal(database, files) {
			t.Errorf("%s: %d rows in the database, %d in the file", name, len(database), len(files))
			for i := range min(len(database), len(files)) {
				if database[i] != files[i] {
					t.Fatalf("database %q\n    file %q", database[i], files[i])
				}
			}
		}
	}
}

// asInFile returns the expression of a column as the CSV files have it.
func asInFile(column string) string {
	switch column {
	case "warnings":
		return "array_to_string(warnings, ',')"
	case "dimensions": // jsonb is written with spaces, and shorter keys first
		return `(SELECT '{' || coalesce(string_agg(to_json(key)::text || ':' || value::text, ',' ORDER BY key COLLATE "C"), '') || '}' FROM jsonb_each(dimensions))`
	case "value", "low", "high", "target", "gap":
		return fmt.Sprintf("coalesce(trim_scale(%q)::text, '')", column)
	}
	return fmt.Sprintf("coalesce(%q::text, '')", column)
}

// sums checks that the finest groups of metrics that are not about persons, so that nothing
// of them is held back, add up to their totals: they neither overlap nor leave anything out.
func sums(t *testing.T, reader *pgx.Conn) {
	r := ask(t, reader, `
		SELECT l.metric, l.part, sum(l.value)::text, max(t.value)::text, count(*)::int FROM dubbelkrona.result_leaf AS l
		  JOIN dubbelkrona.result AS t ON t.metric = l.metric AND t.part = l.part AND t.level = 'total'
		 WHERE l.metric IN ('contracts', 'reserved_contracts', 'extra_cost', 'spend_social_enterprises') AND l.unit IN ('SEK', 'contracts', 'postings') AND t.value IS NOT NULL
		 GROUP BY l.metric, l.part ORDER BY 1, 2`)
	if len(r.cells) < 10 {
		t.Errorf("only %d figures can be added up: %v", len(r.cells), r.cells)
	}
	for _, row := range r.cells {
		if row[2] != row[3] || row[4].(int32) < 5 {
			t.Errorf("%s %s: the %d finest groups add up to %s, the total is %s", row[0], row[1], row[4], row[2], row[3])
		}
	}
}

// relations checks that the page about dashboards names every table and view.
func relations(t *testing.T, reader *pgx.Conn) {
	page := string(read(t, "../docs/dashboards.md"))
	r := ask(t, reader, "SELECT relname::text FROM pg_class WHERE relnamespace = 'dubbelkrona'::regnamespace AND relkind IN ('r', 'v')")
	if len(r.cells) < 10 {
		t.Errorf("only %d tables and views", len(r.cells))
	}
	for _, row := range r.cells {
		if !strings.Contains(page, fmt.Sprintf("`%s`", row[0])) {
			t.Errorf("the page does not name %s", row[0])
		}
	}
}
