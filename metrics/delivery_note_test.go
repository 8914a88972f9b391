package metrics_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
)

// A note on a delivery marks the figures that read its table, even if the source
// has no row in it, and no others. Its text is in both languages.
func TestNotesOnDeliveriesMarkFiguresOfTheirTables(t *testing.T) {
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		load(t, db, "core.contract", []byte("contract_id,municipality,reserved,value,_source\nA,2182,true,7,register\n"))
		load(t, db, "core.participant", []byte("person,treated,_source\n0123456789abcdef,true,case_system\n"))
		must(t, db, `INSERT INTO meta.delivery_note VALUES
			('register', 'a.csv', 'contract', 'volume.held', 4, 10, 4, 1000000.5),
			('register', 'b.csv', 'contract', 'volume.fell', 1999, 2500, 1, 1234567.5),
			('register', 'c_2026-01.csv', 'contract', 'volume.period', 1, 9, NULL, NULL),
			('register', 'd.csv', 'contract', 'quarantine', 3, 97, NULL, NULL),
			('register', 'e.csv', 'contract', 'total.gone', NULL, 1, NULL, NULL),
			('register', 'changed ahead of the clock', 'contract', 'cursor.ahead', 2, NULL, NULL, NULL),
			('typo', NULL, 'contract', 'source.empty', NULL, NULL, NULL, NULL)`)
		c, faults := metrics.Load(builtIn())
		expectFaults(t, append(faults, c.Resolve(ctx, db, tables())...))
		report, err := c.Run(ctx, db, metrics.Snapshot{ID: "s1"})
		if err != nil {
			t.Fatal(err)
		}
		expectFaults(t, report.Failures)
		for name, want := range map[string][2]string{
			"delivery_held_back": {"Källan register, a.csv: den senaste versionen hålls tillbaka (contract 10 → 4 rader); den förra gäller",
				"Source register, a.csv: the latest version is held back (contract 10 → 4 rows); the previous one is used"},
			"delivery_volume": {"Källan register, b.csv: contract har 1999 rader mot 2500 förut, summa 1,00 mot 1234567,50 kr; Källan register, c_2026-01.csv: contract har 1 rader mot 9 i en vanlig period",
				"Source register, b.csv: contract has 1999 rows, compared with 2500 before, sum 1.00 against 1234567.50 SEK; Source register, c_2026-01.csv: contract has 1 rows, compared with 9 in a typical period"},
			"quarantined_rows": {"Källan register, d.csv: 3 rader till contract är i karantän, 97 är inlästa", "Source register, d.csv: 3 rows for contract are in quarantine, 97 were loaded"},
			"totals_row_gone":  {"Källan register, e.csv: summaraden som fanns förut saknas", "Source register, e.csv: the totals row it used to have is missing"},
			"ahead_of_clock":   {"Källan register: 2 rader till contract har en ändringstid i framtiden", "Source register: 2 rows for contract have a modification time in the future"},
			"source_empty":     {"Källan typo: inga objekt hittades (contract)", "Source typo: no objects were found (contract)"},
		} {
			check := checked(t, report, name)
			if check.Sample.SV != want[0] || check.Sample.EN != want[1] {
				t.Errorf("%s says\n%s\n%s", name, check.Sample.SV, check.Sample.EN)
			}
			if !slices.Contains(check.Concerns, "contracts") || slices.Contains(check.Concerns, "participants") {
				t.Errorf("%s concerns %v", name, check.Concerns)
			}
			marked, err := db.Collect(ctx, fmt.Sprintf("SELECT DISTINCT list_contains(string_split(warnings, ','), '%s') FROM metric.result WHERE metric = 'contracts'", name))
			if err != nil || fmt.Sprint(marked) != "[[true]]" {
				t.Errorf("%s marks contracts: %v, %v", name, marked, err)
			}
		}
	})
}
