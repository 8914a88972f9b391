package metrics_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"dubbelkrona"
	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
	"dubbelkrona/metrics/effect/record"
	"dubbelkrona/queries"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/shopspring/decimal"
)

// builtIn returns the definitions of package queries.
func builtIn() metrics.Source {
	return metrics.Source{FS: queries.FS(), Prefix: "queries/", BuiltIn: true}
}

// tables returns the tables that a snapshot has before any model.
func tables() []string {
	names := []string{"meta.source", "meta.segment", "meta.issue", "meta.delivery_note", "meta.snapshot", record.Draw}
	for _, t := range dubbelkrona.Tables() {
		names = append(names, "core."+t.Name)
	}
	return names
}

// inSnapshot runs steps on a snapshot without segments.
func inSnapshot(t testing.TB, steps func(ctx context.Context, db *warehouse.DB)) {
	t.Helper()
	inSnapshotWith(t, warehouse.Limits{}, steps)
}

// inSnapshotWith does the same within limits.
func inSnapshotWith(t testing.TB, limits warehouse.Limits, steps func(ctx context.Context, db *warehouse.DB)) {
	t.Helper()
	dir := t.TempDir()
	_, err := warehouse.Build(t.Context(), warehouse.Spec{Dir: dir, Lake: dir, Limits: limits}, func(ctx context.Context, db *warehouse.DB) error {
		must(t, db, "CREATE TABLE meta.source (name VARCHAR, synthetic BOOLEAN, stale BOOLEAN, last_success TIMESTAMP, last_delivery TIMESTAMP)")
		must(t, db, "CREATE TABLE meta.snapshot (id VARCHAR, built_at TIMESTAMP, as_of TIMESTAMP)")
		must(t, db, "CREATE SCHEMA effect")
		for _, table := range append(record.Tables(), record.Draws()) {
			var columns []string
			for _, c := range table.Columns {
				columns = append(columns, warehouse.Quote(c.Name)+" "+c.Kind)
			}
			must(t, db, fmt.Sprintf("CREATE TABLE %s (%s)", table.Name, strings.Join(columns, ", ")))
		}
		must(t, db, "CREATE TABLE meta.delivery_note (source VARCHAR, object VARCHAR, table_name VARCHAR, rule VARCHAR, rows BIGINT, rows_before BIGINT, amount DECIMAL(38,2), amount_before DECIMAL(38,2))")
		steps(ctx, db)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func must(t testing.TB, db *warehouse.DB, statement string) {
	t.Helper()
	if _, err := db.Exec(t.Context(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// catalogue loads and resolves definitions and fails the test on any fault.
func catalogue(t testing.TB, db *warehouse.DB, sources ...metrics.Source) *metrics.Catalogue {
	t.Helper()
	c, faults := metrics.Load(sources...)
	faults = append(faults, c.Resolve(t.Context(), db, tables())...)
	for _, f := range faults {
		t.Error(f)
	}
	return c
}

// evaluate runs a catalogue and fails the test if any definition fails.
func evaluate(t testing.TB, db *warehouse.DB, c *metrics.Catalogue) *metrics.Report {
	t.Helper()
	report, err := c.Run(t.Context(), db, metrics.Snapshot{ID: "s1"})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range report.Failures {
		t.Error(f)
	}
	return report
}

// load fills a table from CSV with canonical column names. Empty cells are NULL;
// the source is "test" unless there is a column _source.
func load(t *testing.T, db *warehouse.DB, name string, data []byte) {
	t.Helper()
	records := records(t, data)
	table, known := dubbelkrona.TableByName(strings.TrimPrefix(name, "core."))
	columns := records[0]
	var rows []string
	for n, record := range records[1:] {
		cells := []string{}
		for i, cell := range record {
			kind := "VARCHAR"
			if known {
				if c, ok := table.Column(columns[i]); ok {
					kind = c.Type.SQL()
				}
			}
			value := "NULL"
			if cell != "" {
				value = fmt.Sprintf("CAST(%s AS %s)", warehouse.Literal(cell), kind)
			}
			cells = append(cells, value)
		}
		if known {
			for _, origin := range origins(columns, n+1) {
				cells = append(cells, origin[1])
			}
		}
		rows = append(rows, "("+strings.Join(cells, ", ")+")")
	}
	var names []string
	for _, c := range columns {
		names = append(names, warehouse.Quote(c))
	}
	if known {
		for _, origin := range origins(columns, 0) {
			names = append(names, origin[0])
		}
	}
	if len(rows) == 0 {
		return
	}
	must(t, db, fmt.Sprintf("INSERT INTO %s (%s) VALUES %s", name, strings.Join(names, ", "), strings.Join(rows, ", ")))
}

// origins are the provenance columns that a table leaves out, each with its
// value.
func origins(columns []string, row int) (missing [][2]string) {
	for _, origin := range [][2]string{{"_source", "'test'"}, {"_segment", "1"}, {"_row", fmt.Sprint(row)}} {
		if !slices.Contains(columns, origin[0]) {
			missing = append(missing, origin)
		}
	}
	return missing
}

func records(t *testing.T, data []byte) [][]string {
	t.Helper()
	reader := csv.NewReader(strings.NewReader(string(data)))
	reader.Comment = '#'
	all, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestGoldens evaluates every metric on the tables of its txtar file and
// compares the result with the rows in it, which were worked out independently of
// the program. A table metric.<model>.csv replaces a model. Figures are compared with the decimals that the file states. The
// file must have every row of the value of a grouping that it mentions.
func TestGoldens(t *testing.T) {
	files, err := filepath.Glob("../queries/metrics/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var resolved *metrics.Catalogue
	for _, file := range files {
		name, _, _ := strings.Cut(strings.TrimSuffix(filepath.Base(file), ".txtar"), ".")
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
				var expected []byte
				var given fstest.MapFS
				for _, f := range archive.Files {
					table := strings.TrimSuffix(f.Name, ".csv")
					model, isModel := strings.CutPrefix(table, "metric.")
					switch {
					case f.Name == "expected.csv":
						expected = f.Data
					case isModel:
						given = with(given, "models/"+model+".sql", replacement(records(t, f.Data)))
					default:
						load(t, db, table, f.Data)
					}
				}
				c := resolved
				switch {
				case given != nil:
					c = catalogue(t, db, builtIn(), metrics.Source{FS: given, Prefix: "given/"})
				case c == nil:
					c = catalogue(t, db, builtIn())
					resolved = c
				}
				report := evaluate(t, db, c)
				for _, c := range blocking(report) {
					t.Errorf("check %s: %s", c.Name, c.Sample.EN)
				}
				compare(t, db, name, records(t, expected))
			})
		})
	}
}

// with returns files with one more.
func with(files fstest.MapFS, name, text string) fstest.MapFS {
	if files == nil {
		files = fstest.MapFS{}
	}
	files[name] = &fstest.MapFile{Data: []byte(text)}
	return files
}

// replacement returns a model that has the rows of a table. An empty cell is NULL. A
// column with a text, or a number with a leading zero, is one of texts.
func replacement(table [][]string) string {
	texts := map[int]bool{}
	for _, record := range table[1:] {
		for i, cell := range record {
			_, err := decimal.NewFromString(cell)
			number := err == nil && (len(cell) == 1 || cell[0] != '0' || cell[1] == '.')
			texts[i] = texts[i] || cell != "" && cell != "true" && cell != "false" && !number
		}
	}
	var rows []string
	for _, record := range table[1:] {
		var cells []string
		for i, cell := range record {
			switch {
			case cell == "":
				cell = "NULL"
			case texts[i]:
				cell = warehouse.Literal(cell)
			}
			cells = append(cells, cell)
		}
		rows = append(rows, "("+strings.Join(cells, ", ")+")")
	}
	return fmt.Sprintf("/*\ntitle: {sv: given, en: given}\nmaterialized: table\nreplaces: true\n*/\nSELECT * FROM (VALUES %s) AS v (%s)",
		strings.Join(rows, ", "), strings.Join(table[0], ", "))
}

var keyColumns = []string{"part", "period_grain", "period", "grouping", "municipality", "dimensions"}

// compare finds each expected row by its key columns; a key column that the file
// leaves out means the total.
func compare(t *testing.T, db *warehouse.DB, metric string, expected [][]string) {
	t.Helper()
	actual := results(t, db, metric)
	listed := map[string]int{}
	for _, record := range expected[1:] {
		want := map[string]string{"period_grain": "all", "dimensions": "{}"}
		for i, cell := range record {
			want[expected[0][i]] = cell
		}
		if want["part"] == "" {
			listed[want["period_grain"]+"/"+want["grouping"]]++
		}
		got, ok := find(actual, want)
		if !ok {
			t.Errorf("no row %v", record)
			continue
		}
		for column, value := range want {
			if !slices.Contains(keyColumns, column) && !same(got[column], value) {
				t.Errorf("%v: %s is %q, want %q", record, column, got[column], value)
			}
		}
	}
	counted := map[string]int{}
	for _, row := range actual {
		if row["part"] == "" {
			counted[row["period_grain"]+"/"+row["grouping"]]++
		}
	}
	for group, n := range listed {
		if counted[group] != n {
			t.Errorf("grouping %s has %d rows, want %d", group, counted[group], n)
		}
	}
}

func results(t *testing.T, db *warehouse.DB, metric string) []map[string]string {
	t.Helper()
	columns, err := db.Describe(t.Context(), "SELECT * FROM metric.result")
	if err != nil {
		t.Fatal(err)
	}
	var all []map[string]string
	for row, err := range db.Query(t.Context(), "SELECT * FROM metric.result WHERE metric = ?", metric) {
		if err != nil {
			t.Fatal(err)
		}
		cells := map[string]string{}
		for i, c := range columns {
			if row[i] != nil {
				cells[c.Name] = fmt.Sprint(row[i])
			}
		}
		all = append(all, cells)
	}
	return all
}

func find(rows []map[string]string, want map[string]string) (map[string]string, bool) {
	i := slices.IndexFunc(rows, func(row map[string]string) bool {
		return !slices.ContainsFunc(keyColumns, func(k string) bool { return row[k] != want[k] })
	})
	if i < 0 {
		return nil, false
	}
	return rows[i], true
}

// same compares numbers with the decimals of the wanted one, and everything else
// as text; a number with a leading zero is a code.
func same(got, want string) bool {
	if len(want) > 1 && want[0] == '0' && want[1] != '.' {
		return got == want
	}
	w, err := decimal.NewFromString(want)
	g, gotErr := decimal.NewFromString(got)
	if err != nil || gotErr != nil {
		return got == want
	}
	return g.Round(max(-w.Exponent(), 0)).Equal(w)
}

func TestBuiltInDefinitionsRunOnAnEmptySnapshot(t *testing.T) {
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		c := catalogue(t, db, builtIn())
		report := evaluate(t, db, c)
		if len(c.Of(metrics.Metric)) != report.Metrics || report.Metrics < 14 {
			t.Errorf("%d of %d metrics ran", report.Metrics, len(c.Of(metrics.Metric)))
		}
		for _, check := range report.Checks {
			if check.Status != dubbelkrona.CheckOK {
				t.Errorf("check %s is %s: %s", check.Name, check.Status, check.Sample.EN)
			}
		}
		known, err := db.Collect(ctx, "SELECT metric, part, value FROM metric.result WHERE part = '' AND value IS NOT NULL")
		if err != nil || len(known) != 0 {
			t.Errorf("figures without data: %v %v", known, err)
		}
		commented(t, db)
	})
}

// commented fails for a table or column of schema metric without a comment.
func commented(t *testing.T, db *warehouse.DB) {
	t.Helper()
	bare, err := db.Collect(t.Context(), `SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'metric' AND comment IS NULL
		UNION ALL SELECT table_name, '' FROM duckdb_tables() WHERE schema_name = 'metric' AND comment IS NULL
		UNION ALL SELECT view_name, '' FROM duckdb_views() WHERE schema_name = 'metric' AND comment IS NULL`)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range bare {
		t.Errorf("%v.%v has no comment", row[0], row[1])
	}
}
