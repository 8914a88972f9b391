package ledger

import (
	"context"
	"fmt"
	"time"

	"dubbelkrona"
)

// Erased returns the marks of the persons whom deliveries leave out. A mark
// tells nothing without the project's key.
func (ds Deliveries) Erased(ctx context.Context) (map[string]bool, error) {
	marks, err := list(ctx, ds.db, "erased list", column[string], "SELECT mark FROM erased")
	return setOf(marks), err
}

// complete refuses to tell a past state of which segments have been dropped.
func (s Segments) complete(ctx context.Context, asOf time.Time) error {
	text, found, err := Facts{s.conn}.Get(ctx, horizonFact)
	if err != nil || !found || asOf.IsZero() {
		return err
	}
	horizon, err := time.Parse(stampLayout, text)
	if err != nil {
		return fmt.Errorf("history horizon: %w", err)
	}
	if asOf.Before(horizon) {
		return dubbelkrona.Errorf(dubbelkrona.NotFound, "the state of %s can no longer be told: what was replaced before %s has been collected",
			asOf.UTC().Format(time.RFC3339), horizon.Format(time.RFC3339))
	}
	return nil
}

// CommittedAt is when the delivery was committed that Through gave the number
// of.
func (ds Deliveries) CommittedAt(ctx context.Context, through int64) (at time.Time, err error) {
	found, err := ds.find(ctx, "delivery look up", []any{timeIn(&at)}, "SELECT committed FROM delivery WHERE last = ?", through)
	if err == nil && !found {
		err = dubbelkrona.Errorf(dubbelkrona.Internal, "delivery look up: there is no delivery with the last number %d", through)
	}
	return at, err
}
