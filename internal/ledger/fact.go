package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Fact gives a fact of the project, such as the fingerprint of the key under
// which its pseudonyms were made; found is false where it was never set.
func (l *Ledger) Fact(ctx context.Context, name string) (value string, found bool, err error) {
	err = l.db.QueryRowContext(ctx, "SELECT value FROM fact WHERE name = ?", name).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("fact look up: %s: %w", name, err)
	}
	return value, true, nil
}

// SetFact stores a fact over any former value of it.
func (l *Ledger) SetFact(ctx context.Context, name, value string) error {
	_, err := l.db.ExecContext(ctx, "INSERT INTO fact (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", name, value)
	if err != nil {
		return fmt.Errorf("fact set: %s: %w", name, err)
	}
	return nil
}
