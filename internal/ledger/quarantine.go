package ledger

import (
	"context"

	"dubbelkrona"
)

// Quarantined counts the rows of each object that are in quarantine now, by
// table, as a remark with the rule empty: Rows are those, Before is the rows
// of the object that are in. Rows with a total of the source's own are none.
func (ds Deliveries) Quarantined(ctx context.Context) ([]Remark, error) {
	return list(ctx, ds.db, "quarantine count", func(r *Remark) []any {
		return []any{&r.Source, &r.Object, &r.Table, &r.Rows, &r.Before, timeIn(&r.Since)}
	}, `SELECT d.source, d.object, c."table", min(sum(c.count), d.rejected), d.rows, d.committed
		FROM delivery d CROSS JOIN issue_count c ON c.delivery = d.id
		WHERE d.issues_replaced_by IS NULL AND d.rejected > 0 AND c.severity = ? AND c.rule <> ?
		GROUP BY d.id, c."table" ORDER BY 1, 2, 3`, dubbelkrona.Reject.String(), dubbelkrona.RuleTotal)
}
