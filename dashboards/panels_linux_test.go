package dashboards_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

// rows are the result of a query: names and types of the columns, and cells.
type rows struct {
	columns, types []string
	cells          [][]any
}

func ask(t *testing.T, conn *pgx.Conn, sql string) (r rows) {
	t.Helper()
	result, err := conn.Query(context.Background(), sql)
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	for _, f := range result.FieldDescriptions() {
		r.columns = append(r.columns, f.Name)
		kind, _ := conn.TypeMap().TypeForOID(f.DataTypeOID)
		r.types = append(r.types, kind.Name)
	}
	r.cells, err = pgx.CollectRows(result, func(row pgx.CollectableRow) ([]any, error) { return row.Values() })
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return r
}

// has reports whether a cell has a text.
func (r rows) has(text string) bool {
	for _, row := range r.cells {
		for _, cell := range row {
			if cell == text {
				return true
			}
		}
	}
	return false
}

var variables = regexp.MustCompile(`\$\{?\w`)

// TestPanelsOverADemo runs the query of every variable and panel against a database that the
// demo has been exported to.
func TestPanelsOverADemo(t *testing.T) {
	folder, reader := demo(t)
	t.Run("the same as the files", func(t *testing.T) { sameAsFiles(t, folder, reader) })
	t.Run("the page", func(t *testing.T) { relations(t, reader) })
	t.Run("sums", func(t *testing.T) { sums(t, reader) })
	for l, b := range boards(t) {
		t.Run(l, func(t *testing.T) {
			var metrics, municipalities []string
			for _, v := range b.Templating.List {
				if v.Type != "query" {
					continue
				}
				r := ask(t, reader, strings.ReplaceAll(v.Query, "${schema:raw}", "dubbelkrona"))
				if fmt.Sprint(r.columns) != "[__text __value]" || len(r.cells) < 5 {
					t.Errorf("variable %s: %v, %d rows", v.Name, r.columns, len(r.cells))
				}
				for _, row := range r.cells {
					quoted := "'" + strings.ReplaceAll(row[1].(string), "'", "''") + "'"
					if v.Name == "metric" {
						metrics = append(metrics, quoted)
					} else {
						municipalities = append(municipalities, quoted)
					}
				}
			}
			suppressed := false
			for _, p := range b.Panels {
				for _, q := range p.Targets {
					ofMetric := strings.Contains(q.RawSQL, "${metric")
					for i, metric := range metrics {
						if i > 0 && !ofMetric {
							break
						}
						sql := strings.NewReplacer("${schema:raw}", "dubbelkrona", "${metric:sqlstring}", metric, "${municipality:sqlstring}", strings.Join(municipalities, ",")).Replace(q.RawSQL)
						if variables.MatchString(sql) {
							t.Fatalf("panel %q has a variable that the test does not know: %s", p.Title, sql)
						}
						r := ask(t, reader, sql)
						p.check(t, q, r, metric)
						suppressed = suppressed || ofMetric && r.has("..")
					}
				}
			}
			if !suppressed {
				t.Error("no panel shows a suppressed figure as ..")
			}
		})
	}
}

// check checks what a panel would show.
func (p panel) check(t *testing.T, q query, r rows, metric string) {
	t.Helper()
	ofMetric := strings.Contains(q.RawSQL, "${metric")
	switch {
	case p.Type == "stat" && (len(r.cells) != 1 || r.cells[0][0] == nil):
		t.Errorf("panel %q has no figure: %v", p.Title, r.cells)
	case !ofMetric && len(r.cells) == 0:
		t.Errorf("panel %q is empty", p.Title)
	case q.Format == "time_series" && (r.columns[0] != "time" || r.types[0] != "timestamptz"):
		t.Errorf("panel %q: %v %v", p.Title, r.columns, r.types)
	case ofMetric && metric == "'double_value'" && len(r.cells) == 0:
		t.Errorf("panel %q is empty for %s", p.Title, metric)
	case ofMetric && p.Type == "table" && metric == "'double_value'" && !r.has("–"):
		t.Errorf("panel %q shows no unknown figure as –", p.Title)
	}
	if p.Type == "timeseries" {
		for _, row := range r.cells {
			if row[0] == nil {
				t.Errorf("panel %q has a point without a time", p.Title)
			}
		}
	}
}
