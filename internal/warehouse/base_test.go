package warehouse

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dubbelkrona"
)

// twoNights returns a world with a base and a segment that is not in the base.
func twoNights(t *testing.T) (w *world, base string) {
	w = newWorld(t)
	w.deliver("spend", "src", dubbelkrona.Append, []row{spendRow("o", 1, 500)})
	base, _ = w.build("")
	w.deliver("spend", "src", dubbelkrona.Append, []row{spendRow("p", 1, 300)})
	return w, base
}

// An unusable base is not used, and the result is the same.
func TestUnusableBases(t *testing.T) {
	edit := func(sql string) func(*testing.T, string) {
		return func(t *testing.T, base string) {
			db, err := open(t.Context(), base, t.TempDir(), Limits{}, storageVersion)
			if err == nil {
				_, err = db.Exec(t.Context(), sql+"; FORCE CHECKPOINT "+Catalog)
			}
			if err = errors.Join(err, db.Close()); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, c := range map[string]struct {
		spoil func(*testing.T, string)
		why   string
	}{
		"sound":  {func(*testing.T, string) {}, ""},
		"absent": {func(t *testing.T, base string) { os.Remove(base) }, "there is no earlier snapshot"},
		"rubbish": {func(t *testing.T, base string) { os.WriteFile(base, []byte(strings.Repeat("rubbish", 5000)), 0o600) },
			"the earlier snapshot cannot be opened"},
		"cut":     {func(t *testing.T, base string) { os.Truncate(base, 5000) }, "the earlier snapshot cannot be opened"},
		"log":     {func(t *testing.T, base string) { os.WriteFile(base+".wal", nil, 0o600) }, "the earlier snapshot was not closed properly"},
		"version": {edit("UPDATE meta.engine SET version = 'v9'"), "the earlier snapshot was made by DuckDB v9, this is v1.4.1"},
		"layout":  {edit("UPDATE meta.engine SET schema_hash = ''"), "the earlier snapshot has other table definitions"},
		"rows":    {edit("DELETE FROM core.spend"), "the earlier snapshot does not have the number of rows that it records"},
		"other":   {edit("DROP TABLE meta.engine"), "the earlier snapshot cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			w, base := twoNights(t)
			c.spoil(t, base)
			_, got := w.build(base)
			_, want := w.build("")
			if got.Fresh.EN != c.why || !slices.Equal(got.Hashes, want.Hashes) {
				t.Errorf("fresh %q, %v\nwant %q, %v", got.Fresh.EN, got.Hashes, c.why, want.Hashes)
			}
		})
	}
}

// What the steps of the previous build created is removed before the next steps
// begin, and failing steps leave no file.
func TestStepsStartFromTheBase(t *testing.T) {
	w := newWorld(t)
	built, err := Build(t.Context(), w.spec(""), func(ctx context.Context, db *DB) error {
		_, err := db.Exec(ctx, "CREATE TABLE metric.old AS SELECT 1; CREATE VIEW metric.v AS FROM metric.old; CREATE TABLE meta.run (a INTEGER)")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	base := filepath.Join(w.dir, "base.duckdb")
	if err := os.Rename(built.Path, base); err != nil {
		t.Fatal(err)
	}
	blocked := dubbelkrona.Errorf(dubbelkrona.Blocked, "a check failed")
	_, err = Build(t.Context(), w.spec(base), func(ctx context.Context, db *DB) error {
		rows, err := db.Collect(ctx, "SELECT table_name FROM duckdb_tables() UNION ALL SELECT view_name FROM duckdb_views() WHERE NOT internal")
		if want := len(loadedTables()) + len(ownTables(Both)); len(rows) != want {
			t.Errorf("%d tables and views, not %d: %v", len(rows), want, rows)
		}
		return errors.Join(err, blocked)
	})
	if dubbelkrona.KindOf(err) != dubbelkrona.Blocked || !errors.Is(err, blocked) {
		t.Errorf("the steps' error is lost: %v", err)
	}
	if files, err := os.ReadDir(filepath.Join(w.dir, "build")); err != nil || len(files) != 0 {
		t.Errorf("left behind: %v, %v", files, err)
	}
}

// A segment that does not match the ledger is rejected with its number.
func TestSegmentsThatDoNotMatchTheLedger(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(w *world, s *dubbelkrona.Segment)
		want  string
	}{
		"gone":    {func(w *world, s *dubbelkrona.Segment) { os.Remove(w.lake.Path(s.Path)) }, "the file is missing"},
		"cut":     {func(w *world, s *dubbelkrona.Segment) { os.Truncate(w.lake.Path(s.Path), 100) }, "not a complete Parquet file"},
		"rows":    {func(_ *world, s *dubbelkrona.Segment) { s.Rows++ }, "1 rows, but the ledger has 2"},
		"table":   {func(_ *world, s *dubbelkrona.Segment) { s.Table = "contract" }, "schema of table contract"},
		"no such": {func(_ *world, s *dubbelkrona.Segment) { s.Table = "x" }, `no table "x"`},
		"number":  {func(w *world, s *dubbelkrona.Segment) { w.segments = append(w.segments, *s) }, "not unique and positive"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.deliver("spend", "src", dubbelkrona.Append, []row{spendRow("o", 1, 500)})
			c.spoil(w, &w.segments[0])
			_, err := Build(t.Context(), w.spec(""), noSteps)
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "segment 1") {
				t.Errorf("%v; want %s", err, c.want)
			}
		})
	}
}

// A ledger restored from a backup reuses segment numbers: the file's hash decides.
func TestReusedSegmentNumber(t *testing.T) {
	w, _ := twoNights(t)
	base, _ := w.build("")
	w.segments = w.segments[:1]
	w.deliver("spend", "src", dubbelkrona.Append, []row{spendRow("q", 1, 700)})
	path, built := w.build(base)
	if _, want := w.build(""); !slices.Equal(built.Hashes, want.Hashes) || built.Loaded != 1 || built.Removed != 1 {
		t.Errorf("%+v\nwant %+v", built, want)
	}
	if got := w.query(path, "SELECT string_agg(object, ' ' ORDER BY object) FROM core.spend"); got[0][0] != "o q" {
		t.Errorf("objects %v", got)
	}
}

// Several values in one cell become rows with the same _row. If they have the same
// key, the last one is kept, however the snapshot is built.
func TestEqualKeysInOneRow(t *testing.T) {
	w := newWorld(t)
	twice := []row{indicatorRow("a", nil, 1, 5), indicatorRow("a", nil, 1, 6), indicatorRow("b", nil, 1, 7), indicatorRow("b", nil, 1, 7)}
	w.deliver("indicator", "s", dubbelkrona.Upsert, []row{indicatorRow("a", nil, 1, 1)})
	base, _ := w.build("")
	w.deliver("indicator", "s", dubbelkrona.Upsert, twice)
	for _, from := range []string{base, ""} {
		path, _ := w.build(from)
		got := w.query(path, "SELECT string_agg(area || value::BIGINT, ' ' ORDER BY area) FROM (SELECT area, value * 1000000 AS value FROM core.indicator)")
		if got[0][0] != "a6 b7" {
			t.Errorf("from %q: %v", from, got)
		}
	}
}

func TestVerifyFindsDamage(t *testing.T) {
	for name, c := range map[string]struct{ sql, want string }{
		"sound":   {"SELECT 1", ""},
		"changed": {"UPDATE core.spend SET amount = 6", "table core.spend has 1 rows, hash"},
		"added":   {"INSERT INTO core.spend FROM core.spend", "table core.spend has 2 rows"},
		"comment": {"COMMENT ON COLUMN core.spend.amount IS NULL", "no comment on [core.spend.amount]"},
		"view":    {"CREATE VIEW meta.v AS SELECT 1 AS one", "no comment on [meta.v meta.v.one]"},
		"hash":    {"UPDATE meta.table_hash SET row_count = 7", "meta.table_hash is"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.deliver("spend", "src", dubbelkrona.Append, []row{spendRow("o", 1, 500)})
			path, built := w.build("")
			db, err := open(t.Context(), path, t.TempDir(), Limits{}, storageVersion)
			if err != nil {
				t.Fatal(err)
			}
			_, err = db.Exec(t.Context(), c.sql+"; FORCE CHECKPOINT "+Catalog)
			if err = errors.Join(err, db.Close()); err != nil {
				t.Fatal(err)
			}
			err = Verify(t.Context(), path, Expectation{Hashes: built.Hashes, Recompute: true})
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v; want %q", err, c.want)
			}
		})
	}
}
