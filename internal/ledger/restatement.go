package ledger

import (
	"context"

	"dubbelkrona"
)

// Restatements are the log of published figures that later were published as
// something else. They are recorded with the publication of the new figures.
type Restatements struct{ *conn }

// Latest returns the latest entries, newest publication first, at most limit of them;
// 0 is all.
func (rs Restatements) Latest(ctx context.Context, limit int) ([]dubbelkrona.Restatement, error) {
	type row struct {
		dubbelkrona.Restatement
		old, new string
	}
	rows, err := list(ctx, rs.db, "restatements list", func(r *row) []any {
		return []any{timeIn(&r.At), &r.From, &r.To, &r.Kind, &r.Figures, &r.Metric, &r.Part, &r.PeriodGrain, &r.Period, &r.Grouping, &r.Municipality, &r.Dimensions,
			&r.Unit, &r.old, &r.new, &r.OldStatus, &r.NewStatus, &r.Reason}
	}, `SELECT at, from_snapshot, to_snapshot, kind, figures, metric, part, period_grain, period, "grouping", municipality, dimensions, unit, old, new, old_status, new_status, reason
		FROM restatement ORDER BY at DESC, id`+limited, limit)
	if err != nil {
		return nil, err
	}
	all := make([]dubbelkrona.Restatement, len(rows))
	for i, r := range rows {
		all[i] = r.Restatement
		if all[i].Old, err = dubbelkrona.ParseNumber(r.old); err != nil {
			return nil, failed("restatements list", err)
		}
		if all[i].New, err = dubbelkrona.ParseNumber(r.new); err != nil {
			return nil, failed("restatements list", err)
		}
	}
	return all, nil
}

// recordRestatements stores entries in the transaction of their publication.
func recordRestatements(t *tx, all []dubbelkrona.Restatement) error {
	return each(t, all, `INSERT INTO restatement (at, from_snapshot, to_snapshot, kind, figures, metric, part, period_grain, period, "grouping", municipality, dimensions,
		unit, old, new, old_status, new_status, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		func(r dubbelkrona.Restatement) []any {
			return []any{stamp(r.At), r.From, r.To, string(r.Kind), r.Figures, r.Metric, r.Part, r.PeriodGrain, r.Period, r.Grouping, r.Municipality, string(r.Dimensions),
				r.Unit, r.Old.String(), r.New.String(), r.OldStatus, r.NewStatus, r.Reason}
		})
}
