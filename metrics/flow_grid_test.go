package metrics_test

import (
	"fmt"
	"testing"
)

// A grid of cases for person_year_flow: a contract is a norm of social assistance
// and a share of the wage that it disregards, a residence is a municipality with
// the rates of a year, and every contract and residence has workers of each age
// and extent, in each state. A full-time wage is 100,000 kronor a month, so that
// an extent of 0.001 is 100.
const (
	scenarios = `(VALUES (0, 122640, 0), (1, 122640, 0.25), (2, 0, 0), (3, 0, 0.25), (4, 400000, 0), (5, 400000, 0.25)) AS s (scenario, norm, jobbstimulans)`
	ages      = `(VALUES (0), (18), (66), (67)) AS a (age)`
	// The states of the program with amounts, and others in which someone else pays
	// or in which the assistance is observed.
	states = `(
		SELECT state, payer, coalesce(pensionable, FALSE) AS pensionable, assisted,
			CASE WHEN NOT taxed THEN 0 WHEN state = 'unemployment_insurance' THEN 294000 ELSE 94900 END AS taxed,
			CASE WHEN payer IS NOT NULL AND NOT taxed THEN 80080 ELSE 0 END AS untaxed, FALSE AS observed
		FROM metric.counterfactual_state
		UNION ALL
		SELECT * FROM (VALUES
			('both of stat', 'stat', TRUE, TRUE, 50000, 20000, FALSE),
			('both of kommun', 'kommun', TRUE, TRUE, 50000, 20000, FALSE),
			('both of region', 'region', TRUE, TRUE, 50000, 20000, FALSE),
			('pension', 'stat', FALSE, TRUE, 94900, 0, FALSE),
			('observed', 'stat', TRUE, TRUE, 50000, 0, TRUE)) AS v
	) AS st`
	differentStates = 11
)

// flows evaluates person_year_flow. residences is a query for residence,
// scenario, kommunalskatt and regionskatt; extents one for extent.
func (l law) flows(t *testing.T, residences, extents string) {
	t.Helper()
	must(t, l.db, "CREATE OR REPLACE TABLE cases AS SELECT CAST(scenario AS VARCHAR) AS contract_id, r.*, s.norm, s.jobbstimulans FROM ("+residences+") AS r INNER JOIN "+scenarios+" USING (scenario)")
	must(t, l.db, "CREATE OR REPLACE TABLE extents AS "+extents)
	l.evaluate(t, "person_year_flow", map[string]string{
		"contract_rate": `SELECT contract_id, residence, kommunalskatt, regionskatt, 0.3142 AS arbetsgivaravgift, 1200000 AS wage, jobbstimulans,
			CASE WHEN residence LIKE '23%' THEN 1675 END AS regionreduktion FROM cases`,
		"contract_worker": "SELECT contract_id, residence, age, extent, FALSE AS extent_assumed, 1 AS participants, 0 AS age_unknown FROM cases CROSS JOIN extents CROSS JOIN " + ages,
		"contract_state": `SELECT contract_id, residence, state, 0.1 AS share, observed, payer, pensionable, assisted, taxed, untaxed,
			CASE WHEN observed THEN NULL WHEN assisted THEN norm ELSE 0 END AS norm, CASE WHEN observed THEN 60000 END AS assistance FROM cases CROSS JOIN ` + states,
	})
	want := l.number(t, "SELECT count(*) FROM metric.contract_worker") * differentStates
	if got := l.number(t, "SELECT count(*) FROM metric.person_year_flow"); got != want || got == 0 {
		t.Fatalf("%d rows, want %d", got, want)
	}
}

// residences numbers the municipalities and years, so that each has one of the
// scenarios; Söderhamn in 2026 has the first. A condition chooses among them.
func residences(where string) string {
	return fmt.Sprintf(`SELECT municipality || '/' || year AS residence,
			(row_number() OVER (ORDER BY CASE WHEN municipality = '2182' AND year = 2026 THEN 0 ELSE 1 END, municipality, year) - 1) %% 6 AS scenario, kommunalskatt, regionskatt
		FROM (%s) AS rates WHERE %s`, rates, where)
}

// overGrids calls a function for each of the grids: every municipality and year at
// 11 wages, and all 1,001 wages in every scenario, each at another municipality.
// With DUBBELKRONA_LONG=1 it is called for every wage and scenario of every
// different pair of rates.
func overGrids(t *testing.T, check func(t *testing.T, l law)) {
	const everyWage = "SELECT CAST(n * 0.001 AS DECIMAL(9, 6)) AS extent FROM range(1001) AS r (n)"
	underLaw(t, func(l law) {
		t.Run("municipalities", func(t *testing.T) {
			l.flows(t, residences("TRUE"), "SELECT CAST(n * 0.1 AS DECIMAL(9, 6)) AS extent FROM range(11) AS r (n)")
			if n := l.number(t, "SELECT count(*) FROM cases"); n != 2*290 {
				t.Errorf("%d municipalities and years, want 580", n)
			}
			check(t, l)
		})
		t.Run("wages", func(t *testing.T) {
			l.flows(t, residences("year = 2026 AND "+some), everyWage)
			check(t, l)
		})
		if !long() {
			return
		}
		must(t, l.db, `CREATE TABLE pairs AS SELECT min(municipality || '/' || year) AS residence, kommunalskatt, regionskatt, row_number() OVER (ORDER BY kommunalskatt, regionskatt) AS n
			FROM (`+rates+`) AS r GROUP BY kommunalskatt, regionskatt`)
		const atOnce = 10
		for first := int64(0); first < l.number(t, "SELECT count(*) FROM pairs"); first += atOnce {
			l.flows(t, fmt.Sprintf("SELECT residence, scenario, kommunalskatt, regionskatt FROM pairs CROSS JOIN range(6) AS s (scenario) WHERE n > %d AND n <= %d", first, first+atOnce), everyWage)
			check(t, l)
		}
	})
}
