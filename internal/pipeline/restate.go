package pipeline

import (
	"context"
	"errors"
	"slices"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/changes"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/published"
	"dubbelkrona/internal/session"
	"dubbelkrona/internal/warehouse"
)

var restatementTable = warehouse.TableDef{Name: "meta.restatement", Comment: "Published figures that later were published as something else, with the values that readers have or had. Publicerade tal som senare publicerades som något annat.", Columns: []warehouse.ColumnDef{
	{Name: "restated_at", Type: "TIMESTAMP", Comment: "when the new figure was calculated, UTC"},
	{Name: "from_snapshot", Type: "VARCHAR", Comment: "snapshot with the old figure"},
	{Name: "to_snapshot", Type: "VARCHAR", Comment: "snapshot with the new figure"},
	{Name: "kind", Type: "VARCHAR", Comment: "restated; suppressed or revealed if it is no longer or now shown; removed; updated if new data changed a figure whose period had not ended"},
	{Name: "figures", Type: "BIGINT", Comment: "number of figures that the row is about; above 1, and for updated, the row sums up figures of the metric"},
	{Name: "metric", Type: "VARCHAR", Comment: "as in metric.result, like the columns that follow"},
	{Name: "part", Type: "VARCHAR", Comment: "part"},
	{Name: "period_grain", Type: "VARCHAR", Comment: "all, year or month; empty in a sum"},
	{Name: "period", Type: "VARCHAR", Comment: "period"},
	{Name: "grouping", Type: "VARCHAR", Comment: "grouping"},
	{Name: "municipality", Type: "VARCHAR", Comment: "municipality; NULL if there is none or it is unknown"},
	{Name: "dimensions", Type: "VARCHAR", Comment: "other dimensions"},
	{Name: "unit", Type: "VARCHAR", Comment: "unit of the values"},
	{Name: "old_value", Type: dubbelkrona.NumberSQL, Comment: "the figure in from_snapshot; NULL if it was unknown or suppressed"},
	{Name: "new_value", Type: dubbelkrona.NumberSQL, Comment: "the figure in to_snapshot; NULL if it is unknown, suppressed or removed"},
	{Name: "old_status", Type: "VARCHAR", Comment: "its status in from_snapshot"},
	{Name: "new_status", Type: "VARCHAR", Comment: "its status in to_snapshot; empty if it was removed"},
	{Name: "reason", Type: "VARCHAR", Comment: "definition, parameters, data, disclosure or rollback, separated by commas"},
}}

// shownRestatements is the max number of entries in meta.restatement.
const shownRestatements = 5000

// writeRestatements fills meta.restatement with what publishing the build would change
// of what is published, and with the log before it. The snapshot of a past moment, which
// is not published, has the log alone.
func (b *builder) writeRestatements(ctx context.Context, db *warehouse.DB, asOf time.Time) error {
	log, err := b.Ledger.Restatements.Latest(ctx, shownRestatements)
	if err != nil {
		return err
	}
	if asOf.IsZero() {
		added, err := restatements(ctx, b, db)
		if err != nil {
			return err
		}
		log = slices.Concat(added, log)
	}
	var rows [][]any
	for _, r := range log[:min(len(log), shownRestatements)] {
		rows = append(rows, []any{r.At, r.From, r.To, string(r.Kind), r.Figures, r.Metric, r.Part, r.PeriodGrain, r.Period, r.Grouping, nullable(r.Municipality), r.Dimensions.String(), r.Unit,
			nullable(r.Old.String()), nullable(r.New.String()), r.OldStatus, r.NewStatus, r.Reason})
	}
	return restatementTable.Fill(ctx, db, rows)
}

// restatements compares the build with what was released of the published snapshot,
// unless its files are gone.
func restatements(ctx context.Context, b *builder, db *warehouse.DB) ([]dubbelkrona.Restatement, error) {
	if b.former.ID == "" || !isKept(b.Project, b.former.ID) {
		return nil, nil
	}
	all, err := published.CompareTo(ctx, b.Project, b.former.ID, published.During(db))
	if err != nil {
		return nil, err
	}
	return changes.Publication{From: b.former.ID, To: b.Report.Run.ID, Former: b.former.Built, At: b.Now()}.Log(all), nil
}

// continues returns a Conflict error if another snapshot has been published since one
// was built: it would say of the wrong figures that they are restated.
func continues(ctx context.Context, b *builder, waiting *published.Snapshot) error {
	former, err := published.Former(ctx, waiting)
	if err != nil {
		return err
	}
	last, err := b.Ledger.Snapshots.Published(ctx)
	if err != nil && dubbelkrona.KindOf(err) != dubbelkrona.NotFound {
		return err
	}
	if former != last.ID {
		return dubbelkrona.Errorf(dubbelkrona.Conflict, "the build is a change of the snapshot %q, and now %q is published; `dubbelkrona build` makes another", former, last.ID)
	}
	return nil
}

// isKept reports whether both files of a snapshot are kept.
func isKept(p *session.Project, id string) bool {
	return session.IsThere(p.KeptPath(id)) && session.IsThere(p.CopyPath(id))
}

// readRecord reads from a build what is recorded with its publication.
func readRecord(ctx context.Context, path string, limits warehouse.Limits, record *ledger.Publication) (err error) {
	snapshot, err := published.Open(ctx, path, limits)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, snapshot.Close()) }()
	if record.Effects, err = snapshot.Evaluations(ctx); err != nil {
		return err
	}
	log, err := published.Restatements(ctx, snapshot)
	if err != nil {
		return err
	}
	record.Restatements = slices.DeleteFunc(log, func(r dubbelkrona.Restatement) bool { return r.To != record.SnapshotID })
	return nil
}
