package metrics_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io/fs"
	"testing"

	"dubbelkrona/internal/reference"
	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
)

// law evaluates single models by the built-in parameters on rows that a test
// gives.
type law struct {
	db        *warehouse.DB
	catalogue *metrics.Catalogue
}

// underLaw runs steps on a snapshot whose only rows are the built-in parameters.
func underLaw(t *testing.T, steps func(l law)) {
	t.Helper()
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		load(t, db, "core.parameter", builtInParameters(t))
		steps(law{db, catalogue(t, db, builtIn())})
	})
}

// builtInParameters returns the rows of every built-in file of parameters, with
// the source under which a project has them.
func builtInParameters(t *testing.T) []byte {
	t.Helper()
	names, err := fs.Glob(reference.FS(), "parameters_*.csv")
	if err != nil || len(names) == 0 {
		t.Fatalf("no parameter files: %v", err)
	}
	var all bytes.Buffer
	w := csv.NewWriter(&all)
	for i, name := range names {
		text, err := fs.ReadFile(reference.FS(), name)
		if err != nil {
			t.Fatal(err)
		}
		for n, record := range records(t, text) {
			switch {
			case n > 0:
				w.Write(append(record, "dubbelkrona"))
			case i == 0:
				w.Write(append(record, "_source"))
			}
		}
	}
	w.Flush()
	return all.Bytes()
}

// evaluate creates a model and those that it reads. given has, by model, the SELECT
// that is used instead of its own: its columns may come in any order, and those
// that it leaves out are NULL.
func (l law) evaluate(t *testing.T, model string, given map[string]string) {
	t.Helper()
	target, err := l.catalogue.Find(metrics.Model, model)
	if err != nil {
		t.Fatal(err)
	}
	l.create(t, target, given)
}

// create creates the models that a definition reads, and itself if it is a model.
func (l law) create(t testing.TB, target *metrics.Definition, given map[string]string) {
	t.Helper()
	must(t, l.db, "DROP SCHEMA IF EXISTS metric CASCADE; CREATE SCHEMA metric")
	for _, m := range l.catalogue.Of(metrics.Model) {
		name := "metric." + m.Name
		rows, isGiven := given[m.Name]
		switch {
		case m != target && !target.Reads(name):
		case isGiven:
			must(t, l.db, fmt.Sprintf("CREATE TABLE %s AS SELECT * FROM (\n%s\n) AS typed LIMIT 0", name, m.SQL))
			must(t, l.db, fmt.Sprintf("INSERT INTO %s BY NAME %s", name, rows))
		case m.Table:
			must(t, l.db, fmt.Sprintf("CREATE TABLE %s AS\n%s", name, m.SQL))
		default:
			must(t, l.db, fmt.Sprintf("CREATE VIEW %s AS\n%s", name, m.SQL))
		}
	}
}

// number returns the single number that a query selects.
func (l law) number(t testing.TB, query string) int64 {
	t.Helper()
	rows, err := l.db.Collect(t.Context(), fmt.Sprintf("SELECT CAST((%s) AS BIGINT)", query))
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	n, ok := rows[0][0].(int64)
	if !ok {
		t.Fatalf("%s: %v is no number", query, rows[0][0])
	}
	return n
}

// none fails the test for each of the first rows that a query returns.
func (l law) none(t *testing.T, what, query string) {
	t.Helper()
	rows, err := l.db.Collect(t.Context(), query+" LIMIT 10")
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	for _, row := range rows {
		t.Errorf("%s: %v", what, row)
	}
}
