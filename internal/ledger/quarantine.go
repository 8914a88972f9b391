package ledger

import (
	"context"
	"database/sql"
	"fmt"

	"dubbelkrona"
)

// Quarantined counts the rows of each object that are in quarantine now, by
// table, as a remark with the rule empty: Rows are those, Before is the rows
// of the object that are in. Rows with a total of the source's own are none.
func (l *Ledger) Quarantined(ctx context.Context) ([]Remark, error) {
	all, err := collect(ctx, l.db, func(rows *sql.Rows, r *Remark) error {
		var since stamp
		err := rows.Scan(&r.Source, &r.Object, &r.Table, &r.Rows, &r.Before, &since)
		r.Since = since.Time
		return err
	}, `SELECT d.source, d.object, c."table", min(sum(c.count), d.rejected), d.rows, d.committed
		FROM delivery d CROSS JOIN issue_count c ON c.delivery = d.id
		WHERE d.issues_replaced_by IS NULL AND d.rejected > 0 AND c.severity = ? AND c.rule <> ?
		GROUP BY d.id, c."table" ORDER BY 1, 2, 3`, dubbelkrona.Reject.String(), dubbelkrona.RuleTotal)
	if err != nil {
		return nil, fmt.Errorf("quarantine count: %w", err)
	}
	return all, nil
}
