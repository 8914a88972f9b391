package warehouse

import "context"

// SnapshotID returns the id of the snapshot in a file; empty if the file cannot be
// read, since a damaged file says nothing.
func SnapshotID(ctx context.Context, path string) string {
	db, err := OpenReadOnly(ctx, path, Limits{Threads: 1})
	if err != nil {
		return ""
	}
	defer db.Close()
	row, err := db.one(ctx, "SELECT id FROM meta.snapshot")
	if err != nil {
		return ""
	}
	id, _ := row[0].(string)
	return id
}

// Engine is what a snapshot was made with.
type Engine struct {
	Made, Own string // versions of DuckDB: the snapshot's and this program's
	layout    string // hash of the tables' definitions
}

// EngineOf returns what a snapshot was made with. Hashes of another version of
// DuckDB cannot be compared.
func EngineOf(ctx context.Context, d *DB) (e Engine, err error) {
	row, err := d.one(ctx, "SELECT e.version, version(), e.schema_hash FROM meta.engine AS e")
	if err != nil {
		return e, err
	}
	e.Made, _ = row[0].(string) // empty for NULL, in a file that somebody has changed
	e.Own, _ = row[1].(string)
	e.layout, _ = row[2].(string)
	return e, nil
}
