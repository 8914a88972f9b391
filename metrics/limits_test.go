package metrics_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"dubbelkrona/internal/memlimit"
	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
)

const endless = `
-- models/forever.sql --
/*
title: {sv: F, en: F}
materialized: table
*/
SELECT CAST(sum(a.range * b.range) AS BIGINT) AS n FROM range(1000000000) AS a, range(1000000000) AS b
-- checks/never_done.sql --
/*
title: {sv: N, en: N}
severity: warn
message: {sv: x, en: x}
*/
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT n FROM t WHERE n < 0
-- metrics/cross.sql --
/*
title: {sv: S, en: S}
unit: SEK
value: sum(n)
*/
SELECT CAST(a.range AS DOUBLE) AS n FROM range(1000000000) AS a, range(1000000000) AS b
-- metrics/of_forever.sql --
/*
title: {sv: S, en: S}
unit: SEK
value: sum(n)
*/
SELECT n FROM metric.forever
-- metrics/vast.sql --
/*
title: {sv: S, en: S}
unit: SEK
value: sum(n)
*/
SELECT length(repeat('x', 3000000000)) AS n
-- metrics/vast_rows.sql --
/*
title: {sv: S, en: S}
unit: SEK
value: sum(n)
*/
SELECT length(repeat(name || CAST(range AS VARCHAR), 3000000) || 'y') AS n FROM meta.source, range(5000)
-- metrics/plain.sql --
/*
title: {sv: S, en: S}
unit: SEK
value: sum(n)
*/
SELECT CAST(count(*) AS DOUBLE) AS n FROM meta.source
`

// A definition that exceeds a limit is stopped and reported, as are those that
// read it; all others have their figures.
func TestDefinitionsHaveLimits(t *testing.T) {
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		must(t, db, "INSERT INTO meta.source (name, synthetic) VALUES ('a', FALSE), ('b', FALSE)")
		c, faults := metrics.Load(own(endless))
		expectFaults(t, append(faults, c.Resolve(ctx, db, tables())...))
		report, err := c.Run(ctx, db, metrics.Snapshot{ID: "s1", Limits: metrics.Limits{Time: 2 * time.Second, Memory: func(work func() error) error {
			return memlimit.Within(700<<20, work)
		}}})
		if err != nil {
			t.Fatal(err)
		}
		expectFaults(t, report.Failures,
			"q/checks/never_done.sql:6:1: stopped after 2s",
			"q/metrics/cross.sql:6:1: stopped after 2s",
			"q/metrics/of_forever.sql:6:15: not evaluated: metric.forever failed",
			"q/metrics/vast.sql:6:1: Out of Memory",
			"q/metrics/vast_rows.sql:6:1: ", // exceeds the memory limit, or before that the time limit
			"q/models/forever.sql:5:1: stopped after 2s",
		)
		if !report.Stopped || report.Metrics != 1 {
			t.Errorf("stopped %t, %d metrics", report.Stopped, report.Metrics)
		}
		if most := peak(t); most > 2<<30 {
			t.Errorf("the process grew to %d bytes", most)
		}
		compare(t, db, "plain", records(t, []byte("grouping,value\n,2\n")))
	})
}

const endlessCall = `
-- metrics/endless.sql --
/*
title: {sv: S, en: S}
unit: SEK
value: sum(n)
*/
SELECT levenshtein(repeat('a', 20000), repeat('b', 20000)) AS n
-- metrics/plain.sql --
/*
title: {sv: S, en: S}
unit: SEK
value: sum(n)
*/
SELECT 1.0 AS n
`

// A definition that cannot be stopped is reported while it still runs, so that the
// process can be ended, and is not evaluated again.
func TestUnstoppableDefinition(t *testing.T) {
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		c, faults := metrics.Load(own(endlessCall))
		expectFaults(t, append(faults, c.Resolve(ctx, db, tables())...))
		heard := make(chan string, 1)
		limits := metrics.Limits{Time: 5 * time.Millisecond, Grace: 5 * time.Millisecond, Unstoppable: func(d *metrics.Definition) { heard <- d.Name + " " + d.Hash }}
		if _, err := c.Run(ctx, db, metrics.Snapshot{ID: "s1", Limits: limits}); err != nil {
			t.Fatal(err)
		}
		name, hash, _ := strings.Cut(<-heard, " ")
		if name != "endless" {
			t.Errorf("told of %q", name)
		}
		again := metrics.Limits{Time: time.Minute, Refused: map[string]bool{hash: true}, Unstoppable: func(d *metrics.Definition) { t.Errorf("%s was tried again", d.Name) }}
		report, err := c.Run(ctx, db, metrics.Snapshot{ID: "s2", Limits: again})
		if err != nil {
			t.Fatal(err)
		}
		expectFaults(t, report.Failures, "q/metrics/endless.sql:6:1: not evaluated: in an earlier run it could not be stopped")
		compare(t, db, "plain", records(t, []byte("grouping,value\n,1\n")))
	})
}

// peak returns the maximum memory that this process has used, 0 if unknown.
func peak(t *testing.T) int64 {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	var kilobytes int64
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			if _, err := fmt.Sscan(rest, &kilobytes); err != nil {
				t.Fatal(err)
			}
		}
	}
	return kilobytes << 10
}
