package ledger

import (
	"context"
	"embed"
	"fmt"

	"dubbelkrona"
)

// Each file of schema/ takes the ledger one version further. A file that was
// ever released is not changed; the next change is the next file.
//
//go:embed schema/*.sql
var schemas embed.FS

// version is the number of files in schema/, and SQLite's user_version of
// a ledger that has them all.
const version = 14

// migrate applies the schema files that the ledger lacks, all or none.
func (l *Ledger) migrate(ctx context.Context) error {
	return l.transact(ctx, "schema", func(t *tx) error {
		have, err := userVersion(ctx, t)
		if err != nil {
			return err
		}
		if have > version {
			return newer(have)
		}
		for v := have + 1; v <= version; v++ {
			text, err := schemas.ReadFile(fmt.Sprintf("schema/%03d.sql", v))
			if err != nil {
				return err
			}
			if _, err := t.exec(string(text)); err != nil {
				return fmt.Errorf("schema %d: %w", v, err)
			}
		}
		if have == version {
			return nil
		}
		_, err = t.exec(fmt.Sprintf("PRAGMA user_version = %d", version))
		return err
	})
}

// checkVersion refuses a ledger that this version cannot read as it is.
func (l *Ledger) checkVersion(ctx context.Context) error {
	have, err := userVersion(ctx, l.db)
	switch {
	case err != nil:
		return err
	case have > version:
		return newer(have)
	case have < version:
		return dubbelkrona.Invalidf("its schema is version %d, this program reads %d; the next run brings it up to date", have, version)
	}
	return nil
}

func newer(have int) error {
	return dubbelkrona.Invalidf("its schema is version %d, this program knows %d; use the version of dubbelkrona that wrote it, or a later one", have, version)
}

func userVersion(ctx context.Context, q queryer) (int, error) {
	versions, err := list(ctx, q, "schema version", column[int], "PRAGMA user_version")
	if err != nil {
		return 0, err
	}
	return versions[0], nil
}
