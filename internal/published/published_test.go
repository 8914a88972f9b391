package published

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"dubbelkrona"
	"dubbelkrona/export"
	exportcsv "dubbelkrona/export/csv"
	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
)

const definitions = `/*
title: {sv: Deltagare, en: Participants}
unit: persons
value: count(*)
persons: count(DISTINCT person)
by: [municipality, sex]
*/
SELECT person, sex, municipality FROM core.participant`

const check = `/*
title: {sv: Kön saknas, en: No sex}
severity: error
message: {sv: "{n} utan kön", en: "{n} without sex"}
*/
SELECT count(*) AS n FROM core.participant WHERE sex IS NULL HAVING count(*) > 0`

// snapshot builds a real snapshot of a metric, a check and the given further
// statements.
func snapshot(t *testing.T, more ...string) *Snapshot {
	t.Helper()
	dir := t.TempDir()
	source := metrics.Source{FS: fstest.MapFS{"metrics/participants.sql": {Data: []byte(definitions)}, "checks/no_sex.sql": {Data: []byte(check)}}}
	built, err := warehouse.Build(t.Context(), warehouse.Spec{Dir: dir, Lake: dir}, func(ctx context.Context, db *warehouse.DB) error {
		for _, statement := range []string{
			"CREATE TABLE meta.source (name VARCHAR, synthetic BOOLEAN, stale BOOLEAN, last_success TIMESTAMP, last_delivery TIMESTAMP, fresh_until TIMESTAMP, built_in BOOLEAN)",
			"CREATE TABLE meta.snapshot AS SELECT 's1' AS id, TIMESTAMP '2026-03-01 02:00:00.5' AS built_at, CAST(NULL AS TIMESTAMP) AS as_of, 'p' AS project, 'g 1' AS generator, 'sv' AS language, 'd0' AS definitions",
			`INSERT INTO core.participant (person, sex, municipality, _source, _segment, _row)
				SELECT encode('p' || i), CASE WHEN i < 6 THEN 'K' WHEN i < 8 THEN 'M' END, '0360', 'x', 1, i FROM range(1, 9) AS of(i)`,
		} {
			if _, err := db.Exec(ctx, statement); err != nil {
				return err
			}
		}
		c, faults := metrics.Load(source)
		faults = append(faults, c.Resolve(ctx, db, []string{"meta.source", "core.participant"})...)
		if len(faults) > 0 {
			return fmt.Errorf("%v", faults)
		}
		report, err := c.Run(ctx, db, metrics.Snapshot{ID: "s1"})
		if err == nil && len(report.Failures) > 0 {
			err = fmt.Errorf("%v", report.Failures)
		}
		for _, statement := range more {
			if err == nil {
				_, err = db.Exec(ctx, statement)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), built.Path, warehouse.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestHeader(t *testing.T) {
	built := time.Date(2026, 3, 1, 2, 0, 0, 500_000_000, time.UTC)
	at := func(day int) time.Time { return time.Date(2026, 2, day, 1, 0, 0, 0, time.UTC) }
	for name, tt := range map[string]struct {
		statements []string
		want       export.Header
	}{
		"without sources": {nil, export.Header{Status: export.StatusWarnings}},
		"nothing found":   {[]string{"UPDATE meta.check_result SET status = 'ok'"}, export.Header{Status: export.StatusOK}},
		// Reference data that comes with the program is not a source of the project.
		"stale": {[]string{`INSERT INTO meta.source (name, synthetic, stale, last_success, last_delivery, built_in) VALUES ('a', TRUE, TRUE, NULL, TIMESTAMP '2026-02-05 01:00:00', FALSE),
			('b', FALSE, FALSE, TIMESTAMP '2026-02-09 01:00:00', TIMESTAMP '2026-02-03 01:00:00', FALSE), ('dubbelkrona', FALSE, FALSE, NULL, TIMESTAMP '2020-01-01 00:00:00', TRUE), ('c', FALSE, FALSE, NULL, NULL, FALSE)`},
			export.Header{Status: export.StatusStale, Fresh: "2026-02-03", Synthetic: true, Sources: []export.Source{
				{Name: "a", Delivered: at(5), Synthetic: true, Stale: true}, {Name: "b", Delivered: at(3), Succeeded: at(9)}, {Name: "c"}}}},
	} {
		h, err := snapshot(t, tt.statements...).Header(t.Context())
		tt.want.Snapshot, tt.want.Built, tt.want.Generator, tt.want.Language, tt.want.Definitions, tt.want.Project = "s1", built, "g 1", "sv", "d0", "p"
		if err != nil || !reflect.DeepEqual(h, tt.want) {
			t.Errorf("%s: header is\n%+v, %v, want\n%+v", name, h, err, tt.want)
		}
	}
	for _, statement := range []string{"DELETE FROM meta.snapshot", "INSERT INTO meta.snapshot FROM meta.snapshot"} {
		if _, err := snapshot(t, statement).Header(t.Context()); err == nil {
			t.Errorf("%s: the header was read", statement)
		}
	}
}

func TestChecks(t *testing.T) {
	got, err := snapshot(t).Checks(t.Context())
	want := []dubbelkrona.CheckResult{{Name: "no_sex", Title: dubbelkrona.Label{SV: "Kön saknas", EN: "No sex"}, Severity: dubbelkrona.Reject,
		Status: dubbelkrona.CheckOffending, Offending: 1, Sample: dubbelkrona.Label{SV: "1 utan kön", EN: "1 without sex"}, Concerns: []string{"participants"}}}
	if err != nil || !reflect.DeepEqual(got, want) || !got[0].Blocks() {
		t.Errorf("checks are\n%+v, %v, want\n%+v", got, err, want)
	}
}

func TestResults(t *testing.T) {
	s := snapshot(t)
	rows, err := Collect(s.Results(t.Context(), "participants"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range rows {
		if r.Metric != "participants" || r.Unit != "persons" || r.Grade != "registrerad" || r.Snapshot != "s1" || len(r.Definition) != 64 || r.Synthetic {
			t.Errorf("%+v", r)
		}
		got = append(got, fmt.Sprintf("%s %s %s %s", r.Value, r.Persons, r.Status, r.Dimensions))
	}
	want := `8 8 ok {}|8 8 ok {}|5 5 ok {"sex":"K"}|2 2 ok {"sex":"M"}|1 1 ok {"sex":null}|5 5 ok {"sex":"K"}|2 2 ok {"sex":"M"}|1 1 ok {"sex":null}`
	if strings.Join(got, "|") != want {
		t.Errorf("rows are\n%s\nwant\n%s", strings.Join(got, "|"), want)
	}
	if none, err := Collect(s.Results(t.Context(), "other")); err != nil || len(none) != 0 {
		t.Errorf("rows of another metric: %v, %v", none, err)
	}
}

// The table of a built snapshot has the columns of dubbelkrona.ResultColumns, and
// every kind of value is read back unchanged: NULL, empty, negative, the largest,
// and text with special meaning in SQL or CSV.
func TestEveryValueIsReadBackUnchanged(t *testing.T) {
	largest, err := dubbelkrona.ParseNumber("-9999999999999999999999.999999")
	if err != nil {
		t.Fatal(err)
	}
	want := dubbelkrona.Result{Metric: "a", Part: "=1+1;\"x\"\n,", Dimensions: `{"a":null,"b":"\"'"}`, Value: largest, Persons: dubbelkrona.Count{N: -1, Valid: true},
		Unit: "'", Status: "💶", Synthetic: true}
	s := snapshot(t, "DELETE FROM metric.result", "INSERT INTO metric.result (metric, part, dimensions, value, persons, unit, status, synthetic) VALUES "+
		fmt.Sprintf(`('a', '=1+1;"x"' || chr(10) || ',', '{"a":null,"b":"\"''"}', %s, -1, '''', '💶', TRUE), ('b', '', '', 0, 0, '', '', FALSE), ('c', NULL, NULL, NULL, NULL, NULL, NULL, NULL)`, largest))
	rows, err := Collect(s.Results(t.Context(), ""))
	zero, _ := dubbelkrona.ParseNumber("0")
	all := []dubbelkrona.Result{want, {Metric: "b", Value: zero, Persons: dubbelkrona.Count{Valid: true}}, {Metric: "c"}}
	if err != nil || !slices.Equal(rows, all) {
		t.Errorf("rows were read back as\n%+v, %v, want\n%+v", rows, err, all)
	}
	columns, err := s.db.Describe(t.Context(), "SELECT * FROM metric.result")
	if err != nil {
		t.Fatal(err)
	}
	var table, listed []string
	for _, c := range columns {
		table = append(table, c.Name+" "+c.Type)
	}
	for _, c := range dubbelkrona.ResultColumns() {
		listed = append(listed, c.Name+" "+c.SQL())
	}
	if !slices.Equal(table, listed) {
		t.Errorf("the table has\n%v, the list\n%v", table, listed)
	}
	comments, err := s.db.Collect(t.Context(), "SELECT comment FROM duckdb_columns() WHERE schema_name = 'metric' AND table_name = 'result' ORDER BY column_index")
	if err != nil || len(comments) != len(listed) {
		t.Fatal(len(comments), err)
	}
	for i, c := range dubbelkrona.ResultColumns() {
		if comments[i][0] != c.Doc.EN {
			t.Errorf("the comment of %s is %v", c.Name, comments[i][0])
		}
	}
	var out bytes.Buffer
	if err := (exportcsv.Sink{}).Write(t.Context(), &out, &export.Document{Rows: Each(rows)}); err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(&out).ReadAll()
	if err != nil || len(lines) != 4 || lines[1][7] != largest.String() || lines[3][7] != "" {
		t.Errorf("exported as %q, %v", lines, err)
	}
}

// Exports are refused only if the results in the kept snapshot have changed.
func TestUnchanged(t *testing.T) {
	s := snapshot(t)
	recorded, err := s.db.Sealed(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Unchanged(t.Context(), recorded); err != nil {
		t.Errorf("what was recorded: %v", err)
	}
	if err := s.Unchanged(t.Context(), nil); err != nil {
		t.Errorf("nothing was recorded: %v", err)
	}
	for i, table := range recorded {
		forged := slices.Clone(recorded)
		forged[i].Hash = "0123456789abcdef"
		err := s.Unchanged(t.Context(), forged)
		matters := slices.Contains([]string{"metric.result", "metric.definition", "metric.part", "meta.snapshot", "meta.source", "meta.check_result"}, table.Table)
		if matters != (err != nil) || matters && !strings.Contains(err.Error(), table.Table) {
			t.Errorf("%s was changed: %v", table.Table, err)
		}
	}
}

func TestOtherFilesAreNotOpened(t *testing.T) {
	if s, err := Open(t.Context(), filepath.Join(t.TempDir(), "none.duckdb"), warehouse.Limits{}); err == nil {
		t.Errorf("opened %v", s)
	}
}
