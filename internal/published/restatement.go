package published

import (
	"context"

	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/ledger"
)

// Restatements returns the log of restated figures that a snapshot has, newest first. A
// snapshot that an earlier version made has none.
func Restatements(ctx context.Context, s *Snapshot) ([]dubbelkrona.Restatement, error) {
	there, err := s.db.Collect(ctx, "SELECT 1 FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = 'meta' AND table_name = 'restatement'")
	if err != nil || len(there) == 0 {
		return []dubbelkrona.Restatement{}, err
	}
	return collect(ctx, s, func(r *dubbelkrona.Restatement) []any {
		return []any{&r.At, &r.From, &r.To, (*string)(&r.Kind), &r.Figures, &r.Metric, &r.Part, &r.PeriodGrain, &r.Period, &r.Grouping, &r.Municipality, &r.Dimensions,
			&r.Unit, &r.Old, &r.New, &r.OldStatus, &r.NewStatus, &r.Reason}
	}, `SELECT restated_at, from_snapshot, to_snapshot, kind, figures, metric, part, period_grain, period, "grouping", municipality, dimensions, unit,
			old_value, new_value, old_status, new_status, reason
		FROM meta.restatement ORDER BY restated_at DESC, period_grain = '', part <> '', len(string_split("grouping", ',')), "grouping" <> '', period <> '',
			metric, period_grain, period, "grouping", municipality NULLS FIRST, dimensions, part, kind`)
}

// Former returns the snapshot that was published when a snapshot was built; empty if none
// was, or if an earlier version built it.
func Former(ctx context.Context, s *Snapshot) (string, error) {
	there, err := s.db.Collect(ctx, "SELECT 1 FROM duckdb_columns() WHERE database_name = current_database() AND schema_name = 'meta' AND table_name = 'snapshot' AND column_name = 'previous'")
	if err != nil || len(there) == 0 {
		return "", err
	}
	rows, err := s.db.Collect(ctx, "SELECT previous FROM meta.snapshot")
	if err != nil || len(rows) == 0 {
		return "", err
	}
	return text(rows[0][0]), nil
}

// ReadRestatements returns the log of restated figures that the ledger has, newest
// first, at most limit entries; 0 is all. Without a ledger it is empty. It is ahead of
// that of the published snapshot after a rollback, which changes no snapshot.
func ReadRestatements(ctx context.Context, project *config.Project, limit int) ([]dubbelkrona.Restatement, error) {
	return latest(project, func(l *ledger.Ledger) ([]dubbelkrona.Restatement, error) { return l.Restatements.Latest(ctx, limit) })
}
