package warehouse

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// insertValues is the number of values of a statement. The time to bind them rises with
// the square of their number. Tables filled this way are small (runs, checks,
// dictionaries); rows of data come from segments.
const insertValues = 256

// Insert adds rows to a table, such as "meta.run". Values are passed as
// parameters, never as part of the SQL. Each row has one value per column; nil
// is NULL. Rows added before an error stay.
func (d *DB) Insert(ctx context.Context, table string, columns []string, rows [][]any) error {
	one := "(" + strings.TrimSuffix(strings.Repeat("?, ", len(columns)), ", ") + ")"
	head := fmt.Sprintf("INSERT INTO %s (%s) VALUES ", quotePath(table), QuoteAll(columns))
	for batch := range slices.Chunk(rows, max(1, insertValues/len(columns))) {
		if i := slices.IndexFunc(batch, func(row []any) bool { return len(row) != len(columns) }); i >= 0 {
			return fmt.Errorf("table fill: %s: a row has %d values for %d columns", table, len(batch[i]), len(columns))
		}
		values := strings.TrimSuffix(strings.Repeat(one+", ", len(batch)), ", ")
		if err := d.exec(ctx, head+values, slices.Concat(batch...)...); err != nil {
			return fmt.Errorf("table fill: %s: %w", table, err)
		}
	}
	return nil
}

// Fill adds whole rows to the table, as DB.Insert does.
func (t TableDef) Fill(ctx context.Context, d *DB, rows [][]any) error {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = c.Name
	}
	return d.Insert(ctx, t.Name, names, rows)
}

// CreateTable creates a table with comments on it and on each of its columns.
func (d *DB) CreateTable(ctx context.Context, t TableDef) error {
	if err := d.script(ctx, t.statements()); err != nil {
		return fmt.Errorf("table create: %s: %w", t.Name, err)
	}
	return nil
}

// script runs statements in one transaction, so that the log is synced once and
// not for each statement.
func (d *DB) script(ctx context.Context, statements []string) error {
	tx, err := d.pool.BeginTx(ctx, nil)
	if err != nil {
		return wrapQuery(ctx, err, "")
	}
	sql := strings.Join(statements, "; ")
	if _, err := tx.ExecContext(ctx, sql); err != nil {
		return errors.Join(wrapQuery(ctx, err, sql), wrapQuery(ctx, tx.Rollback(), ""))
	}
	return wrapQuery(ctx, tx.Commit(), "")
}

// statements returns the SQL that creates the table with its comments.
func (t TableDef) statements() []string {
	parts := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		parts[i] = Quote(c.Name) + " " + c.Type
	}
	name := quotePath(t.Name)
	statements := []string{
		fmt.Sprintf("CREATE TABLE %s (%s)", name, strings.Join(parts, ", ")),
		fmt.Sprintf("COMMENT ON TABLE %s IS %s", name, Literal(t.Comment)),
	}
	for _, c := range t.Columns {
		statements = append(statements, fmt.Sprintf("COMMENT ON COLUMN %s.%s IS %s", name, Quote(c.Name), Literal(c.Comment)))
	}
	return statements
}

// TableDef describes a table of a snapshot.
type TableDef struct {
	Name    string // with its schema: "meta.run"
	Comment string
	Columns []ColumnDef
}

// ColumnDef describes a column of a snapshot's table.
type ColumnDef struct {
	Name, Type, Comment string
}

// quotePath quotes the parts of a dotted name.
func quotePath(name string) string {
	parts := strings.Split(name, ".")
	for i, p := range parts {
		parts[i] = Quote(p)
	}
	return strings.Join(parts, ".")
}
