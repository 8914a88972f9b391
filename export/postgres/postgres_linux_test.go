package postgres_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"dubbelkrona"
	"dubbelkrona/export/postgres"
	"dubbelkrona/internal/postgres/postgrestest"
	"dubbelkrona/internal/secret"
)

// server is a PostgreSQL that the test started for itself.
type server struct{ *postgrestest.Server }

// TestPostgreSQL runs all tests that need a PostgreSQL with one server, each in a schema of
// its own.
func TestPostgreSQL(t *testing.T) {
	t.Setenv("DUBBELKRONA_TEST_DB", postgrestest.Secret)
	s := server{postgrestest.Start(t)}
	t.Run("values", s.values)
	t.Run("hostile values", s.hostile)
	t.Run("views", s.views)
	t.Run("the same snapshot", s.same)
	t.Run("readers", s.readers)
	t.Run("cut connections", s.cut)
	t.Run("killed writer", s.killed)
	t.Run("two writers", s.two)
	t.Run("rows that fail", s.failing)
	t.Run("grants", s.grants)
	t.Run("other people's relations", s.foreign)
	t.Run("a changed table", s.changed)
	t.Run("refusals", s.refusals)
	t.Run("certificates", s.certificates)
}

func (s server) settings(schema string) postgres.Settings {
	return postgres.Settings{Host: "127.0.0.1", Port: s.Port, Database: "postgres", User: "dk", Password: secret.Ref{Env: "DUBBELKRONA_TEST_DB"}, TLS: "off", Schema: schema}
}

func target(t testing.TB, settings postgres.Settings) *postgres.Target {
	t.Helper()
	to, err := postgres.New("demo", t.TempDir(), nil, settings)
	if err != nil {
		t.Fatal(err)
	}
	return to
}

// write writes the figures of a snapshot, which must not be there.
func (s server) write(t testing.TB, schema, snapshot string) {
	t.Helper()
	written, err := target(t, s.settings(schema)).Write(context.Background(), snapshot, tables(snapshot, results(snapshot, figures())))
	if err != nil || !written {
		t.Fatalf("snapshot %s: written %t, %v", snapshot, written, err)
	}
}

// list returns the rows of a query, one text for each.
func (s server) list(t testing.TB, query string, args ...any) (all []string) {
	t.Helper()
	rows, err := s.Admin.Query(context.Background(), query, args...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	all, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (string, error) {
		values, err := row.Values()
		return fmt.Sprint(values...), err
	})
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return all
}

func (s server) expect(t testing.TB, query string, want ...string) {
	t.Helper()
	if got := s.list(t, query); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s\n got %q\nwant %q", query, got, want)
	}
}

// whole checks that the schema has one of the snapshots, all of it and nothing else.
func (s server) whole(t testing.TB, schema string, snapshots ...string) {
	t.Helper()
	got := s.list(t, fmt.Sprintf(`SELECT string_agg(DISTINCT snapshot, ',') || ' ' || count(*) || ' ' || (SELECT string_agg(snapshot, ',') FROM %[1]s.meta) || ' ' || (SELECT count(*) FROM %[1]s.source) FROM %[1]s.result`, schema))
	for _, one := range snapshots {
		if fmt.Sprint(got) == fmt.Sprintf("[%s %d %s 1]", one, len(figures()), one) {
			return
		}
	}
	t.Errorf("the schema has %q, want one of the snapshots %q whole", got, snapshots)
}

func (s server) values(t *testing.T) {
	s.write(t, "v", "S1")
	s.expect(t, `SELECT column_name || ' ' || data_type || coalesce(' ' || numeric_precision || ',' || nullif(numeric_scale, 0), '') FROM information_schema.columns
		WHERE table_schema = 'v' AND table_name = 'result' AND column_name IN ('metric', 'dimensions', 'value', 'persons', 'synthetic', 'warnings') ORDER BY ordinal_position`,
		"metric text", "dimensions jsonb", "value numeric 28,6", "persons bigint", "synthetic boolean", "warnings ARRAY")
	s.expect(t, `SELECT coalesce(value::text, 'NULL') || ' ' || status || ' ' || coalesce(municipality, 'NULL') FROM v.result ORDER BY period, municipality NULLS FIRST`,
		"1234567890123456.123456 ok NULL", "NULL unknown NULL", "NULL suppressed 0180", "0.000000 ok 0586", "-0.500000 ok 0586")
	s.expect(t, `SELECT array_to_string(warnings, '|') || array_length(warnings, 1) FROM v.result WHERE period = ''`, "stale_source|spend_without_contract2")
	s.expect(t, `SELECT DISTINCT cardinality(warnings)::text FROM v.result WHERE period <> ''`, "0")
	s.expect(t, `SELECT dimensions->>'service_area' FROM v.result WHERE period = '2024-06'`, "städ")
	s.expect(t, `SELECT snapshot || ' ' || to_char(built AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') || ' ' || project FROM v.meta`, "S1 2026-03-01 02:30 demo")
	s.expect(t, `SELECT array_to_string("by", '|') FROM v.definition`, "municipality|service_area")
	s.expect(t, `SELECT attname::text FROM pg_attribute WHERE attrelid = 'v.municipality'::regclass AND attnum > 0`, "code", "name")
	s.expect(t, `SELECT c.relname::text FROM pg_class c WHERE relnamespace = 'v'::regnamespace AND relkind IN ('r', 'v') AND obj_description(oid, 'pg_class') IS NULL`)
	s.expect(t, `SELECT count(*)::text FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid WHERE relnamespace = 'v'::regnamespace AND relkind = 'r' AND attnum > 0 AND col_description(attrelid, attnum) IS NULL`, "0")
	s.expect(t, `SELECT count(*)::text FROM pg_indexes WHERE schemaname = 'v' AND tablename = 'result'`, "3")
}

// hostile writes values that could break a statement, a file or a text.
func (s server) hostile(t *testing.T) {
	texts := []string{`'; DROP TABLE h.result; --`, "a\tb\nc\\N\\.", "nul\x00byte", "\u202Edlog", `{"a":1}`, "🧮 åäö", `"quoted"`, strings.Repeat("x", 100_000)}
	var all []figure
	for _, text := range texts {
		dimensions := `{"area":` + jsonText(text) + `}`
		all = append(all, figure{metric: text, grain: "all", dimensions: dimensions, status: "ok", value: "1", warnings: text})
	}
	if _, err := target(t, s.settings("h")).Write(context.Background(), "S'1", tables("S'1", results("S'1", all))); err != nil {
		t.Fatal(err)
	}
	for _, text := range texts {
		stored := strings.ReplaceAll(text, "\x00", "\uFFFD")
		if got := s.list(t, `SELECT 1 FROM h.result WHERE metric = $1 AND dimensions->>'area' = $1 AND snapshot = 'S''1' AND array_to_string(warnings, ',') = btrim($1, E' \n\t')`, stored); len(got) != 1 {
			t.Errorf("%.40q is not stored as it is", text)
		}
	}
}

// jsonText is a JSON string, in which NUL is an escape as DuckDB writes it.
func jsonText(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`, "\x00", `\u0000`).Replace(text) + `"`
}

func (s server) views(t *testing.T) {
	s.write(t, "w", "S1")
	s.expect(t, `SELECT level || ' ' || shown_en || ' ' || coalesce(municipality_name, '') || ' ' || coalesce(period_start::text, '') FROM w.result_wide ORDER BY period, municipality NULLS FIRST`,
		"leaf shown  ", "leaf shown  ", "leaf shown Stockholm ", "leaf shown Mjölby ", "leaf shown Mjölby 2024-06-01")
	s.expect(t, `SELECT period FROM w.result_leaf`, "2024-06")
	s.expect(t, `SELECT name || ' ' || value || array_to_string(warnings, ',') FROM w.headline`, "double_value 1.790000stale_source")
	s.expect(t, `SELECT name || array_to_string(concerns, ',') FROM w.warning`, "stale_sourcespend")
	s.expect(t, `SELECT name || ' ' || days_old::int FROM w.freshness`, "reskontra 2")
}

func (s server) same(t *testing.T) {
	s.write(t, "same", "S1")
	before := s.list(t, "SELECT xmin::text FROM same.result")
	written, err := target(t, s.settings("same")).Write(context.Background(), "S1", tables("S1", results("S1", figures())))
	if err != nil || written {
		t.Errorf("written %t, %v", written, err)
	}
	if after := s.list(t, "SELECT xmin::text FROM same.result"); fmt.Sprint(before) != fmt.Sprint(after) {
		t.Error("the rows were written again")
	}
	s.write(t, "same", "S2")
	s.whole(t, "same", "S2")
}

// refusals checks what is refused, in words without the password.
func (s server) refusals(t *testing.T) {
	s.Exec(t, "CREATE ROLE weak LOGIN PASSWORD '"+postgrestest.Secret+"'", "CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'")
	for name, c := range map[string]struct {
		kind   dubbelkrona.Kind
		has    string
		change func(*postgres.Settings)
	}{
		"no server":       {dubbelkrona.Transient, "cannot be reached", func(o *postgres.Settings) { o.Port = postgrestest.FreePort(t) }},
		"no such user":    {dubbelkrona.Invalid, "user or password", func(o *postgres.Settings) { o.User = "nobody" }},
		"no database":     {dubbelkrona.Invalid, "3D000", func(o *postgres.Settings) { o.Database = "nowhere" }},
		"no right":        {dubbelkrona.Invalid, "permission denied", func(o *postgres.Settings) { o.User = "weak" }},
		"no TLS":          {dubbelkrona.Invalid, "not trusted", func(o *postgres.Settings) { o.TLS = "" }},
		"LATIN1":          {dubbelkrona.Invalid, "UTF8", func(o *postgres.Settings) { o.Database = "latin" }},
		"secret is unset": {dubbelkrona.Invalid, "not set", func(o *postgres.Settings) { o.Password = secret.Ref{Env: "DUBBELKRONA_TEST_UNSET"} }},
	} {
		settings := s.settings("refused")
		c.change(&settings)
		_, err := target(t, settings).Write(context.Background(), "S1", tables("S1", results("S1", figures())))
		if err == nil || dubbelkrona.KindOf(err) != c.kind || !strings.Contains(err.Error(), c.has) || strings.Contains(err.Error(), postgrestest.Secret) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// certificates checks that the server's certificate is verified. It is the last, since the
// server uses TLS from then on.
func (s server) certificates(t *testing.T) {
	s.Encrypt(t)
	settings := s.settings("tls")
	settings.TLS = ""
	if _, err := target(t, settings).Write(context.Background(), "S1", tables("S1", results("S1", figures()))); err == nil || !strings.Contains(err.Error(), "not trusted") {
		t.Errorf("a certificate of nobody is trusted: %v", err)
	}
	to, err := postgres.New("demo", t.TempDir(), pool(t, s.Certificate), settings)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := to.Write(context.Background(), "S1", tables("S1", results("S1", figures()))); err != nil {
		t.Error(err)
	}
	s.whole(t, "tls", "S1")
}
