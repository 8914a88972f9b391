package warehouse

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

func TestExposedFollowsColumns(t *testing.T) {
	db := oneTable(t)
	marked := func(table string) map[string]string {
		return map[string]map[string]string{
			"core.participant": {"person": "person", "birth_year": "birth"},
			"core.outcome":     {"person": "person"},
		}[table]
	}
	for sql, want := range map[string]string{
		"SELECT person, sex FROM core.participant":                                                                                     "person=person",
		"FROM core.participant":                                                                                                        "birth_year=birth person=person",
		"SELECT * EXCLUDE (person) FROM core.participant":                                                                              "birth_year=birth",
		"SELECT p.* FROM core.participant AS p, core.contract":                                                                         "birth_year=birth person=person",
		"SELECT p.person AS who FROM core.Participant AS p":                                                                            "who=person",
		"SELECT core.participant.person FROM core.participant":                                                                         "person=person",
		"SELECT hex(person) AS h, person::VARCHAR AS v FROM core.participant":                                                          "h=person v=person",
		"SELECT count(DISTINCT person) AS n, sum(birth_year) AS s FROM core.participant":                                               "",
		"SELECT min(birth_year) AS youngest, any_value(person) AS one FROM core.participant":                                           "one=person youngest=birth",
		"SELECT list(person) AS all_of FROM core.participant":                                                                          "all_of=person",
		"SELECT max(person) OVER (), row_number() OVER (ORDER BY person) AS n FROM core.participant":                                   "0=person",
		"SELECT CASE WHEN birth_year < 1990 THEN 'old' ELSE 'young' END AS band FROM core.participant":                                 "",
		"SELECT CASE WHEN sex = 'K' THEN person END AS x FROM core.participant":                                                        "x=person",
		"SELECT birth_year - birth_year % 10 AS decade FROM core.participant":                                                          "decade=birth",
		"SELECT person IS NULL AS x, birth_year > 1990 AS y, person IN (SELECT 1) FROM core.participant":                               "",
		"SELECT coalesce(person, 'x') AS x FROM core.participant":                                                                      "x=person",
		"SELECT person AS a, a AS b FROM core.participant":                                                                             "a=person b=person",
		"WITH a AS (SELECT person AS x FROM core.participant), b AS (FROM a) SELECT x AS y FROM b":                                     "y=person",
		"WITH a(z) AS (SELECT person FROM core.participant) SELECT z FROM a":                                                           "z=person",
		"SELECT q.n FROM (SELECT person FROM core.participant) AS q(n)":                                                                "n=person",
		"SELECT sex AS x FROM core.participant UNION ALL SELECT person FROM core.outcome":                                              "x=person",
		"SELECT (SELECT max(person) FROM core.outcome) AS x":                                                                           "x=person",
		"SELECT (SELECT max(o.x) FROM core.contract AS o WHERE o.p = p.person) AS x FROM core.participant p":                           "",
		"SELECT (SELECT p.person FROM core.contract) AS x FROM core.participant AS p":                                                  "x=person",
		"SELECT o.person FROM core.contract JOIN core.outcome AS o USING (c)":                                                          "person=person",
		"SELECT {'a': person} AS s, [person] AS l FROM core.participant":                                                               "l=person s=person",
		"SELECT u FROM core.participant, unnest([person]) AS t(u)":                                                                     "u=person",
		"SELECT year(birth_year) AS y, date_trunc('month', birth_year) AS m, date_trunc('day', birth_year) AS d FROM core.participant": "d=birth",
		"WITH RECURSIVE r AS (SELECT person AS p FROM core.participant UNION ALL SELECT p FROM r) SELECT p FROM r":                     "p=person",
		"WITH person AS (SELECT 1 AS person) SELECT person FROM person":                                                                "",
	} {
		got, err := db.Exposed(t.Context(), sql, marked)
		var all []string
		for _, name := range slices.Sorted(maps.Keys(got)) {
			all = append(all, fmt.Sprintf("%s=%s", name, got[name]))
		}
		if err != nil || strings.Join(all, " ") != want {
			t.Errorf("%s: %q, %v; want %q", sql, all, err, want)
		}
	}
}
