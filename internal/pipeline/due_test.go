package pipeline_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"dubbelkrona/internal/pipeline"
	"dubbelkrona/internal/warehouse"
)

// Nothing new has been delivered, but an undertaking is late from the day after its last
// day: a project with undertakings is published on each day, one without is not.
func TestUndertakingsBecomeLateWithoutNewData(t *testing.T) {
	for _, withUndertaking := range []bool{true, false} {
		t.Run(fmt.Sprint(withUndertaking), func(t *testing.T) {
			root := project(t)
			if withUndertaking {
				configured, err := os.ReadFile(filepath.Join(root, "dubbelkrona.yaml"))
				if err != nil {
					t.Fatal(err)
				}
				write(t, root, "dubbelkrona.yaml", string(configured)+`  - {name: ataganden, files: data/requirement*.csv, profile: requirement}
  - name: placeringar
    files: data/placement*.csv
    tables:
      - table: placement
        columns: {person: {column: person, as: other_id}, contract_ref: contract_ref, kind: kind, start: start, end: end, extent: extent}
`)
				write(t, root, "data/placement.csv", "person;contract_ref;kind;start;end;extent\nP1;A-2;ordinary_job;2026-01-01;2026-01-31;1\n")
				write(t, root, "data/requirement.csv", "contract_ref;kind;months;due;reported_months;reported_persons\nA-1;employment;1;2026-06-30;1;2\n")
				// A model of the project that reads what is not released is not released either.
				write(t, root, "queries/models/reports.sql", "/*\ntitle: {sv: Rapporter, en: Reports}\n*/\nSELECT contract_ref, reported_persons FROM core.requirement\n")
			}
			var builds []bool
			for _, day := range []int{30, 30, 31} {
				p := compiled(t, root, nil, func(o *pipeline.Options) {
					o.Now = func() time.Time { return time.Date(2026, time.June, day, 2, 0, 0, 0, time.UTC) }
				})
				report, err := p.Run(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				builds = append(builds, report.Built)
			}
			want := []bool{true, false, withUndertaking}
			if fmt.Sprint(builds) != fmt.Sprint(want) {
				t.Errorf("built %v, want %v", builds, want)
			}
			if withUndertaking {
				if got := released(t, root, "SELECT contract_id, status FROM metric.requirement_delivery"); got != "[[A-1 late]]" {
					t.Errorf("the day after the last day: %s", got)
				}
				if got := released(t, root, "SELECT table_name FROM duckdb_columns() WHERE column_name LIKE 'reported_%'"); got != "[]" {
					t.Errorf("what the supplier reports of two persons is released: %s", got)
				}
			}
		})
	}
}

// released returns the rows of a query of the published file.
func released(t *testing.T, root, query string) string {
	t.Helper()
	db, err := warehouse.OpenReadOnly(t.Context(), filepath.Join(root, "publish", "impact.duckdb"), warehouse.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Collect(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(rows)
}
