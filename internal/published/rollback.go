package published

import (
	"context"
	"encoding/json"

	"dubbelkrona/internal/ledger"
)

// Rollback says that somebody went back to an earlier snapshot. It holds as long as
// that snapshot is published and what runs build from is the same as then.
type Rollback struct {
	Snapshot    string `json:"snapshot"` // that is published again
	From        string `json:"from"`     // that was published before
	Through     int64  `json:"through"`  // the last delivery when it happened
	Definitions string `json:"definitions"`
}

// rollbackFact is the ledger fact with the latest Rollback, as JSON.
const rollbackFact = "rollback"

// Store records a rollback.
func (r Rollback) Store(ctx context.Context, l *ledger.Ledger) error {
	text, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return l.Facts.Set(ctx, rollbackFact, string(text))
}

// ReadRollback returns the rollback whose snapshot is the published one, published; the
// zero Rollback if there is none.
func ReadRollback(ctx context.Context, l *ledger.Ledger, published string) (r Rollback, err error) {
	text, found, err := l.Facts.Get(ctx, rollbackFact)
	if err != nil || !found {
		return r, err
	}
	if err := json.Unmarshal([]byte(text), &r); err != nil || r.Snapshot != published {
		return Rollback{}, err
	}
	return r, nil
}
