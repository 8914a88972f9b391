package ledger

import (
	"context"

	"dubbelkrona"
)

// Acceptances are the decisions to let in versions that were held back.
type Acceptances struct{ *conn }

// Add records acceptances, all or none. At is the time of the call.
func (as Acceptances) Add(ctx context.Context, all ...dubbelkrona.Acceptance) error {
	return as.transact(ctx, "acceptance record", func(t *tx) error {
		return each(t, all, "INSERT INTO acceptance (source, object, sha256, reason, user, at) VALUES (?, ?, ?, ?, ?, ?)",
			func(a dubbelkrona.Acceptance) []any {
				return []any{a.Source, a.Object, a.SHA256, a.Reason, a.User, stamp(as.now())}
			})
	})
}

// Open reports whether a version of an object was accepted and has not
// been committed since.
func (as Acceptances) Open(ctx context.Context, source, object, sha256 string) (accepted bool, err error) {
	_, err = as.find(ctx, "acceptance look up", []any{&accepted},
		"SELECT count(*) > 0 FROM acceptance WHERE source = ? AND object = ? AND sha256 = ? AND delivery IS NULL", source, object, sha256)
	return accepted, err
}

// Latest lists the latest acceptances, newest first, at most limit of
// them; 0 is all.
func (as Acceptances) Latest(ctx context.Context, limit int) ([]dubbelkrona.Acceptance, error) {
	return list(ctx, as.db, "acceptances list", func(a *dubbelkrona.Acceptance) []any {
		return []any{&a.Source, &a.Object, &a.SHA256, &a.Reason, &a.User, timeIn(&a.At), &a.Taken}
	}, "SELECT source, object, sha256, reason, user, at, delivery IS NOT NULL FROM acceptance ORDER BY id DESC"+limited, limit)
}
