package metrics_test

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics/effect/draw"

	"github.com/rogpeppe/go-internal/txtar"
)

// exampleSnapshot runs the built-in definitions on the worked example of the method with
// further statements, on a number of threads.
func exampleSnapshot(t *testing.T, threads int, statements []string, look func(ctx context.Context, db *warehouse.DB)) {
	t.Helper()
	archive, err := txtar.ParseFile("../queries/metrics/double_value_uncertainty.txtar")
	if err != nil {
		t.Fatal(err)
	}
	inSnapshotWith(t, warehouse.Limits{Threads: threads}, func(ctx context.Context, db *warehouse.DB) {
		for _, f := range archive.Files {
			if f.Name != "expected.csv" {
				load(t, db, strings.TrimSuffix(f.Name, ".csv"), f.Data)
			}
		}
		for _, s := range statements {
			must(t, db, s)
		}
		evaluate(t, db, catalogue(t, db, builtIn()))
		look(ctx, db)
	})
}

// uncertain gives every input of the worked example its ends.
var uncertain = []string{
	"UPDATE core.parameter SET low = 0.1, high = 0.5, distribution = 'triangular' WHERE name = 'displacement'",
	"UPDATE core.parameter SET low = 2, high = 5, distribution = 'triangular' WHERE name = 'discount_rate'",
	`INSERT INTO core.parameter (name, scope, valid_from, value, low, high, distribution, grade, source, _source, _segment, _row) VALUES
		('reference_price_factor', 'all', DATE '2026-01-01', 1, 0.9, 1.2, 'triangular', 'assumed', 'x', 'own', 1, 901),
		('drop_off', 'all', DATE '2026-01-01', 0.5, 0.25, 1, 'triangular', 'assumed', 'x', 'own', 1, 902),
		('horizon', 'all', DATE '2026-01-01', 5, NULL, NULL, NULL, 'assumed', 'x', 'own', 1, 903)`,
}

// The formula of the method in Go, with years added one at a time, on the draws of
// package draw.
func TestDrawsFollowTheMethod(t *testing.T) {
	u, z := map[string][]float64{}, []float64{}
	for _, r := range draw.Rows() {
		u[r.Input] = append(u[r.Input], r.U)
		if r.Input == "effect" {
			z = append(z, r.Z)
		}
	}
	const year, cost, service, subsidy = 4 * 264_000 * 1.3142, 1_200_000, 1_115_500, 400_000
	value := func(z, displacement, price, rate, off float64) (dv, e float64) {
		labour := 0.0
		for t, effect := range []float64{0.80, 0.25, 0.20, 0.20, 0.20} {
			decline := math.Pow(1-off, max(0, float64(t-2)))
			labour += year * (effect + 0.10*z) * decline * (1 - displacement) / math.Pow(1+rate/100, float64(t))
		}
		return (service*price + labour - subsidy) / cost, (labour - subsidy) / cost
	}
	var all []float64
	double, positive := 0.0, 0.0
	for n := range draw.Count {
		dv, e := value(z[n], triangular(u["displacement"][n], 0.1, 0.25, 0.5), triangular(u["reference_price"][n], 0.9, 1, 1.2),
			triangular(u["discount_rate"][n], 2, 3.5, 5), triangular(u["drop_off"][n], 0.25, 0.5, 1))
		all = append(all, dv)
		if dv >= 2 {
			double += 1.0 / draw.Count
		}
		if e > 0 {
			positive += 1.0 / draw.Count
		}
	}
	slices.Sort(all)
	at := func(z, displacement, price, rate, off float64) float64 {
		dv, _ := value(z, displacement, price, rate, off)
		return dv
	}
	want := map[string]float64{"p5": all[499], "p50": all[4999], "p95": all[9499], "p_dv_ge_2": double, "p_e_gt_0": positive,
		"at_value":                 at(0, 0.25, 1, 3.5, 0.5),
		"tornado_effect_low":       at(-1.644853627, 0.25, 1, 3.5, 0.5),
		"tornado_effect_high":      at(1.644853627, 0.25, 1, 3.5, 0.5),
		"tornado_displacement_low": at(0, 0.1, 1, 3.5, 0.5), "tornado_displacement_high": at(0, 0.5, 1, 3.5, 0.5),
		"tornado_reference_price_low": at(0, 0.25, 0.9, 3.5, 0.5), "tornado_reference_price_high": at(0, 0.25, 1.2, 3.5, 0.5),
		"tornado_discount_rate_low": at(0, 0.25, 1, 2, 0.5), "tornado_discount_rate_high": at(0, 0.25, 1, 5, 0.5),
		"tornado_drop_off_low": at(0, 0.25, 1, 3.5, 0.25), "tornado_drop_off_high": at(0, 0.25, 1, 3.5, 1)}
	exampleSnapshot(t, 1, uncertain, func(ctx context.Context, db *warehouse.DB) {
		got := parts(t, db, "double_value_uncertainty")
		for _, part := range slices.Sorted(maps.Keys(want)) {
			if math.Abs(got[part]-want[part]) > 2e-6 {
				t.Errorf("%s is %.6f, want %.6f", part, got[part], want[part])
			}
		}
		if dv := parts(t, db, "double_value")[""]; math.Abs(got["at_value"]-dv) > 1e-6 {
			t.Errorf("at their values the inputs give %.6f, double_value is %.6f", got["at_value"], dv)
		}
	})
}

// triangular returns the quantile of a triangular distribution at u, by halving.
func triangular(u, low, mode, high float64) float64 {
	distribution := func(x float64) float64 {
		if x <= mode {
			return (x - low) * (x - low) / ((high - low) * (mode - low))
		}
		return 1 - (high-x)*(high-x)/((high-low)*(high-mode))
	}
	from, to := low, high
	for range 60 {
		if middle := (from + to) / 2; distribution(middle) < u {
			from = middle
		} else {
			to = middle
		}
	}
	return (from + to) / 2
}

// parts returns the figures of a metric without groups, by part.
func parts(t *testing.T, db *warehouse.DB, metric string) map[string]float64 {
	t.Helper()
	rows, err := db.Collect(t.Context(), `SELECT part, CAST(value AS DOUBLE) FROM metric.result
		WHERE metric = ? AND "grouping" = '' AND period_grain = 'all' AND value IS NOT NULL`, metric)
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[string]float64)
	for _, row := range rows {
		all[row[0].(string)] = row[1].(float64)
	}
	return all
}

// manyMunicipalities replaces the contract of the example by one for each of a number
// of municipalities, of different sizes.
func manyMunicipalities(n int) []string {
	return append([]string{
		fmt.Sprintf("CREATE TEMP TABLE many AS SELECT 'K' || i AS id, lpad(CAST(i AS VARCHAR), 4, '0') AS code, i FROM range(1, %d) AS t(i)", n+1),
		"INSERT INTO core.municipality (code, name, region_code, _source, _segment, _row) SELECT code, 'x', '21', 'test', 2, i FROM many WHERE code <> '2182'",
		"INSERT INTO core.contract (contract_id, municipality, social_clause, signed, _source, _segment, _row) SELECT id, code, TRUE, DATE '2026-01-15', 'test', 2, i FROM many WHERE id <> 'K1'",
		"INSERT INTO core.spend (object, municipality, contract_ref, date, amount, _source, _segment, _row) SELECT 'a', code, id, DATE '2026-03-01', 100000.37 * i, 'test', 2, i FROM many WHERE id <> 'K1'",
		"INSERT INTO core.delivery (contract_ref, period, accepted_share, reference_price, reference_basis, _source, _segment, _row) SELECT id, DATE '2026-01-01', 0.97, 99999.13 * i, 'losing_bid', 'test', 2, i FROM many WHERE id <> 'K1'",
		"INSERT INTO core.participant (person, municipality, sex, treated, birth_year, _source, _segment, _row) SELECT encode('q' || i), code, 'K', TRUE, 1990, 'test', 2, i FROM many",
		"INSERT INTO core.placement (person, contract_ref, kind, start, \"end\", extent, _source, _segment, _row) SELECT encode('q' || i), id, 'subsidised_job', DATE '2026-02-01', DATE '2026-12-31', 1, 'test', 2, i FROM many WHERE id <> 'K1'",
		"INSERT INTO core.parameter (name, scope, valid_from, value, grade, source, _source, _segment, _row) SELECT 'kommunalskatt', 'municipality:' || code, DATE '2026-01-01', 20, 'found', 'x', 'own', 2, i FROM many WHERE code <> '2182'",
		"UPDATE core.parameter SET scope = 'all' WHERE name IN ('state_subsidy', 'regionskatt')",
	}, uncertain...)
}

func TestDrawsAreTheSameOnAnyNumberOfThreads(t *testing.T) {
	var first []string
	for _, threads := range []int{1, 2} {
		exampleSnapshot(t, threads, manyMunicipalities(8), func(ctx context.Context, db *warehouse.DB) {
			rows, err := db.Collect(ctx, "SELECT CAST(q AS VARCHAR) FROM metric.double_value_quantile AS q ORDER BY everywhere, municipality")
			if err != nil || len(rows) != 9 {
				t.Fatalf("%d rows: %v", len(rows), err)
			}
			var all []string
			for _, row := range rows {
				all = append(all, row[0].(string))
			}
			if strings.Contains(strings.Join(all, ""), "'p5': NULL") {
				t.Errorf("an interval is unknown: %s", all)
			}
			groupsAgree(t, db, 9)
			if first == nil {
				first = all
			} else if !slices.Equal(all, first) {
				t.Errorf("with %d threads the rows are\n%s\nwith 1\n%s", threads, strings.Join(all, "\n"), strings.Join(first, "\n"))
			}
		})
	}
}

// groupsAgree checks that each municipality and the total have their own figures: with
// all inputs at their value the double value of the metric double_value, and the
// grade of that metric.
func groupsAgree(t *testing.T, db *warehouse.DB, groups int64) {
	t.Helper()
	rows, err := db.Collect(t.Context(), `SELECT count(*), count(DISTINCT d.value), max(abs(u.value - d.value)), count(*) FILTER (p.grade <> d.grade OR NOT (p.low < p.value AND p.value < p.high))
		FROM metric.result AS u
		JOIN metric.result AS p ON p.metric = u.metric AND p.part = '' AND p.municipality IS NOT DISTINCT FROM u.municipality AND p."grouping" = u."grouping"
		JOIN metric.result AS d ON d.metric = 'double_value' AND d.part = '' AND d.period_grain = 'all' AND d.municipality IS NOT DISTINCT FROM u.municipality AND d."grouping" = u."grouping"
		WHERE u.metric = 'double_value_uncertainty' AND u.part = 'at_value'`)
	if err != nil {
		t.Fatal(err)
	}
	difference, _ := strconv.ParseFloat(fmt.Sprint(rows[0][2]), 64)
	if rows[0][0] != groups || rows[0][1] != groups || difference > 1e-4 || rows[0][3] != int64(0) {
		t.Errorf("groups, different values, largest difference to double_value, of another grade: %v; want %d, %[2]d, 0, 0", rows[0], groups)
	}
}
