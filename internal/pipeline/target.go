package pipeline

import (
	"context"
	"fmt"

	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
)

// markTargets writes today's targets beside the figures of an earlier release that stay as
// they were, instead of those of their time.
func markTargets(ctx context.Context, db *warehouse.DB) error {
	if _, err := db.Exec(ctx, "UPDATE disclosure.frozen SET target = NULL, gap = NULL, target_status = ''"); err != nil {
		return fmt.Errorf("earlier targets remove: %w", err)
	}
	return metrics.MarkTargets(ctx, db, "disclosure.frozen")
}
