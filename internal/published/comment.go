package published

import (
	"context"

	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/ledger"
)

// Comments returns the comments that a snapshot has, in the order in which they were
// made. A snapshot of an earlier version has none.
func Comments(ctx context.Context, s *Snapshot) ([]dubbelkrona.Comment, error) {
	there, err := s.db.Collect(ctx, "SELECT 1 FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = 'meta' AND table_name = 'comment'")
	if err != nil || len(there) == 0 {
		return []dubbelkrona.Comment{}, err
	}
	return collect(ctx, s, func(c *dubbelkrona.Comment) []any {
		return []any{&c.ID, &c.At, &c.Author, &c.Text, &c.Snapshot, &c.Metric, &c.Part, &c.PeriodGrain, &c.Period, &c.Grouping, &c.Municipality, &c.Dimensions}
	}, `SELECT id, commented_at, author, text, commented_snapshot, metric, part, period_grain, period, "grouping", municipality, dimensions FROM meta.comment ORDER BY id`)
}

// ReadComments returns all comments that the ledger has, also those that are withdrawn,
// in the order in which they were made. Without a ledger there are none.
func ReadComments(ctx context.Context, project *config.Project) ([]dubbelkrona.Comment, error) {
	return latest(project, func(l *ledger.Ledger) ([]dubbelkrona.Comment, error) { return l.Comments.List(ctx) })
}
