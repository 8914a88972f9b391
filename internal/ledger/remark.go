package ledger

import (
	"context"
	"math/big"
	"time"
)

// Remark is a warning for readers of a delivery's rows. Rows and amounts are
// those of the delivery and of what its Rule compares it with.
type Remark struct {
	Source, Object string
	Table          string
	Rule           string
	Rows, Before   *int64
	// Amount and AmountBefore are in hundredths; nil if there is none.
	Amount, AmountBefore *big.Int
	Since                time.Time
}

// Remarks returns the remarks on the deliveries whose rows are live.
func (ds Deliveries) Remarks(ctx context.Context) ([]Remark, error) {
	return list(ctx, ds.db, "remarks list", func(r *Remark) []any {
		return []any{&r.Source, &r.Object, &r.Table, &r.Rule, &r.Rows, &r.Before, hundredths{&r.Amount}, hundredths{&r.AmountBefore}, timeIn(&r.Since)}
	}, `SELECT d.source, d.object, r."table", r.rule, r.rows, r.rows_before, r.amount, r.amount_before, d.committed
		FROM remark r JOIN delivery d ON d.id = r.delivery WHERE d.issues_replaced_by IS NULL ORDER BY 1, 2, 3, 4`)
}

// insertDetails stores a delivery's volumes and remarks, closes the acceptance of
// its bytes, releases its object, and stores when its source last delivered
// something new.
func insertDetails(t *tx, d *Delivery, id int64, committed time.Time) error {
	err := each(t, d.Volumes, `INSERT INTO volume (delivery, "table", rows, amount) VALUES (?, ?, ?, ?)`,
		func(v Volume) []any { return []any{id, v.Table, v.Rows, hundredths{&v.Amount}} })
	if err != nil {
		return err
	}
	err = each(t, d.Remarks, `INSERT INTO remark (delivery, "table", rule, rows, rows_before, amount, amount_before) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		func(r Remark) []any {
			return []any{id, r.Table, r.Rule, r.Rows, r.Before, hundredths{&r.Amount}, hundredths{&r.AmountBefore}}
		})
	if err != nil {
		return err
	}
	if d.Anew {
		// The same bytes keep their remarks.
		_, err := t.exec(`INSERT OR IGNORE INTO remark
			SELECT ?1, "table", rule, rows, rows_before, amount, amount_before FROM remark
			WHERE delivery = (SELECT max(id) FROM delivery WHERE source = ?2 AND object = ?3 AND id < ?1)`, id, d.Source, d.Object)
		if err != nil {
			return err
		}
	}
	if _, err := t.exec("UPDATE acceptance SET delivery = ? WHERE source = ? AND object = ? AND sha256 = ? AND delivery IS NULL",
		id, d.Source, d.Object, d.SHA256); err != nil {
		return err
	}
	if err := release(t, d.Source, d.Object); err != nil {
		return err
	}
	if d.Past {
		return nil
	}
	// The same bytes read anew, under another mapping for instance, are nothing new.
	_, err = t.exec(`INSERT INTO newest (source, at)
		SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM delivery WHERE source = ?1 AND object = ?3 AND sha256 = ?4 AND id < ?5)
		ON CONFLICT DO UPDATE SET at = excluded.at`, d.Source, stamp(committed), d.Object, d.SHA256, id)
	return err
}
