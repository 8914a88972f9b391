package postgres_test

import (
	"context"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/export/postgres"
)

// grants checks that rights and other people's views stay when rows are replaced, and
// rights also when the tables are created anew.
func (s server) grants(t *testing.T) {
	s.write(t, "g", "S1")
	s.Exec(t, `CREATE ROLE grafana`, `CREATE ROLE "Odd ""role"""`, "CREATE ROLE giver",
		"GRANT SELECT ON g.result TO grafana", `GRANT SELECT ON g.headline TO "Odd ""role"""`, "GRANT SELECT ON g.meta TO PUBLIC", "GRANT SELECT, TRIGGER ON g.part TO giver WITH GRANT OPTION",
		"GRANT SELECT (name) ON g.municipality TO grafana", "CREATE VIEW public.mine AS SELECT metric, value FROM g.result")
	const rights = `SELECT c.relname || ' ' || coalesce(c.relacl::text, '') || coalesce((SELECT string_agg(attname || attacl::text, ',') FROM pg_attribute WHERE attrelid = c.oid AND attacl IS NOT NULL), '')
		FROM pg_class AS c WHERE relnamespace = 'g'::regnamespace AND relkind IN ('r', 'v') ORDER BY relname`
	before := s.list(t, rights)
	for _, want := range []string{"grafana=r", `Odd`, "=r/dk", "giver=r*t*"} {
		if !strings.Contains(strings.Join(before, "\n"), want) {
			t.Fatalf("the test has not granted %s: %q", want, before)
		}
	}
	s.write(t, "g", "S2")
	s.expect(t, rights, before...)
	s.expect(t, "SELECT count(*)::text FROM public.mine", "5")

	wide := tables("S3", results("S3", figures()), postgres.Column{Name: "extra", Type: "DATE"})
	_, err := target(t, s.settings("g")).Write(context.Background(), "S3", wide)
	if dubbelkrona.KindOf(err) != dubbelkrona.Invalid || !strings.Contains(err.Error(), "depends on it") {
		t.Errorf("somebody's view is dropped, or: %v", err)
	}
	s.whole(t, "g", "S2")
	s.Exec(t, "DROP VIEW public.mine")
	if _, err := target(t, s.settings("g")).Write(context.Background(), "S3", wide); err != nil {
		t.Fatal(err)
	}
	s.whole(t, "g", "S3")
	s.expect(t, rights, before...)
	s.expect(t, "SELECT data_type::text FROM information_schema.columns WHERE table_schema = 'g' AND column_name = 'extra' AND table_name = 'result'", "date")
}

// foreign checks that only the project's own relations are touched.
func (s server) foreign(t *testing.T) {
	s.Exec(t, "CREATE SCHEMA other", "CREATE TABLE other.result (x int)", "INSERT INTO other.result VALUES (1)",
		"CREATE SCHEMA seq", "CREATE SEQUENCE seq.meta",
		"CREATE SCHEMA project", "CREATE VIEW project.headline AS SELECT 1 AS x", "COMMENT ON VIEW project.headline IS 'A view. [dubbelkrona another 0123456789ab]'",
		"CREATE SCHEMA beside", "CREATE TABLE beside.own (x int)", "INSERT INTO beside.own VALUES (7)")
	for schema, name := range map[string]string{"other": "result", "seq": "meta", "project": "headline"} {
		_, err := target(t, s.settings(schema)).Write(context.Background(), "S1", tables("S1", results("S1", figures())))
		if dubbelkrona.KindOf(err) != dubbelkrona.Invalid || !strings.Contains(err.Error(), "relation "+name) {
			t.Errorf("schema %s: %v", schema, err)
		}
	}
	s.expect(t, "SELECT x::text FROM other.result", "1")
	s.expect(t, "SELECT x::text FROM project.headline", "1")
	s.write(t, "beside", "S1")
	s.write(t, "beside", "S2")
	s.expect(t, "SELECT x::text FROM beside.own", "7")
}

// changed checks what is said of a table that somebody has changed, and that dropping it
// helps.
func (s server) changed(t *testing.T) {
	s.write(t, "c", "S1")
	s.Exec(t, "ALTER TABLE c.source DROP COLUMN synthetic CASCADE")
	if _, err := target(t, s.settings("c")).Write(context.Background(), "S2", tables("S2", results("S2", figures()))); err != nil {
		t.Errorf("a view that was dropped with a column is not created again: %v", err)
	}
	s.whole(t, "c", "S2")
	s.Exec(t, "ALTER TABLE c.definition DROP COLUMN depends")
	_, err := target(t, s.settings("c")).Write(context.Background(), "S3", tables("S3", results("S3", figures())))
	if dubbelkrona.KindOf(err) != dubbelkrona.Invalid || !strings.Contains(err.Error(), "drop it") {
		t.Errorf("a column that is gone: %v", err)
	}
	s.whole(t, "c", "S2")
	s.Exec(t, "DROP TABLE c.definition CASCADE")
	s.write(t, "c", "S3")
	s.whole(t, "c", "S3")
}
