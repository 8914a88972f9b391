package pipeline

import (
	"context"
	"errors"

	"dubbelkrona/internal/disclose"
	"dubbelkrona/internal/warehouse"
)

// dominantPercent is p of the p % rule: from a sum about persons nobody may be able to
// estimate the largest contribution closer than that.
const dominantPercent = 10

// control decides what of a build may be released.
func control(ctx context.Context, b *builder, db *warehouse.DB) error {
	report, err := disclose.Control(ctx, db, b.plan.Catalogue, b.Ledger.Releases,
		disclose.Options{Threshold: b.Config.Publish.Threshold, Dominant: dominantPercent, Today: b.Now()})
	b.Report.Suppressed, b.Report.Frozen = report.Suppressed, report.Frozen
	return err
}

// recordRelease stores what readers are about to have of a build, in the ledger.
func recordRelease(ctx context.Context, b *builder, id, path string) (err error) {
	db, err := warehouse.OpenReadOnly(ctx, path, b.Limits())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return disclose.Record(ctx, db, b.Ledger.Releases, id)
}
