package metrics_test

import (
	"context"
	"fmt"
	"testing"
	"testing/fstest"
	"time"

	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
)

// A figure is as fresh as the source whose latest delivery is oldest, of those that
// have rows in a table that it reads: not of sources without rows there, nor of
// assumptions. It is unknown if no source says when it delivered.
func TestFresh(t *testing.T) {
	header := "/*\ntitle: {sv: x, en: x}\nunit: rows\nvalue: count(*)\n*/\n"
	source := metrics.Source{FS: fstest.MapFS{
		"metrics/both.sql":       {Data: []byte(header + "SELECT c.contract_id FROM core.contract AS c CROSS JOIN core.spend")},
		"metrics/contracts.sql":  {Data: []byte(header + "SELECT contract_id FROM core.contract CROSS JOIN core.parameter")},
		"metrics/deliveries.sql": {Data: []byte(header + "SELECT contract_ref FROM core.delivery")},
	}}
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		must(t, db, `INSERT INTO meta.source (name, last_delivery) VALUES ('a', TIMESTAMP '2026-02-03 23:59:59'), ('b', TIMESTAMP '2026-01-31 01:00:00'),
			('old', TIMESTAMP '2020-01-01 00:00:00'), ('rates', TIMESTAMP '2019-01-01 00:00:00'), ('silent', NULL)`)
		for i, from := range []string{"core.contract a", "core.contract b", "core.spend silent", "core.spend b", "core.parameter rates", "core.delivery silent"} {
			var table, name string
			if _, err := fmt.Sscan(from, &table, &name); err != nil {
				t.Fatal(err)
			}
			must(t, db, fmt.Sprintf("INSERT INTO %s (_source, _segment, _row) VALUES ('%s', 1, %d)", table, name, i))
		}
		must(t, db, "UPDATE core.contract SET _source = 'a'")
		evaluate(t, db, catalogue(t, db, source))
		rows, err := db.Collect(ctx, "SELECT metric, fresh FROM metric.result ORDER BY metric")
		if err != nil {
			t.Fatal(err)
		}
		got := make(map[any]any)
		for _, r := range rows {
			got[r[0]] = r[1]
		}
		want := map[any]any{"both": time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC), "contracts": time.Date(2026, 2, 3, 0, 0, 0, 0, time.UTC), "deliveries": nil}
		for name, day := range want {
			if got[name] != day {
				t.Errorf("%s is fresh as of %v, want %v", name, got[name], day)
			}
		}
	})
}
