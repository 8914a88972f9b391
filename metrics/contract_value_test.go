package metrics_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"

	"github.com/rogpeppe/go-internal/txtar"
)

// The figures of a contract are those of the double value of a group that has only this
// contract: in the golden each municipality has one.
func TestContractIsAGroupOfOne(t *testing.T) {
	archive, err := txtar.ParseFile("../queries/metrics/double_value.effects.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var given fstest.MapFS
	for _, f := range archive.Files {
		if model, ok := strings.CutPrefix(strings.TrimSuffix(f.Name, ".csv"), "metric."); ok {
			given = with(given, "models/"+model+".sql", replacement(records(t, f.Data)))
		}
	}
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		evaluate(t, db, catalogue(t, db, builtIn(), metrics.Source{FS: given, Prefix: "given/"}))
		rows, err := db.Collect(ctx, `SELECT v.contract_id, k.part, k.value, g.value, k.low, g.low, k.persons, g.persons, k.grade, g.grade, k.status, g.status
			FROM metric.result AS k
			JOIN metric.contract_value AS v ON k.dimensions = '{"contract":"' || v.contract_id || '"}'
			JOIN metric.result AS g ON g.metric = 'double_value' AND g.part = k.part AND g."grouping" = 'municipality' AND g.period_grain = 'all' AND g.municipality = v.municipality
			WHERE k.metric = 'double_value_of_contract'`)
		if err != nil || len(rows) != 6*18 {
			t.Fatalf("%d figures of contracts are compared, %v", len(rows), err)
		}
		for _, row := range rows {
			for i := 2; i < len(row); i += 2 {
				if fmt.Sprint(row[i]) != fmt.Sprint(row[i+1]) {
					t.Errorf("%v %v: %v of the contract, %v of its municipality", row[0], row[1], row[i], row[i+1])
				}
			}
		}
	})
}

// The amounts of a contract with few participants cannot be told by subtraction: the
// persons whom the double value counts add up over contracts, as its amounts do, even if
// a person is on several. p1 is on both contracts of the golden.
func TestPersonsOfContractsAddUp(t *testing.T) {
	archive, err := txtar.ParseFile("../queries/metrics/double_value.split.txtar")
	if err != nil {
		t.Fatal(err)
	}
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		for _, f := range archive.Files {
			if f.Name != "expected.csv" {
				load(t, db, strings.TrimSuffix(f.Name, ".csv"), f.Data)
			}
		}
		c := catalogue(t, db, builtIn())
		evaluate(t, db, c)
		for _, name := range []string{"double_value", "double_value_uncertainty"} {
			d, err := c.Find(metrics.Metric, name)
			if err != nil {
				t.Fatal(err)
			}
			rows, err := db.Collect(ctx, `SELECT counted, count(CASE WHEN "grouping" = '' THEN 1 END), count(CASE WHEN "grouping" = 'municipality' THEN 1 END)
				FROM (`+d.Memberships()+`) WHERE period_grain = 'all' AND counted IN ('persons', 'numerator') GROUP BY counted ORDER BY counted`)
			if got := fmt.Sprint(rows); err != nil || got != "[[numerator 2 2] [persons 2 3]]" {
				t.Errorf("%s: persons in all and in the municipalities together are %s, %v", name, got, err)
			}
		}
	})
}
