package metrics_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"dubbelkrona"
	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"

	"github.com/rogpeppe/go-internal/txtar"
)

// folder returns a file system with the files of a txtar text.
func folder(text string) fstest.MapFS {
	files := fstest.MapFS{}
	for _, f := range txtar.Parse([]byte(text)).Files {
		files[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	return files
}

func own(text string) metrics.Source {
	return metrics.Source{FS: folder(text), Prefix: "q/"}
}

func expectFaults(t *testing.T, got []metrics.Fault, want ...string) {
	t.Helper()
	for i, w := range want {
		if i >= len(got) {
			t.Errorf("missing fault %q", w)
		} else if !strings.HasPrefix(got[i].String(), w) {
			t.Errorf("fault %d is %q, want %q", i, got[i], w)
		}
	}
	for _, f := range got[min(len(want), len(got)):] {
		t.Errorf("unexpected fault %q", f)
	}
}

const broken = `
-- models/a.sql --
SELECT 1
-- models/b.sql --
/*
title: {sv: B}
materialised: table
materialized: sometimes
*/
SELECT 1 AS x
-- models/d.sql --
/*/
-- models/result.sql --
/*
title: {sv: R, en: R}
*/
SELECT 1 AS x
-- checks/c.sql --
/*
title: {sv: C, en: C}
severity: fatal
*/
SELECT 1 AS x
-- metrics/m.sql --
/*
title: {sv: M, en: M}
by: [a, A, a]
period: {column: year, grains: [week]}
parts:
  good: count(*)
  bad: {valeu: count(*)}
format: {decimals: 9}
*/
SELECT 1 AS a
-- metrics/n.sql --
/*
title: {sv: N, en: N}
unit: x
value: count(*)
-- metrics/o.sql --
/*
title: {sv: O, en: O}
unit: x
value: count(*)
*/
`

func TestEveryFaultOfEveryHeaderIsReported(t *testing.T) {
	c, faults := metrics.Load(own(broken))
	expectFaults(t, faults,
		"q/checks/c.sql:2:1: message must have a text in sv and one in en",
		"q/checks/c.sql:3:11: severity must be error or warn",
		"q/metrics/m.sql:2:1: unit is missing",
		"q/metrics/m.sql:2:1: value is missing",
		"q/metrics/m.sql:3:9: by must be column names",
		"q/metrics/m.sql:3:12: by must be column names",
		"q/metrics/m.sql:4:33: grains must be a list of year, month",
		"q/metrics/m.sql:7:", // unknown key valeu
		"q/metrics/m.sql:7:", // so the value is missing
		"q/metrics/m.sql:8:20: decimals must be 0 to 6",
		"q/metrics/n.sql:1:1: the header's comment is not closed",
		"q/metrics/o.sql:5:1: there is no SELECT after the header",
		"q/models/a.sql:1:1: the file must begin with a comment",
		"q/models/b.sql:2:8: title must have a text in sv and one in en",
		`q/models/b.sql:3:1: unknown key "materialised"`,
		"q/models/b.sql:4:15: materialized must be view or table",
		"q/models/d.sql:1:1: the header's comment is not closed",
		"q/models/result.sql:1:1: the file name of a definition",
	)
	if n := len(c.Of(metrics.Model)) + len(c.Of(metrics.Check)) + len(c.Of(metrics.Metric)); n != 0 {
		t.Errorf("%d broken definitions were kept", n)
	}
}

const tangled = `
-- models/x1.sql --
/*
title: {sv: X, en: X}
*/
SELECT * FROM metric.x2
-- models/x2.sql --
/*
title: {sv: X, en: X}
*/
WITH core AS (SELECT 1)
SELECT * FROM core JOIN metric.x3 ON TRUE
-- models/x3.sql --
/*
title: {sv: X, en: X}
*/
SELECT * FROM metric.x1
-- models/y.sql --
/*
title: {sv: Y, en: Y}
*/
SELECT *
FROM core.spend
JOIN core.spent USING (object)
-- models/z.sql --
/*
title: {sv: Z, en: Z}
*/
SELECT * FROM metric.y
-- models/reads_files.sql --
/*
title: {sv: F, en: F}
*/
SELECT * FROM read_csv('/etc/passwd')
-- models/writes.sql --
/*
title: {sv: W, en: W}
*/
DROP TABLE core.spend
-- models/fine.sql --
/*
title: {sv: F, en: F}
*/
SELECT code FROM core.municipality
-- metrics/m.sql --
/*
title: {sv: M, en: M}
unit: x
value: count(*)
parts:
  half: sum(x) /
*/
SELECT 1 AS x FROM metric.fine
-- metrics/of_results.sql --
/*
title: {sv: M, en: M}
unit: x
value: count(*)
*/
SELECT * FROM metric.result
-- metrics/n.sql --
/*
title: {sv: N, en: N}
unit: x
value: count(*)
*/
SELECT * FROM metric.fine
-- checks/c.sql --
/*
title: {sv: C, en: C}
severity: warn
message: {sv: x, en: x}
concerns: [n, gone]
*/
SELECT code FROM metric.fine
`

func TestUnresolvedDefinitionsStopNoOthers(t *testing.T) {
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		c, faults := metrics.Load(own(tangled))
		expectFaults(t, faults)
		expectFaults(t, c.Resolve(ctx, db, tables()),
			`q/checks/c.sql:5:15: there is no metric "gone"`,
			"q/metrics/m.sql:6:9: expression: ",
			"q/metrics/of_results.sql:6:15: metric.result has the results of definitions",
			"q/models/reads_files.sql:4:1: SQL parse: table function read_csv is not allowed",
			"q/models/writes.sql:4:1: ",
			"q/models/x1.sql:4:15: definitions depend on each other in a cycle: x1 → x2 → x3 → x1",
			"q/models/x2.sql:5:25: definitions depend on each other in a cycle: x2 → x3 → x1 → x2",
			"q/models/x3.sql:4:15: definitions depend on each other in a cycle: x3 → x1 → x2 → x3",
			`q/models/y.sql:6:6: there is no table or model "core.spent"`,
			`q/models/z.sql:4:15: depends on model "y", which was rejected`,
		)
		report := evaluate(t, db, c)
		if report.Metrics != 1 || report.Models != 1 {
			t.Errorf("%d metrics and %d models ran, want 1 and 1", report.Metrics, report.Models)
		}
	})
}

func TestDefinitionsAreReplacedOnlyExplicitly(t *testing.T) {
	const contracts = "-- metrics/contracts.sql --\n/*\ntitle: {sv: Egna, en: Own}\nunit: x\nvalue: count(*)\n%s*/\nSELECT 1 AS x\n"
	with := func(line string) string { return strings.Replace(contracts, "%s", line, 1) }

	_, faults := metrics.Load(builtIn(), own(with("")))
	expectFaults(t, faults, `q/metrics/contracts.sql:1:1: queries/metrics/contracts.sql already defines "contracts"`)

	c, faults := metrics.Load(builtIn(), own(with("replaces: true\n")))
	expectFaults(t, faults)
	d, err := c.Find(metrics.Metric, "contracts")
	if err != nil || d.Title.EN != "Own" || d.BuiltIn {
		t.Errorf("not replaced: %v", err)
	}
	_, err = c.Find(metrics.Metric, "no_such")
	if dubbelkrona.KindOf(err) != dubbelkrona.NotFound {
		t.Errorf("error %v is not NotFound", err)
	}
	_, faults = metrics.Load(own(with("replaces: true\n")))
	expectFaults(t, faults, `q/metrics/contracts.sql:5:11: there is no built-in definition`)
}

func TestHashCoversTheModelsBelow(t *testing.T) {
	const text = "-- models/a.sql --\n/*\ntitle: {sv: A, en: A}\n*/\nSELECT %s AS x\n-- metrics/m.sql --\n/*\ntitle: {sv: M, en: M}\nunit: x\nvalue: sum(x)\n*/\nSELECT x FROM metric.a\n"
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		hash := func(number string) string {
			d, err := catalogue(t, db, own(strings.Replace(text, "%s", number, 1))).Find(metrics.Metric, "m")
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(d.Depends, []string{"metric.a"}) {
				t.Errorf("depends on %v", d.Depends)
			}
			return d.Hash
		}
		if one, again, two := hash("1"), hash("1"), hash("2"); one != again || one == two || len(one) != 64 {
			t.Errorf("hashes %s %s %s", one, again, two)
		}
	})
}

const subqueries = `
-- models/a.sql --
/*
title: {sv: A, en: A}
*/
SELECT code FROM core.municipality
-- metrics/m.sql --
/*
title: {sv: M, en: M}
unit: x
let:
  - n: count(*)
    all: (SELECT count(*) FROM core.spend)
  - share: n / (SELECT CAST(count(*) AS DOUBLE) FROM core.contract WHERE EXISTS (SELECT 1 FROM metric.a))
value: share
parts:
  p: {value: n, low: "(SELECT min(period) FROM core.delivery) IS NULL"}
*/
WITH _rows AS (SELECT 1 AS x FROM core.organisation)
SELECT x FROM _rows
`

// A metric depends on everything that its statement reads, wherever in the
// definition it is.
func TestDependenciesAreThoseOfTheStatement(t *testing.T) {
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		c := catalogue(t, db, builtIn(), own(subqueries))
		all := c.Of(metrics.Metric)
		if len(all) < 15 {
			t.Fatalf("%d metrics", len(all))
		}
		for _, d := range all {
			want, err := db.References(ctx, d.Statement())
			if err != nil || !slices.Equal(d.Depends, want) {
				t.Errorf("%s depends on %v, its statement on %v, %v", d.Name, d.Depends, want, err)
			}
		}
		d, err := c.Find(metrics.Metric, "m")
		want := []string{"core.contract", "core.delivery", "core.organisation", "core.spend", "metric.a"}
		if err != nil || !slices.Equal(d.Depends, want) {
			t.Errorf("m depends on %v, want %v, %v", d.Depends, want, err)
		}
	})
}
