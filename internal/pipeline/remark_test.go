package pipeline_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"dubbelkrona/ingest"
	"dubbelkrona/ingest/csv"
	"dubbelkrona/ingest/directory"
	"dubbelkrona/internal/pipeline"
	"dubbelkrona/internal/warehouse"
)

// ahead is a folder whose objects have the remark that their rows are ahead of
// the clock.
type ahead struct{ ingest.Place }

func (a ahead) Objects(ctx context.Context) ([]ingest.Object, error) {
	objects, err := a.Place.Objects(ctx)
	for i := range objects {
		objects[i].Remark = ingest.RemarkAhead
	}
	return objects, err
}

// The remark of an object is stored for the tables of its rows, and a check
// reports it.
func TestRemarksOfObjectsReachReaders(t *testing.T) {
	root := project(t)
	kind := directory.Kind()
	whole := kind.New
	kind.New = func(env ingest.Env, s ingest.Settings) (ingest.Place, error) {
		place, err := whole(env, s)
		return ahead{place}, err
	}
	p := compiled(t, root, nil, func(o *pipeline.Options) {
		o.Registry = ingest.NewRegistry([]ingest.PlaceKind{kind}, []ingest.FormatKind{csv.Kind()}, nil)
	})
	if _, err := p.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	db, err := warehouse.OpenReadOnly(t.Context(), filepath.Join(root, "publish", "impact.duckdb"), warehouse.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for query, want := range map[string]string{
		"SELECT source, table_name, CAST(rows AS VARCHAR) FROM meta.delivery_note WHERE rule = 'cursor.ahead'": "[[avtal contract 2]]",
		"SELECT status FROM meta.check_result WHERE name = 'ahead_of_clock'":                                   "[[offending]]",
	} {
		rows, err := db.Collect(t.Context(), query)
		if got := fmt.Sprint(rows); err != nil || got != want {
			t.Errorf("%s: %s, %v; want %s", query, got, err, want)
		}
	}
}
