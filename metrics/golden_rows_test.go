package metrics_test

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"

	"github.com/rogpeppe/go-internal/txtar"
)

// plain are the models and checks that need no golden, each with the reason. Every other
// one has a golden in the same folder.
var plain = map[string]string{
	"checks/ahead_of_clock":       "lists the delivery notes of one rule",
	"checks/delivery_held_back":   "lists the delivery notes of one rule",
	"checks/quarantined_rows":     "lists the delivery notes of one rule",
	"checks/source_empty":         "lists the delivery notes of one rule",
	"checks/totals_row_gone":      "lists the delivery notes of one rule",
	"checks/stale_source":         "lists the sources that are marked as stale",
	"models/cpv_division":         "lists words",
	"models/missing_reason":       "lists words",
	"models/requirement_word":     "lists words",
	"models/parameter_definition": "lists the parameters of the root package",
}

// definitions has the files of package queries with the goldens beside them.
var definitions = os.DirFS("../queries")

// TestRowGoldens runs every model, effect and check on the tables of its txtar files
// and compares the result with expected.csv, which was worked out independently of
// the program. It must have exactly these rows, in any order; columns that the
// file leaves out are not compared, and an empty cell is NULL.
//
// A table metric.<model>.csv replaces a model that is read, so that a golden need
// not start from the tables of core.
func TestRowGoldens(t *testing.T) {
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		c := catalogue(t, db, builtIn())
		for _, kind := range []metrics.Kind{metrics.Model, metrics.Effect, metrics.Check} {
			for _, d := range c.Of(kind) {
				for _, file := range goldens(t, d) {
					t.Run(strings.TrimSuffix(file, ".txtar"), func(t *testing.T) {
						rowGolden(t, db, c, d, file)
					})
				}
			}
		}
	})
}

// goldens returns the golden files of a definition: <name>.txtar and
// <name>.<case>.txtar.
func goldens(t *testing.T, d *metrics.Definition) []string {
	t.Helper()
	files, err := fs.Glob(definitions, fmt.Sprintf("%s/%s*.txtar", d.Kind, d.Name))
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(files, func(file string) bool {
		name, _, _ := strings.Cut(path.Base(file), ".")
		return name != d.Name
	})
}

func rowGolden(t *testing.T, db *warehouse.DB, c *metrics.Catalogue, d *metrics.Definition, file string) {
	text, err := fs.ReadFile(definitions, file)
	if err != nil {
		t.Fatal(err)
	}
	tables := map[string][]byte{}
	for _, f := range txtar.Parse(text).Files {
		tables[strings.TrimSuffix(f.Name, ".csv")] = f.Data
	}
	expected := records(t, tables["expected"])
	delete(tables, "expected")
	must(t, db, "DROP SCHEMA IF EXISTS metric CASCADE; CREATE SCHEMA metric")
	for _, name := range slices.Sorted(maps.Keys(tables)) {
		if !d.Reads(name) {
			t.Fatalf("%s does not read %s", d.Name, name)
		}
		if !strings.HasPrefix(name, "metric.") {
			load(t, db, name, tables[name])
			defer must(t, db, "DELETE FROM "+name)
		}
	}
	for _, name := range []string{"metric.target", "metric.result"} {
		if given, ok := tables[name]; ok {
			texts(t, db, name, given)
		}
	}
	for _, m := range c.Of(metrics.Model) {
		name := "metric." + m.Name
		if !d.Reads(name) {
			continue
		}
		if given, ok := tables[name]; ok {
			must(t, db, fmt.Sprintf("CREATE TABLE %s AS SELECT * FROM (\n%s\n) AS typed LIMIT 0", name, m.SQL))
			load(t, db, name, given)
			continue
		}
		kind := "VIEW"
		if m.Table {
			kind = "TABLE"
		}
		must(t, db, fmt.Sprintf("CREATE %s %s AS\n%s", kind, name, m.SQL))
	}
	compareRows(t, selected(t, db, d.SQL, expected[0]), expected)
}

// texts creates a table of texts. Only the municipality may be NULL.
func texts(t *testing.T, db *warehouse.DB, name string, given []byte) {
	columns := records(t, given)[0]
	must(t, db, fmt.Sprintf("CREATE TABLE %s (%s VARCHAR)", name, strings.ReplaceAll(warehouse.QuoteAll(columns), ",", " VARCHAR,")))
	load(t, db, name, given)
	for _, column := range columns {
		if column != "municipality" {
			must(t, db, fmt.Sprintf("UPDATE %s SET %s = '' WHERE %[2]s IS NULL", name, warehouse.Quote(column)))
		}
	}
}

// selected returns the rows of a SELECT as text, with NULL as the empty text.
func selected(t *testing.T, db *warehouse.DB, sql string, columns []string) (rows [][]string) {
	t.Helper()
	var texts []string
	for _, c := range columns {
		texts = append(texts, fmt.Sprintf("coalesce(CAST(%s AS VARCHAR), '')", warehouse.Quote(c)))
	}
	found, err := db.Collect(t.Context(), fmt.Sprintf("SELECT %s FROM (\n%s\n) AS golden", strings.Join(texts, ", "), sql))
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range found {
		var cells []string
		for _, cell := range row {
			cells = append(cells, fmt.Sprint(cell))
		}
		rows = append(rows, cells)
	}
	return rows
}

// compareRows reports missing and unexpected rows.
func compareRows(t *testing.T, actual, expected [][]string) {
	t.Helper()
	for _, want := range expected[1:] {
		i := slices.IndexFunc(actual, func(got []string) bool {
			return slices.EqualFunc(got, want, same)
		})
		if i < 0 {
			t.Errorf("no row %q", want)
			continue
		}
		actual = slices.Delete(actual, i, i+1)
	}
	for _, got := range actual {
		t.Errorf("a row %q is not wanted (%s)", got, strings.Join(expected[0], ", "))
	}
}

func TestEveryModelAndCheckHasAGolden(t *testing.T) {
	c, faults := metrics.Load(builtIn())
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	there := map[string]bool{}
	for _, kind := range []metrics.Kind{metrics.Model, metrics.Effect, metrics.Check} {
		for _, d := range c.Of(kind) {
			name := fmt.Sprintf("%s/%s", kind, d.Name)
			there[name] = true
			has := len(goldens(t, d)) > 0
			switch _, without := plain[name]; {
			case has && without:
				t.Errorf("%s has a golden: take it off the list", name)
			case !has && !without:
				t.Errorf("%s has no golden %s.txtar beside it", name, name)
			}
		}
	}
	for name := range plain {
		if !there[name] {
			t.Errorf("%s is on the list and does not exist", name)
		}
	}
}

// A golden whose name is not that of a definition would never run.
func TestEveryGoldenHasADefinition(t *testing.T) {
	c, _ := metrics.Load(builtIn())
	files, err := fs.Glob(definitions, "*/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		name, _, _ := strings.Cut(path.Base(file), ".")
		if _, err := c.Find(metrics.Kind(path.Dir(file)), name); dubbelkrona.KindOf(err) == dubbelkrona.NotFound {
			t.Errorf("%s: there is no %s/%s.sql", file, path.Dir(file), name)
		}
	}
}
