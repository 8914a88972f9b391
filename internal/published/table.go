package published

import (
	"context"
	"fmt"
	"strings"

	"dubbelkrona"
	"dubbelkrona/export/postgres"
	"dubbelkrona/internal/warehouse"
)

// Tables returns tables of a snapshot as they are, with their comments. Their rows
// are read when they are ranged over.
func Tables(ctx context.Context, s *Snapshot, names []string) ([]postgres.Table, error) {
	var all []postgres.Table
	for _, name := range names {
		t, err := s.table(ctx, name)
		if err != nil {
			return nil, fmt.Errorf("table %s: %w", name, err)
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
		columns = append(columns, text(r[0]))
	}
	t.Rows = s.db.Query(ctx, fmt.Sprintf("SELECT %s FROM %s", warehouse.QuoteAll(columns), name))
	return t, nil
}
