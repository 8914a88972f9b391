package ledger

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
)

// Copy writes a consistent copy of the ledger to a new file, readable by its
// owner alone, even while another process commits.
func (l *Ledger) Copy(ctx context.Context, to string) error {
	f, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("ledger copy: %w", err)
	}
	if err = l.vacuumInto(ctx, to); err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("ledger copy: %w", errors.Join(err, os.Remove(to)))
	}
	return nil
}

// vacuumInto copies with VACUUM INTO. SQLite forbids that statement in a ledger
// that is opened read-only, so query_only is off while it runs.
func (l *Ledger) vacuumInto(ctx context.Context, to string) error {
	conn, err := l.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	var readOnly int
	if err := conn.QueryRowContext(ctx, "PRAGMA query_only").Scan(&readOnly); err != nil {
		return err
	}
	if _, err := conn.ExecContext(ctx, "PRAGMA query_only = 0"); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, "VACUUM INTO ?", to)
	_, after := conn.ExecContext(context.WithoutCancel(ctx), fmt.Sprintf("PRAGMA query_only = %d", readOnly))
	return errors.Join(err, after)
}

// Check has SQLite look at every page of the ledger and at every reference
// between its tables, and returns the problems; nil if there are none.
func (l *Ledger) Check(ctx context.Context) ([]string, error) {
	pages, err := list(ctx, l.db, "ledger check", column[string], "PRAGMA integrity_check")
	if err != nil {
		return nil, err
	}
	problems := slices.DeleteFunc(pages, func(text string) bool { return text == "ok" })
	type reference struct {
		table           string
		row, parent, id any
	}
	broken, err := list(ctx, l.db, "ledger check", func(r *reference) []any { return []any{&r.table, &r.row, &r.parent, &r.id} }, "PRAGMA foreign_key_check")
	for _, r := range broken {
		problems = append(problems, fmt.Sprintf("table %s, row %v: no such row in %v", r.table, r.row, r.parent))
	}
	return problems, err
}
