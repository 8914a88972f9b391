package examples_test

import (
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"testing"

	"dubbelkrona/metrics"
)

func TestEstimatedDoubleValue(t *testing.T) {
	inDemo(t, func(d *demo) {
		d.run()
		t.Run("verdicts", d.hasEveryVerdict)
		t.Run("estimates", d.coversTheTruth)
		t.Run("truth", d.findsTheTruth)
		t.Run("draws", d.drawsStartFromTheValue)
		t.Run("reading", d.bridgesTheReading)
	})
}

// The interval of e covers the value that follows from the effect on wages that the
// persons of the example are drawn with, in the municipality whose effect is estimated.
func (d *demo) findsTheTruth(t *testing.T) {
	wages := truths(t, "2182", "wage")
	var labour, cost, subsidy float64
	// A person-year's contributions are 31.42 % of the wage, and a quarter is displaced.
	for _, row := range d.ask(`SELECT x.block, sum(x.years) FROM metric.contract_exposure AS x WHERE x.residence = '2182' GROUP BY x.block ORDER BY x.block`) {
		labour += 0.75 * 1.3142 * wages[row[0].(int64)-1] * row[1].(float64)
	}
	for _, row := range d.ask(`SELECT CAST(sum(cost) AS DOUBLE), CAST(sum(subsidy) AS DOUBLE) FROM metric.contract_value WHERE municipality = '2182' AND covered`) {
		cost, subsidy = row[0].(float64), row[1].(float64)
	}
	truth := (labour - subsidy) / cost
	row := d.ask(`SELECT CAST(low AS DOUBLE), CAST(high AS DOUBLE) FROM metric.result WHERE metric = 'double_value' AND part = 'e' AND municipality = '2182' AND period_grain = 'all' AND "grouping" = 'municipality'`)[0]
	if low, high := row[0].(float64), row[1].(float64); !(low < truth && truth < high) || truth < 0.5 {
		t.Errorf("e is %v to %v, and %v in truth", low, high, truth)
	}
}

// With all inputs at their value the draws give the double value, whatever its effect
// rests on.
func (d *demo) drawsStartFromTheValue(t *testing.T) {
	compared := 0
	for _, row := range d.ask(`SELECT v.municipality, CAST(v.value AS DOUBLE), CAST(u.value AS DOUBLE) FROM metric.result AS v INNER JOIN metric.result AS u
			ON u.metric = 'double_value_uncertainty' AND u.part = 'at_value' AND u.period_grain = 'all' AND u."grouping" = v."grouping" AND u.municipality IS NOT DISTINCT FROM v.municipality
			WHERE v.metric = 'double_value' AND v.part = '' AND v.period_grain = 'all' AND v."grouping" IN ('', 'municipality') AND v.value IS NOT NULL`) {
		compared++
		if value, at := row[1].(float64), row[2].(float64); math.Abs(value-at) > 1e-5 {
			t.Errorf("%v: the double value is %v, and %v in the draws", row[0], value, at)
		}
	}
	if compared < 3 {
		t.Errorf("%d figures compared", compared)
	}
}

// run evaluates all built-in definitions, effects among them.
func (d *demo) run() {
	d.t.Helper()
	d.exec("CREATE TABLE meta.source (name VARCHAR, synthetic BOOLEAN, stale BOOLEAN, last_success TIMESTAMP, last_delivery TIMESTAMP)")
	d.exec("CREATE TABLE meta.delivery_note (source VARCHAR, object VARCHAR, table_name VARCHAR, rule VARCHAR, rows BIGINT, rows_before BIGINT, amount DECIMAL(38,2), amount_before DECIMAL(38,2))")
	report, err := d.catalogue.Run(d.t.Context(), d.db, metrics.Snapshot{ID: "s1"})
	if err != nil {
		d.t.Fatal(err)
	}
	for _, f := range report.Failures {
		d.t.Error(f)
	}
}

// truths are the effects by block that the persons are drawn with.
func truths(t *testing.T, scope, outcome string) (blocks []float64) {
	t.Helper()
	file, err := os.Open("skr2022/generate/truth.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	reader := csv.NewReader(file)
	reader.Comma = ';'
	rows, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		if row[0] != scope || row[1] != outcome {
			continue
		}
		effect, err := strconv.ParseFloat(row[3], 64)
		if err != nil {
			t.Fatal(err)
		}
		blocks = append(blocks, effect)
	}
	return blocks
}
