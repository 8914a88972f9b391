package metrics_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
)

// What an analyst would write for the sums of the risk sets alone: the states of a
// calendar, then running sums and their differences.
const statesByHand = `
CREATE TABLE states AS
WITH months AS (
    SELECT person, CAST(year(month) * 12 + month(month) AS INTEGER) AS n,
        CASE WHEN whole AND NOT contradictory THEN state END AS state, wage, social_assistance, unemployment_benefit
    FROM metric.person_month
),
calendar AS (
    SELECT p.person, CAST(c.n AS INTEGER) AS n
    FROM (SELECT person, min(n) AS first FROM months GROUP BY person) AS p, range(24169, 24289) AS c(n) WHERE c.n >= p.first
)
SELECT c.person, c.n, m.state, CASE WHEN m.state = 'work' THEN 1 ELSE 0 END AS work, pl.start_no IS NOT NULL AS placed,
    wage + social_assistance + unemployment_benefit IS NOT NULL AS priced, wage, social_assistance, unemployment_benefit
FROM calendar AS c
LEFT JOIN months AS m ON m.person = c.person AND m.n = c.n
LEFT JOIN metric.person_start AS pl ON pl.person = c.person AND c.n >= pl.start_no`

const byHand = `
CREATE TABLE by_hand AS
WITH running AS (
    SELECT person, n, CAST(count(state) OVER w AS INTEGER) AS known, CAST(sum(work) OVER w AS INTEGER) AS work,
        CAST(sum(CASE WHEN placed THEN work ELSE 0 END) OVER w AS INTEGER) AS subsidised, CAST(count(CASE WHEN priced THEN 1 END) OVER w AS INTEGER) AS known_income,
        CAST(sum(wage) OVER w AS DECIMAL(18, 2)) AS wage, CAST(sum(social_assistance) OVER w AS DECIMAL(18, 2)) AS social_assistance,
        CAST(sum(unemployment_benefit) OVER w AS DECIMAL(18, 2)) AS unemployment_benefit
    FROM states WINDOW w AS (PARTITION BY person ORDER BY n ROWS UNBOUNDED PRECEDING)
),
compared AS (
    SELECT s.person, g.start_no
    FROM states AS s
    INNER JOIN metric.participant_once AS p ON p.person = s.person
    INNER JOIN (SELECT DISTINCT scope, start_no FROM metric.person_start) AS g ON g.scope = p.municipality AND g.start_no = s.n + 1
    LEFT JOIN metric.person_start AS own ON own.person = s.person
    WHERE s.state <> 'work' AND coalesce(own.start_no >= g.start_no, TRUE)
)
SELECT c.person, c.start_no%s
FROM compared AS c, (VALUES (0, -37), (1, -25), (2, -13), (3, -7), (4, -1), (5, 11), (6, 23), (7, 35)) AS p(point, months)
INNER JOIN running AS r ON r.person = c.person AND r.n = least(c.start_no + p.months, 24288)
GROUP BY c.person, c.start_no`

// byHandSums are the differences of the running sums: four blocks before the start, and
// three after it.
func byHandSums() (list string) {
	sums := []string{"known", "work", "subsidised", "known_income", "wage", "social_assistance", "unemployment_benefit"}
	for block, name := range []string{"before_36", "before_24", "before_12", "before_6", "1", "2", "3"} {
		for i, sum := range sums {
			if block >= 4 || i < 2 {
				list += fmt.Sprintf(", coalesce(max(CASE WHEN point = %d THEN %s END), 0) - coalesce(max(CASE WHEN point = %d THEN %s END), 0) AS %s_%s", block+1, sum, block, sum, sum, name)
			}
		}
	}
	return list
}

// BenchmarkRiskSets evaluates the models from a person's states to the sums of the risk
// sets, and prints their time as a ratio to statements written by hand, whose sums
// must be the same. The number of person-months is DUBBELKRONA_PERSON_MONTHS, a million
// unless it is set. Each person has ten years; one in forty starts.
func BenchmarkRiskSets(b *testing.B) {
	inSnapshotWith(b, warehouse.Limits{Memory: 4 << 30, Threads: 2}, func(ctx context.Context, db *warehouse.DB) {
		population(b, db, personMonths()/120)
		l := law{db, catalogue(b, db, builtIn())}
		set, err := l.catalogue.Find(metrics.Model, "risk_sum")
		if err != nil {
			b.Fatal(err)
		}
		l.create(b, set, map[string]string{"person_month": `SELECT person, month, state, wage, social_assistance, unemployment_benefit, 30 AS days, TRUE AS whole,
			FALSE AS overlapping, FALSE AS contradictory, 'a' AS first_source FROM core.outcome`})
		for b.Loop() {
			must(b, db, "DROP TABLE IF EXISTS states; DROP TABLE IF EXISTS by_hand")
			start := time.Now()
			must(b, db, statesByHand)
			must(b, db, fmt.Sprintf(byHand, byHandSums()))
			hand := time.Since(start)
			start = time.Now()
			for _, m := range l.catalogue.Of(metrics.Model) {
				if slices.Contains([]string{"person_state", "risk_candidate", "risk_sum"}, m.Name) {
					must(b, db, fmt.Sprintf("DROP TABLE metric.%s; CREATE TABLE metric.%s AS\n%s", m.Name, m.Name, m.SQL))
				}
			}
			b.ReportMetric(float64(time.Since(start))/float64(hand), "ratio")
		}
		b.ReportMetric(float64(l.number(b, "SELECT count(*) FROM metric.risk_sum")), "rows")
		for _, pair := range [][2]string{{"by_hand", "metric.risk_sum"}, {"metric.risk_sum", "by_hand"}} {
			if n := l.number(b, fmt.Sprintf("SELECT count(*) FROM (SELECT COLUMNS(c -> c NOT IN ('last_work_no', 'enough_history')) FROM %s EXCEPT SELECT COLUMNS(c -> c NOT IN ('last_work_no', 'enough_history')) FROM %s)", pair[0], pair[1])); n != 0 {
				b.Errorf("%d rows of %s are not in %s", n, pair[0], pair[1])
			}
		}
	})
}

// personMonths is the number of person-months of a benchmark.
func personMonths() int {
	if n, err := strconv.Atoi(os.Getenv("DUBBELKRONA_PERSON_MONTHS")); err == nil {
		return n
	}
	return 1_000_000
}

// population fills the tables of people. Everybody has months from 2014 to 2023, of which
// one in fifty is missing, in spells of seven months.
func population(b *testing.B, db *warehouse.DB, persons int) {
	must(b, db, fmt.Sprintf(`INSERT INTO core.participant (person, municipality, treated, _source, _segment, _row)
		SELECT unhex(md5('p' || i)), '2182', i %% 40 = 0, 'a', 1, i FROM range(%d) AS t(i)`, persons))
	must(b, db, fmt.Sprintf(`INSERT INTO core.placement (person, contract_ref, kind, "start", _source, _segment, _row)
		SELECT unhex(md5('p' || i)), 'K' || i %% 7, 'work_training', DATE '2018-01-15' + to_months(CAST(i // 40 %% 48 AS INTEGER)), 'a', 1, i FROM range(0, %d, 40) AS t(i)`, persons))
	must(b, db, fmt.Sprintf(`INSERT INTO core.outcome (person, month, state, wage, social_assistance, unemployment_benefit, _source, _segment, _row)
		SELECT person, month, CASE WHEN kind = 0 THEN 'work' ELSE 'other' END, CASE WHEN kind = 0 THEN pay ELSE 0 END, CASE WHEN kind = 1 THEN pay // 2 ELSE 0 END,
			CASE WHEN kind = 2 THEN pay // 2 ELSE 0 END, 'a', 1, m
		FROM (SELECT unhex(md5('p' || i)) AS person, DATE '2014-01-01' + to_months(CAST(m AS INTEGER)) AS month, hash(i, m // 7) %% 3 AS kind, 20000 + hash(i) %% 9000 AS pay, m
			FROM range(%d) AS t(i), range(120) AS u(m) WHERE hash(i, m) %% 50 <> 0)`, persons))
}
