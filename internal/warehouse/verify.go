package warehouse

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"dubbelkrona"
)

// Expectation is what Verify compares a snapshot with.
type Expectation struct {
	// Hashes are the tables' rows and content hashes; nil means those recorded
	// in the snapshot itself.
	Hashes []dubbelkrona.TableHash
	// Recompute computes the hashes from the rows, in some 0.1 s per million
	// rows, instead of trusting the recorded ones.
	Recompute bool
	Limits    Limits
}

// Verify opens a closed snapshot read-only and returns an error unless it has
// no write-ahead log, every table has the expected rows and hash, and every
// table and column of core and meta has a comment.
func Verify(ctx context.Context, path string, want Expectation) error {
	if err := verify(ctx, path, want); err != nil {
		return fmt.Errorf("snapshot verify: %s: %w", path, err)
	}
	return nil
}

func verify(ctx context.Context, path string, want Expectation) (err error) {
	if err := noWAL(path); err != nil {
		return err
	}
	db, err := OpenReadOnly(ctx, path, want.Limits)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	kept, err := db.KeptHashes(ctx)
	if err != nil {
		return err
	}
	if want.Hashes == nil {
		want.Hashes = kept
	}
	if !slices.Equal(kept, want.Hashes) {
		return fmt.Errorf("meta.table_hash is %v, want %v", kept, want.Hashes)
	}
	if want.Recompute {
		err = db.VerifyHashes(ctx)
	} else {
		err = verifyCounts(ctx, db, kept)
	}
	if err != nil {
		return err
	}
	return verifyComments(ctx, db)
}

// VerifyHashes returns an error if a table's rows do not have the hash that the
// build recorded.
func (d *DB) VerifyHashes(ctx context.Context) error {
	kept, err := d.KeptHashes(ctx)
	if err != nil {
		return err
	}
	now, err := d.Hashes(ctx)
	if err != nil {
		return err
	}
	for i, h := range now {
		if h != kept[i] {
			return fmt.Errorf("table %s has %d rows, hash %s; recorded are %d rows, hash %s",
				h.Table, h.Rows, h.Hash, kept[i].Rows, kept[i].Hash)
		}
	}
	return nil
}

func verifyCounts(ctx context.Context, d *DB, kept []dubbelkrona.TableHash) error {
	for _, h := range kept {
		row, err := d.one(ctx, "SELECT count(*) FROM "+quotePath(h.Table))
		if err != nil {
			return err
		}
		if row[0] != h.Rows {
			return fmt.Errorf("table %s has %v rows; recorded are %d", h.Table, row[0], h.Rows)
		}
	}
	return nil
}

// verifyComments returns an error that names the tables, views and columns of core
// and meta without a comment.
func verifyComments(ctx context.Context, d *DB) error {
	rows, err := d.Collect(ctx, withNamed+`
		SELECT concat_ws('.', schema_name, table_name, nullif(column_name, '')) FROM named
		WHERE database_name = current_database() AND schema_name IN ('core', 'meta') AND coalesce(comment, '') = '' ORDER BY 1`)
	if err != nil {
		return err
	}
	if len(rows) > 0 {
		return fmt.Errorf("no comment on %v", slices.Concat(rows...))
	}
	return nil
}

// noWAL returns an error if there is a DuckDB log beside the file: a copy
// without the log lacks rows, and a log of another file would be replayed.
func noWAL(path string) error {
	_, err := os.Lstat(path + ".wal")
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = errors.New("there is a write-ahead log beside it: it was not closed properly")
	}
	return err
}
