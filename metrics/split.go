package metrics

import (
	"cmp"
	"context"
	"fmt"
)

// defaultRows is the number of rows from which a split model is made in parts. What a
// window sorts, some 300 bytes a row, must fit in DuckDB's memory.
const defaultRows = 500_000

// create creates the table or view of a model. One that is split is made in parts, by
// ranges of a column, so that its memory does not grow with the number of rows.
func (r *run) create(ctx context.Context, d *Definition) error {
	if !d.Table || d.Split == "" {
		_, err := r.db.Exec(ctx, fmt.Sprintf("CREATE %s metric.%s AS\n%s", d.relationKind(), d.Name, d.SQL))
		return err
	}
	parts, err := r.parts(ctx, d)
	if err != nil {
		return err
	}
	into := fmt.Sprintf("CREATE TABLE metric.%s AS", d.Name)
	for _, condition := range ranges(quote(d.Split), parts) {
		if _, err := r.db.Exec(ctx, fmt.Sprintf("%s SELECT * FROM (\n%s\n) AS _rows WHERE %s", into, d.SQL, condition)); err != nil {
			return err
		}
		into = "INSERT INTO metric." + d.Name
	}
	return nil
}

// parts returns the number of parts of a model: one for each so many rows of the largest
// table that it reads, at most 256.
func (r *run) parts(ctx context.Context, d *Definition) (int64, error) {
	var most int64
	for _, name := range d.Depends {
		rows, err := r.db.Collect(ctx, "SELECT count(*) FROM "+name)
		if err != nil {
			return 0, err
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
	return append(all, from+"TRUE", column+" IS NULL")
}
