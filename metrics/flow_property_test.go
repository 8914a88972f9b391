package metrics_test

import "testing"

// flowProperties hold whatever the wage, the rates, the age and the state: each is
// a query for the rows that break it.
var flowProperties = []struct{ property, broken string }{
	{"the recipients' amounts add up to the labour cost exactly",
		`SELECT *, kommun + region + stat + individ FROM metric.person_year_flow WHERE coalesce(kommun + region + stat + individ <> labour_cost, TRUE)`},

	// 31.42 %; 20.81 for the young on 275 of 365 days and up to 300,000 a year;
	// 10.21 from 67 on.
	{"the labour cost is the wage and the contributions of the age",
		`SELECT age, extent, labour_cost FROM metric.person_year_flow
		WHERE coalesce(abs(labour_cost - 1200000 * extent * CASE WHEN age = 67 THEN 1.1021 ELSE 1.3142 END
			+ CASE WHEN age = 18 THEN 0.1061 * 275 / 365 * CASE WHEN extent > 0.25 THEN 300000 ELSE 1200000 * extent END ELSE 0 END) > 0.001, TRUE)`},

	{"assistance is never negative",
		`SELECT * FROM metric.person_year_flow WHERE coalesce(assistance < 0 OR assistance_at_work < 0, TRUE)`},

	{"only states with assistance have it, and none has it if the norm is 0",
		`SELECT f.* FROM metric.person_year_flow AS f
		INNER JOIN metric.contract_state AS s USING (contract_id, residence, state)
		WHERE (NOT s.assisted OR s.norm = 0) AND (f.assistance <> 0 OR f.assistance_at_work <> 0)`},

	{"a benefit is saved by the one who pays it and by nobody else",
		`SELECT * FROM (
			SELECT residence, contract_id, age, extent,
				max(kommun) FILTER (WHERE state = 'both of kommun') - max(kommun) FILTER (state = 'both of stat') AS by_kommun,
				max(region) FILTER (WHERE state = 'both of region') - max(region) FILTER (state = 'both of stat') AS by_region,
				max(stat) FILTER (WHERE state = 'both of stat') - max(stat) FILTER (state = 'both of kommun') AS by_stat,
				max(kommun) FILTER (WHERE state = 'both of region') - max(kommun) FILTER (state = 'both of stat') AS kommun_else,
				max(region) FILTER (WHERE state = 'both of kommun') - max(region) FILTER (state = 'both of stat') AS region_else,
				max(stat) FILTER (WHERE state = 'both of region') - max(stat) FILTER (state = 'both of kommun') AS stat_else,
				count(DISTINCT individ) AS persons
			FROM metric.person_year_flow WHERE state LIKE 'both of %' GROUP BY ALL) AS p
		WHERE (by_kommun, by_region, by_stat, kommun_else, region_else, stat_else, persons) IS DISTINCT FROM (70000, 70000, 70000, 0, 0, 0, 1)`},

	{"social assistance concerns the municipality and the person alone",
		`SELECT a.*, n.* FROM metric.person_year_flow AS a
		INNER JOIN metric.person_year_flow AS n USING (residence, contract_id, age, extent)
		WHERE a.state = 'social_assistance' AND n.state = 'none' AND (a.stat <> n.stat OR a.region <> n.region
			OR a.kommun - n.kommun <> a.assistance - a.assistance_at_work OR n.individ - a.individ <> a.assistance - a.assistance_at_work)`},

	// individ is the net wage and assistance less net benefit and assistance, so the
	// second line compares what counts of the wage with the net benefit.
	{"assistance at work is not higher if what counts of the wage is at least the net benefit",
		`SELECT f.*, w.net FROM metric.person_year_flow AS f
		INNER JOIN cases AS c USING (residence, contract_id)
		INNER JOIN metric.contract_rate AS r USING (residence, contract_id)
		INNER JOIN metric.income_tax AS w ON w.kommunalskatt = r.kommunalskatt AND w.regionskatt = r.regionskatt
			AND w.regionreduktion = coalesce(r.regionreduktion, 0) AND w.age = f.age AND w.earned = 1200000 * f.extent AND w.other = 0 AND w.pensionable
		WHERE f.assistance_at_work > f.assistance AND (1 - c.jobbstimulans) * w.net >= w.net + f.assistance_at_work - f.individ - f.assistance`},

	// The net wage falls where the general pension fee begins, see wageFalls.
	{"a longer extent raises the income of the person and does not raise assistance",
		`SELECT * FROM (
			SELECT residence, contract_id, age, state, extent, individ, assistance_at_work,
				lag(extent) OVER longer AS extent_before, lag(individ) OVER longer AS individ_before, lag(assistance_at_work) OVER longer AS assistance_before
			FROM metric.person_year_flow WINDOW longer AS (PARTITION BY residence, contract_id, age, state ORDER BY extent)) AS p
		WHERE NOT (1200000 * extent_before < 0.423 * 59200 AND 1200000 * extent >= 0.423 * 59200)
			AND (individ < individ_before OR assistance_at_work > assistance_before)`},
}

func TestPersonYearFlows(t *testing.T) {
	overGrids(t, func(t *testing.T, l law) {
		for _, p := range flowProperties {
			l.none(t, "not so: "+p.property, p.broken)
		}
		for _, limit := range []string{"=", "<"} {
			if l.number(t, `SELECT count(*) FROM metric.income_tax
				WHERE taxable > 0 AND pension_reduction + credit + income_reduction + regional_reduction `+limit+" floor(municipal_tax + regional_tax)") == 0 {
				t.Errorf("no income whose reductions are %s its municipal tax", limit)
			}
		}
	})
}

// The worked example of the method, 22,000 a month in Söderhamn, and half of it:
// half time saves 115,593.26 of the assistance (115,594 less a tax in whole
// kronor), where half of the whole would be 61,320.
func TestPersonYearFlowsOfTheWorkedExample(t *testing.T) {
	underLaw(t, func(l law) {
		l.flows(t, residences("year = 2026 AND municipality = '2182'"), "SELECT unnest([CAST(0.11 AS DECIMAL(9, 6)), 0.22]) AS extent")
		for _, c := range []struct {
			of   string
			want int64
		}{
			{"kommun", 171678}, {"region", 26059}, {"stat", 53596}, {"individ", 95616}, {"labour_cost", 346949}, {"assistance", 122640},
		} {
			if got := l.number(t, "SELECT "+c.of+" FROM metric.person_year_flow WHERE state = 'social_assistance' AND age = 0 AND extent = 0.22"); got != c.want {
				t.Errorf("%s is %d, want %d", c.of, got, c.want)
			}
		}
		if got := l.number(t, "SELECT assistance - assistance_at_work FROM metric.person_year_flow WHERE state = 'social_assistance' AND age = 0 AND extent = 0.11"); got != 115593 {
			t.Errorf("half time saves %d, want 115593", got)
		}
	})
}
