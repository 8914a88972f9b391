package metrics_test

import (
	"context"
	"testing"

	"dubbelkrona/internal/warehouse"
)

// BenchmarkRun evaluates every built-in definition over two million postings
// on two thousand contracts.
func BenchmarkRun(b *testing.B) {
	inSnapshot(b, func(ctx context.Context, db *warehouse.DB) {
		must(b, db, `INSERT INTO core.contract (contract_id, municipality, social_clause, _source, _segment, _row)
			SELECT 'K' || i, '2182', i % 20 = 0, 'test', 1, i FROM range(2000) AS t(i)`)
		must(b, db, `INSERT INTO core.spend (object, municipality, contract_ref, supplier_org_no, date, amount, _source, _segment, _row)
			SELECT 'a.csv', '2182', CASE WHEN i % 4 = 0 THEN 'K' || (i % 3000) END, '55600' || (i % 20000),
				DATE '2018-01-01' + CAST(i % 2500 AS INTEGER), CAST(i % 100000 AS DECIMAL(18,2)), 'test', 1, i FROM range(2000000) AS t(i)`)
		c := catalogue(b, db, builtIn())
		for b.Loop() {
			evaluate(b, db, c)
		}
	})
}
