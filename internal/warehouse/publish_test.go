package warehouse

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dubbelkrona"
)

const asReader = "WAREHOUSE_TEST_READER"

// The test binary is an analyst's process if the environment says so: it opens a
// file, answers each line with the number of postings, and exits.
func TestMain(m *testing.M) {
	if path := os.Getenv(asReader); path != "" {
		if err := analyst(path); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func analyst(path string) error {
	ctx := context.Background()
	db, err := OpenReadOnly(ctx, path, Limits{Memory: 100 << 20, Threads: 1})
	if err != nil {
		return err
	}
	defer db.Close()
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		rows, err := db.Collect(ctx, "SELECT count(*), sum(amount) FROM core.spend")
		if err != nil {
			return err
		}
		fmt.Println(rows[0]...)
	}
	return nil
}

// reader is an analyst's process.
type reader struct {
	in  io.WriteCloser
	out *bufio.Scanner
	cmd *exec.Cmd
}

func startReader(t *testing.T, path string) *reader {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), asReader+"="+path)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	r := &reader{in, bufio.NewScanner(out), cmd}
	t.Cleanup(func() {
		r.in.Close()
		if err := r.cmd.Wait(); err != nil {
			t.Error(err)
		}
	})
	return r
}

func (r *reader) ask() string {
	fmt.Fprintln(r.in)
	r.out.Scan()
	return r.out.Text()
}

func (w *world) publication(id string) Publication {
	return Publication{ID: id, Dest: filepath.Join(w.dir, "publish", "impact.duckdb"), Whole: filepath.Join(w.dir, "publish", "analyst.duckdb"),
		Release: everything, Snapshots: filepath.Join(w.dir, "snapshots"), Copies: filepath.Join(w.dir, "released"), Keep: 2}
}

// publish builds from the newest kept snapshot and publishes, with a fault.
func (w *world) publish(id string, fault func(string) error) error {
	w.t.Helper()
	p := w.publication(id)
	p.Fault = fault
	kept, err := Kept(p.Snapshots)
	if err != nil {
		w.t.Fatal(err)
	}
	spec := w.spec("")
	if len(kept) > 0 {
		spec.Base = filepath.Join(p.Snapshots, kept[0]+suffix)
	}
	spec.Fault = fault
	built, err := Build(w.t.Context(), spec, models)
	if err != nil {
		return err
	}
	_, err = Publish(w.t.Context(), built, p)
	return err
}

// everything releases the whole snapshot.
var everything = Release{Select: Whole, Views: []string{"metric.total"}}

func models(ctx context.Context, db *DB) error {
	_, err := db.Exec(ctx, "CREATE VIEW metric.total AS SELECT sum(amount) AS amount FROM core.spend")
	return err
}

// An analyst who has the published file open in another process neither blocks a
// publication nor notices it; opening it afterwards gives the new snapshot.
func TestPublishWhileAnAnalystReads(t *testing.T) {
	w := newWorld(t)
	w.deliver("spend", "src", dubbelkrona.Append, []row{spendRow("o", 1, 500), spendRow("o", 2, -250)})
	if err := w.publish("1", nil); err != nil {
		t.Fatal(err)
	}
	before := startReader(t, w.publication("").Dest)
	if got := before.ask(); got != "2 2.5" {
		t.Fatalf("before: %q", got)
	}
	w.deliver("spend", "src", dubbelkrona.Append, []row{spendRow("p", 1, 100)})
	if err := w.publish("2", nil); err != nil {
		t.Fatal(err)
	}
	if got := before.ask(); got != "2 2.5" {
		t.Errorf("the open snapshot changed: %q", got)
	}
	if got := startReader(t, w.publication("").Dest).ask(); got != "3 3.5" {
		t.Errorf("after: %q", got)
	}
}

// Changes to a published file do not affect the next build, and its mode is the
// one asked for.
func TestPublishedFileIsIndependent(t *testing.T) {
	w := newWorld(t)
	w.deliver("spend", "src", dubbelkrona.Append, []row{spendRow("o", 1, 500)})
	for _, id := range []string{"1", "2", "3"} {
		if err := w.publish(id, nil); err != nil {
			t.Fatal(err)
		}
	}
	p := w.publication("")
	for path, mode := range map[string]os.FileMode{p.Dest: 0o640, w.publication("3").KeptPath(): 0o600, w.publication("3").CopyPath(): 0o600} {
		info, err := os.Stat(path)
		if err != nil || info.Mode() != mode {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
	for _, folder := range []string{p.Snapshots, p.Copies} {
		if kept, err := Kept(folder); err != nil || !slices.Equal(kept, []string{"3", "2"}) {
			t.Errorf("kept %v, %v", kept, err)
		}
	}
	if err := os.WriteFile(p.Dest, []byte("scribbled on"), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := w.publish("4", nil); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{p.Dest, w.publication("4").CopyPath()} {
		if got := w.query(path, "SELECT amount::VARCHAR FROM metric.total"); got[0][0] != "5.00" {
			t.Errorf("%s: total %v", path, got)
		}
	}
	if err := w.publish("4", nil); dubbelkrona.KindOf(err) != dubbelkrona.Conflict {
		t.Errorf("an id twice: %v", err)
	}
}

var errPulled = errors.New("the plug was pulled")

// After a failure at any point, the next run gives the same rows and the same
// files as a run without a failure.
func TestFaultsLeaveNothingBehind(t *testing.T) {
	quiet := newWorld(t)
	history(t, quiet, "")
	hash := quiet.query(quiet.publication("").Dest, "FROM meta.table_hash ORDER BY ALL")
	files := quiet.files()
	for _, point := range Points() {
		t.Run(point, func(t *testing.T) {
			w := newWorld(t)
			history(t, w, point)
			if got := w.query(w.publication("").Dest, "FROM meta.table_hash ORDER BY ALL"); fmt.Sprint(got) != fmt.Sprint(hash) {
				t.Errorf("hashes %v\nwant %v", got, hash)
			}
			got := w.files()
			for _, folder := range []string{"snapshots", "released"} {
				if i := slices.Index(got, folder+"/2-failed.duckdb"); i >= 0 {
					// The snapshot was verified and kept before the failure.
					got[i] = folder + "/1.duckdb"
				}
			}
			if !slices.Equal(got, files) {
				t.Errorf("files %v\nwant %v", got, files)
			}
			err := Verify(t.Context(), w.publication("").Dest, Expectation{Recompute: true})
			if err != nil {
				t.Error(err)
			}
		})
	}
}

// history is two nights, the second of which fails at a point and is repeated.
func history(t *testing.T, w *world, point string) {
	t.Helper()
	w.deliver("spend", "src", dubbelkrona.Append, []row{spendRow("o", 1, 500)})
	w.deliver("indicator", "kolada", dubbelkrona.Upsert, []row{indicatorRow("a", nil, 1, 7)})
	if err := w.publish("1", nil); err != nil {
		t.Fatal(err)
	}
	w.segments[0].ReplacedBy = 3
	w.deliver("spend", "src", dubbelkrona.ReplaceObject, []row{spendRow("o", 1, 300)})
	w.deliver("indicator", "kolada", dubbelkrona.Upsert, []row{indicatorRow("a", nil, 1, 8)})
	if point != "" {
		err := w.publish("2-failed", func(p string) error {
			if p == point {
				return errPulled
			}
			return nil
		})
		if !errors.Is(err, errPulled) {
			t.Fatalf("no failure at %s: %v", point, err)
		}
		if err := Verify(t.Context(), w.publication("").Dest, Expectation{Recompute: true}); err != nil {
			t.Fatalf("what analysts see: %v", err)
		}
	}
	if err := w.publish("3", nil); err != nil {
		t.Fatal(err)
	}
}

// files lists the files outside the lake.
func (w *world) files() (files []string) {
	w.t.Helper()
	err := filepath.WalkDir(w.dir, func(path string, d os.DirEntry, err error) error {
		rel, _ := filepath.Rel(w.dir, path)
		if err == nil && !d.IsDir() && !strings.HasPrefix(rel, "lake") {
			files = append(files, rel)
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return files
}

// The released file has only what the Release lists: columns and rows that it
// leaves out, and views that it does not name, are not in the file.
func TestReleaseHasOnlyWhatIsListed(t *testing.T) {
	w := newWorld(t)
	w.deliver("spend", "src", dubbelkrona.Append, []row{spendRow("o", 1, 500), spendRow("o", 2, 300)})
	w.deliver("participant", "src", dubbelkrona.Append, []row{{"person": 7, "treated": true, "_row": 1}})
	p := w.publication("1")
	p.Release = Release{Views: []string{"metric.total", "metric.not_there"}, Select: func(name string) string {
		switch name {
		case "core.participant", "metric.persons":
			return ""
		case "core.spend":
			return Whole(name) + " WHERE _row = 2"
		case "metric.per_object":
			return "SELECT object FROM " + WholePath(name)
		}
		return Whole(name)
	}}
	built, err := Build(t.Context(), w.spec(""), func(ctx context.Context, db *DB) error {
		for _, sql := range []string{"CREATE VIEW metric.persons AS SELECT person FROM core.participant", "CREATE VIEW metric.per_object AS SELECT object, 1 AS n FROM core.spend"} {
			if _, err := db.Exec(ctx, sql); err != nil {
				return err
			}
		}
		return models(ctx, db)
	})
	if err != nil {
		t.Fatal(err)
	}
	released, err := Publish(t.Context(), built, p)
	if err == nil {
		t.Fatalf("rows are missing, and the hashes %v were taken", released)
	}
	p.Release.Select = func(given func(string) string) func(string) string {
		return func(name string) string {
			if name == "core.spend" {
				return Whole(name)
			}
			return given(name)
		}
	}(p.Release.Select)
	if released, err = Publish(t.Context(), built, p); err != nil {
		t.Fatal(err)
	}
	got := w.query(p.Dest, `SELECT (SELECT string_agg(schema_name || '.' || view_name, ' ') FROM duckdb_views() WHERE NOT internal),
		(SELECT string_agg(column_name, ' ') FROM duckdb_columns() WHERE table_name = 'per_object'),
		(SELECT count(*) FROM duckdb_tables() WHERE table_name IN ('participant', 'persons')), (SELECT amount::VARCHAR FROM metric.total)`)
	if fmt.Sprint(got) != "[[metric.total object 0 8.00]]" {
		t.Errorf("released: %v", got)
	}
	if i := slices.IndexFunc(released, func(h dubbelkrona.TableHash) bool { return h.Table == "core.spend" }); i < 0 || released[i].Rows != 2 {
		t.Errorf("hashes %v", released)
	}
	if got := w.query(p.Whole, "SELECT count(*) FROM core.participant"); fmt.Sprint(got) != "[[1]]" {
		t.Errorf("the whole has %v persons", got)
	}
}
