package published

import (
	"context"
	"fmt"
	"strings"

	"dubbelkrona"
	"dubbelkrona/export"
	"dubbelkrona/export/postgres"
	"dubbelkrona/internal/warehouse"
)

// Tables returns the tables that the export to a database writes of a released snapshot
// and the document that is exported of it: those of the snapshot as they are and with
// their comments, with further columns, and the headline. Rows are read when they are
// ranged over.
func Tables(ctx context.Context, s *Snapshot, d *export.Document) ([]postgres.Table, error) {
	var all []postgres.Table
	for _, name := range postgres.Tables() {
		if name == postgres.Headline {
			all = append(all, headlineTable(ctx, d))
			continue
		}
		t, err := s.table(ctx, name)
		if err != nil {
			return nil, fmt.Errorf("table %s: %w", name, err)
		}
		switch name {
		case "metric.result":
			t = withShown(t, d.Definitions)
		case "meta.snapshot":
			t = withHeader(t, &d.Header)
		}
		all = append(all, t)
	}
	return all, nil
}

func (s *Snapshot) table(ctx context.Context, name string) (t postgres.Table, err error) {
	schema, base, _ := strings.Cut(name, ".")
	rows, err := s.db.Collect(ctx, `
		SELECT c.column_name, c.data_type, c.comment, t.comment
		  FROM duckdb_columns() AS c JOIN duckdb_tables() AS t USING (database_name, schema_name, table_name)
		 WHERE database_name = current_database() AND schema_name = ? AND table_name = ? ORDER BY c.column_index`, schema, base)
	if err != nil {
		return t, err
	}
	if len(rows) == 0 {
		return t, dubbelkrona.Errorf(dubbelkrona.NotFound, "the snapshot does not have it")
	}
	t = postgres.Table{Name: name, Comment: text(rows[0][3])}
	var columns []string
	for _, r := range rows {
		t.Columns = append(t.Columns, postgres.Column{Name: text(r[0]), Type: text(r[1]), Comment: text(r[2])})
		columns = append(columns, "r."+warehouse.Quote(text(r[0])))
	}
	from := name + " AS r"
	if name == "metric.result" {
		for _, c := range placedColumns {
			t.Columns, columns = append(t.Columns, c.Column), append(columns, c.expression)
		}
		from += finest
	}
	t.Rows = s.db.Query(ctx, fmt.Sprintf("SELECT %s FROM %s", strings.Join(columns, ", "), from))
	return t, nil
}

// placedColumns are further columns of metric.result, with the words of the views for analysts.
var placedColumns = []struct {
	postgres.Column
	expression string
}{
	{postgres.Column{Name: "period_start", Type: "DATE", Comment: "first day of the period; NULL for all time and for an unknown period"},
		"CASE r.period_grain WHEN 'year' THEN TRY_CAST(r.period || '-01-01' AS DATE) WHEN 'month' THEN TRY_CAST(r.period || '-01' AS DATE) END"},
	{postgres.Column{Name: "level", Type: "VARCHAR", Comment: "total: everything over all time; single: by one thing alone, a dimension or the period; leaf: by every dimension and the shortest period; between: otherwise"},
		`CASE WHEN r."grouping" = '' AND r.period_grain = 'all' THEN 'total'
		      WHEN r."grouping" = f."by" AND r.period_grain = f.shortest THEN 'leaf'
		      WHEN r."grouping" = '' OR r.period_grain = 'all' AND NOT contains(r."grouping", ',') THEN 'single' ELSE 'between' END`},
	{postgres.Column{Name: "finest", Type: "BOOLEAN", Comment: "true for the metric's finest groups that are published: by most dimensions, and the shortest period; they do not overlap"},
		`r."grouping" = f."grouping" AND r.period_grain = f.period_grain`},
}

// finest joins each metric's dimensions and shortest period, and its finest grouping: of
// several with as many dimensions the first.
const finest = `
  JOIN (SELECT g.metric, d."by", arg_max(g.period_grain, g.shortness) AS shortest,
               arg_min(g."grouping", (-g.size, -g.shortness, g."grouping")) AS "grouping",
               arg_min(g.period_grain, (-g.size, -g.shortness, g."grouping")) AS period_grain
          FROM (SELECT DISTINCT metric, period_grain, "grouping",
                       CASE period_grain WHEN 'month' THEN 2 WHEN 'year' THEN 1 ELSE 0 END AS shortness,
                       CASE WHEN "grouping" = '' THEN 0 ELSE len(string_split("grouping", ',')) END + CASE WHEN period_grain = 'all' THEN 0 ELSE 1 END AS size
                  FROM metric.result) AS g
          LEFT JOIN metric.definition AS d ON d.name = g.metric
         GROUP BY g.metric, d."by") AS f ON f.metric = r.metric`
