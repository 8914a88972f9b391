package warehouse_test

import (
	"testing"

	"dubbelkrona/internal/warehouse"
)

// What a count(DISTINCT …) counts has as many values as the count says, in every
// spelling of it; anything else is not one.
func TestDistinct(t *testing.T) {
	db, err := warehouse.OpenEmpty(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	const rows = " FROM (VALUES ('a', 'K', 1), ('a', 'K', 2), ('b', 'M', 3), ('å\"''', 'K', 4), (NULL, 'K', 5)) AS r(person, sex, n)"
	for expression, want := range map[string]int64{
		"count(DISTINCT person)":                                      3,
		" ( COUNT( distinct person ) ) -- all":                        3,
		"count(/* ) */ DISTINCT lower(person) || ')')":                3,
		"count(DISTINCT CASE WHEN sex = 'K' THEN person END)":         2,
		"count(DISTINCT person) FILTER (WHERE n > 2)":                 2,
		"count(DISTINCT person) FILTER (sex = 'K' AND person <> 'a')": 1,
	} {
		counted, err := db.Distinct(t.Context(), expression)
		if err != nil || counted == "" {
			t.Errorf("%s counts %q, %v", expression, counted, err)
			continue
		}
		got, err := db.Collect(t.Context(), "SELECT count(*) FROM (SELECT DISTINCT "+counted+" AS x"+rows+") WHERE x IS NOT NULL")
		if err != nil || got[0][0] != want {
			t.Errorf("%s counts %s: %v, %v, want %d", expression, counted, got, err, want)
		}
	}
	for _, expression := range []string{"count(person)", "count(*)", "sum(DISTINCT n)", "count(DISTINCT person) + 1", "count(DISTINCT person) OVER ()", "distinct_persons",
		"count(DISTINCT person), 1", "count(DISTINCT person) FROM r", "count(DISTINCT person), count(DISTINCT n)", "(SELECT count(DISTINCT person))", "CASE WHEN count(*) > 0 THEN count(DISTINCT person) END"} {
		if counted, err := db.Distinct(t.Context(), expression); err != nil || counted != "" {
			t.Errorf("%s counts %q, %v", expression, counted, err)
		}
	}
	for _, expression := range []string{"count(DISTINCT", "count(DISTINCT a); SELECT 1"} {
		if counted, err := db.Distinct(t.Context(), expression); err == nil {
			t.Errorf("%s counts %q", expression, counted)
		}
	}
}
