package ledger

import "context"

// Fact returns a fact of the project, such as the fingerprint of the key under
// which its pseudonyms were made; found is false if it was never set.
func (l *Ledger) Fact(ctx context.Context, name string) (value string, found bool, err error) {
	found, err = l.find(ctx, "fact look up: "+name, []any{&value}, "SELECT value FROM fact WHERE name = ?", name)
	return value, found, err
}

const setFact = "INSERT INTO fact (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value"

// SetFact stores a fact over any former value of it.
func (l *Ledger) SetFact(ctx context.Context, name, value string) error {
	_, err := l.exec(ctx, "fact set: "+name, setFact, name, value)
	return err
}
