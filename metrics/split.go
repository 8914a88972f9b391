package metrics

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
)

// defaultRows is the number of rows from which a split model is made in parts. What a
// window sorts, some 300 bytes a row, must fit in DuckDB's memory.
const defaultRows = 200_000

// create creates the table or view of a model.
func (r *run) create(ctx context.Context, d *Definition) error {
	if d.Table && d.Split != "" {
		return r.fill(ctx, d, "metric."+d.Name, "SELECT * FROM (\n"+d.SQL+"\n) AS _rows", d.Split)
	}
	_, err := r.db.Exec(ctx, fmt.Sprintf("CREATE %s metric.%s AS\n%s", relationKind(d), d.Name, d.SQL))
	return err
}

// fill creates a table with the rows of a query that ends with FROM (…) AS _rows. If a
// definition reads many rows it is filled in parts, by ranges of a column of pseudonyms,
// so that memory does not grow with their number. Without a column it is filled at once.
// After an error there is no table, not one with a part of the rows.
func (r *run) fill(ctx context.Context, d *Definition, table, query, column string) (err error) {
	defer func() {
		if err != nil {
			_, dropErr := r.db.Exec(context.WithoutCancel(ctx), "DROP TABLE IF EXISTS "+table)
			err = errors.Join(err, dropErr)
		}
	}()
	parts, err := r.parts(ctx, d, column)
	if err != nil {
		return err
	}
	into := fmt.Sprintf("CREATE TABLE %s AS", table)
	for _, condition := range ranges("_rows."+quote(column), parts) {
		if _, err := r.db.Exec(ctx, fmt.Sprintf("%s %s WHERE %s", into, query, condition)); err != nil {
			return err
		}
		into = "INSERT INTO " + table
	}
	if parts > 1 {
		// Inserted rows stay in memory until they are in the file.
		_, err = r.db.Exec(ctx, "CHECKPOINT")
	}
	return err
}

// relationKind returns whether a model is a TABLE or a VIEW.
func relationKind(d *Definition) string {
	if d.Table {
		return "TABLE"
	}
	return "VIEW"
}

// parts returns in how many parts the rows of a definition are made: one for each so
// many rows of the largest table that it reads, at most 256. It is 1 if a table has a row
// without the column's value, which would be in no range.
func (r *run) parts(ctx context.Context, d *Definition, column string) (int64, error) {
	if column == "" {
		return 1, nil
	}
	var most int64
	for _, name := range d.Depends {
		has, err := r.db.Collect(ctx, "SELECT count(*) FROM duckdb_columns() WHERE schema_name || '.' || table_name = ? AND column_name = ?", name, column)
		if err != nil {
			return 0, err
		}
		known := "*"
		if has[0][0].(int64) > 0 {
			known = quote(column)
		}
		rows, err := r.db.Collect(ctx, fmt.Sprintf("SELECT count(*), count(*) - count(%s) FROM %s", known, name))
		if err != nil {
			return 0, err
		}
		if rows[0][1].(int64) > 0 {
			return 1, nil
		}
		most = max(most, rows[0][0].(int64))
	}
	return min(1+most/cmp.Or(r.snapshot.Limits.Rows, defaultRows), 256), nil
}

// ranges returns conditions on a column of pseudonyms, of which each value satisfies
// one. The database applies such a condition to the tables that a SELECT reads, if the
// column is one by which it joins, groups and partitions.
func ranges(column string, parts int64) []string {
	if parts == 1 {
		return []string{"TRUE"}
	}
	var all []string
	from := ""
	for part := int64(1); part < parts; part++ {
		below := fmt.Sprintf("%s < '\\x%02X'::BLOB", column, part*256/parts)
		all = append(all, from+below)
		from = fmt.Sprintf("%s >= '\\x%02X'::BLOB AND ", column, part*256/parts)
	}
	return append(all, strings.TrimSuffix(from, " AND "))
}
