package warehouse

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"dubbelkrona"
	"dubbelkrona/internal/durable"
)

// The hashes of a closed file are the same each time it is opened, and different
// after any change to a table, a view or a comment.
func TestSealFindsChanges(t *testing.T) {
	w := newWorld(t)
	w.deliver("spend", "src", dubbelkrona.Append, []row{spendRow("o", 1, 500)})
	built, err := Build(t.Context(), w.spec(""), func(ctx context.Context, db *DB) error {
		_, err := db.Exec(ctx, "CREATE TABLE metric.result AS SELECT 1.5 AS value, 'ok' AS status; CREATE VIEW metric.v AS SELECT value FROM metric.result")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	sealed := func(path string) map[string]string {
		t.Helper()
		hashes, err := Seal(t.Context(), path, Limits{Threads: 1})
		if err != nil {
			t.Fatal(err)
		}
		all := make(map[string]string)
		for _, h := range hashes {
			all[h.Table] = fmt.Sprint(h.Rows, " ", h.Hash)
		}
		return all
	}
	want := sealed(built.Path)
	if want["metric.result"] == "" || want["meta.segment"] == "" || want[CatalogHash] == "" || want["core.spend"] != "" {
		t.Fatalf("sealed %v", want)
	}
	for _, tc := range []struct{ table, statement string }{
		{"", "SELECT 1"},
		{"metric.result", "UPDATE metric.result SET status = 'bra'"},
		{"meta.segment", "UPDATE meta.segment SET object = 'annan.csv'"},
		{CatalogHash, "CREATE OR REPLACE VIEW metric.v AS SELECT value + 1 AS value FROM metric.result"},
		{CatalogHash, "COMMENT ON TABLE metric.result IS 'x'"},
	} {
		path := filepath.Join(w.dir, "edited.duckdb")
		if err := os.RemoveAll(path); err != nil {
			t.Fatal(err)
		}
		if err := durable.Copy(path, built.Path, 0o600); err != nil {
			t.Fatal(err)
		}
		db, err := open(t.Context(), path, t.TempDir(), Limits{Threads: 1}, "")
		if err != nil {
			t.Fatal(err)
		}
		_, err = db.Exec(t.Context(), tc.statement)
		if closed := db.Close(); err != nil || closed != nil {
			t.Fatal(err, closed)
		}
		for table, hash := range sealed(path) {
			if changed := hash != want[table]; changed != (table == tc.table) {
				t.Errorf("%s: %s changed: %t", tc.statement, table, changed)
			}
		}
	}
}

// A snapshot of an earlier version may lack columns; its hashes cover the columns
// that it has.
func TestHashesOfAnEarlierLayout(t *testing.T) {
	w := newWorld(t)
	w.deliver("spend", "src", dubbelkrona.Append, []row{spendRow("o", 1, 500)})
	path, _ := w.build("")
	db, err := open(t.Context(), path, t.TempDir(), Limits{Threads: 1}, "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	before, err := db.Hashes(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(t.Context(), "ALTER TABLE core.spend DROP COLUMN account"); err != nil {
		t.Fatal(err)
	}
	after, err := db.Hashes(t.Context())
	if err != nil || len(after) != len(before) {
		t.Fatalf("%v, %v", after, err)
	}
	for i, h := range after {
		if changed := h != before[i]; changed != (h.Table == "core.spend") {
			t.Errorf("%s changed: %t", h.Table, changed)
		}
	}
}
