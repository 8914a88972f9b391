package warehouse

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dubbelkrona"
)

// oneTable is an open snapshot with one small table.
func oneTable(t *testing.T) *DB {
	t.Helper()
	dir := t.TempDir()
	db, err := open(t.Context(), filepath.Join(dir, "scratch.duckdb"), dir, Limits{}, storageVersion)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	for _, sql := range []string{"CREATE SCHEMA core", "CREATE TABLE core.a (x INTEGER, amount DECIMAL(18,2), name VARCHAR)",
		"INSERT INTO core.a VALUES (1, 2.50, 'å'), (NULL, -0.05, NULL)"} {
		if _, err := db.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	return db
}

func TestParseFindsWhatAStatementReads(t *testing.T) {
	db := oneTable(t)
	for sql, want := range map[string]string{
		"SELECT 1":                                                   "",
		"FROM core.a":                                                "core.a",
		"SELECT * FROM Core.A, IMPACT.core.b":                        "core.a core.b",
		"SELECT * FROM other.core.a":                                 "other.core.a",
		"SELECT * FROM x JOIN core.y USING (a)":                      "core.y x",
		"SELECT * FROM a EXCEPT SELECT * FROM b":                     "a b",
		"SELECT * FROM (SELECT * FROM (SELECT 1) AS a, core.c) AS d": "core.c",
		"WITH a AS (SELECT 1), b AS (FROM a) SELECT * FROM b, c":     "c",
		"WITH spend AS (FROM spend) FROM spend":                      "spend",
		"WITH spend AS (SELECT 1) FROM core.spend":                   "core.spend",
		"SELECT (WITH a AS (SELECT 1) SELECT max(1) FROM a) FROM a":  "a",
		"WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r, core.z WHERE n < 3) FROM r":                        "core.z",
		"SELECT * FROM a, LATERAL (SELECT * FROM b WHERE b.x = a.x) AS l":                                                     "a b",
		"SELECT * FROM a WHERE x IN (SELECT y FROM b) AND EXISTS (FROM c) ORDER BY (SELECT max(q) FROM d)":                    "a b c d",
		"SELECT sum(x) FILTER (x > (SELECT 1 FROM f)) OVER (PARTITION BY (SELECT 1 FROM g)) FROM a QUALIFY (SELECT 1 FROM h)": "a f g h",
		"PIVOT core.a ON x IN (1, 2) USING sum(amount)":                                                                       "core.a",
		"SELECT * FROM range(3), generate_series(1, 2), unnest([1])":                                                          "",
		"VALUES (1), ((SELECT max(x) FROM v))":                                                                                "v",
		"SELECT * FROM 'secret.csv'":                                                                                          "secret.csv",
	} {
		got, err := db.References(t.Context(), sql)
		if err != nil || strings.Join(got, " ") != want {
			t.Errorf("%s: %q, %v; want %q", sql, got, err, want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	db := oneTable(t)
	for _, c := range []struct{ sql, want string }{
		{"", "0 statements"},
		{"SELECT 1; SELECT 2", "2 statements"},
		{"DROP TABLE core.a", "only a SELECT"},
		{"INSERT INTO core.a VALUES (1, 1, '')", "only a SELECT"},
		{"SELECT 1; DROP TABLE core.a", "only a SELECT"},
		{"SET threads = 1", "only a SELECT"},
		{"SELECT *\nFROM a b c", `line 2, column 10: Parser: syntax error at or near "c"`},
		{"SELECT 'å', * FROM a b c", `line 1, column 24: Parser: syntax error at or near "c"`},
		{"SELECT * FROM read_csv('f')", "table function read_csv"},
		{"SELECT * FROM query_table('core.a')", "table function query_table"},
		{"SELECT * FROM (DESCRIBE core.a)", "table function describe"},
		{"WITH a AS (SELECT * FROM read_text('f')) SELECT 1", "table function read_text"},
	} {
		_, err := db.References(t.Context(), c.sql)
		if err == nil || !strings.Contains(err.Error(), c.want) || dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Errorf("%s: %v; want %s", c.sql, err, c.want)
		}
	}
}

func TestDescribe(t *testing.T) {
	db := oneTable(t)
	got, err := db.Describe(t.Context(), "SELECT name, sum(amount) AS total, count(*) AS n FROM core.a GROUP BY ALL -- the end")
	want := []Column{{"name", "VARCHAR"}, {"total", "DECIMAL(38,2)"}, {"n", "BIGINT"}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v", got, err)
	}
	long := "SELECT x, " + strings.Repeat("x + 1 AS å, ", 30) + "nope FROM core.a"
	for sql, want := range map[string]QueryError{
		"SELECT x,\n  nope\nFROM core.a": {Class: "Binder", Line: 2, Column: 3},
		"SELECT x FROM core.nope":        {Class: "Catalog", Line: 1, Column: 15},
		long:                             {Class: "Binder", Line: 1, Column: 371},
		"SELECT nope FROM core.a":        {Class: "Binder", Line: 1, Column: 8},
	} {
		var q *QueryError
		if _, err := db.Describe(t.Context(), sql); !errors.As(err, &q) || q.Class != want.Class || q.Line != want.Line || q.Column != want.Column {
			t.Errorf("%s: %v; want %v", sql, err, want)
		}
	}
}

func TestExpression(t *testing.T) {
	db := oneTable(t)
	const over = "SELECT * FROM core.a -- all of them"
	got, err := db.Expression(t.Context(), over, "sum(amount) -- in SEK")
	if err != nil || got.Type != "DECIMAL(38,2)" {
		t.Errorf("%v, %v", got, err)
	}
	for expr, want := range map[string]string{
		"sum(amount) /\n nope":        "line 2, column 2: Binder",
		"sum(amount":                  "Parser",
		"sum(amount) where":           `line 1, column 13: Parser: syntax error at or near "where"`,
		"1) FROM core.a --":           "Parser",
		"1) AS a, (2":                 "not a single expression",
		"(SELECT max(x) FROM core.a)": "not a single expression",
		"1; DROP TABLE core.a":        "Parser",
	} {
		_, err := db.Expression(t.Context(), over, expr)
		if err == nil || !strings.Contains(err.Error(), want) || dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Errorf("%s: %v; want %s", expr, err, want)
		}
	}
}
