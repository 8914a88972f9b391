package ledger

import "context"

// Facts are named values of the project.
type Facts struct{ *conn }

// Get returns a fact of the project, such as the fingerprint of the key under
// which its pseudonyms were made; found is false if it was never set.
func (f Facts) Get(ctx context.Context, name string) (value string, found bool, err error) {
	found, err = f.find(ctx, "fact look up: "+name, []any{&value}, "SELECT value FROM fact WHERE name = ?", name)
	return value, found, err
}

const setFact = "INSERT INTO fact (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value"

// Set stores a fact over any former value of it.
func (f Facts) Set(ctx context.Context, name, value string) error {
	_, err := f.exec(ctx, "fact set: "+name, setFact, name, value)
	return err
}
