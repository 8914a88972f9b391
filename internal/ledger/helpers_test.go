package ledger_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/ledger"
)

// clock is a clock that only pass moves.
type clock struct{ at time.Time }

func newClock() *clock { return &clock{at: time.Date(2026, 3, 1, 2, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time { return c.at }

func (c *clock) pass(d time.Duration) { c.at = c.at.Add(d) }

func open(t *testing.T, o ledger.Options) (*ledger.Ledger, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "var", "ledger.db")
	return reopen(t, path, o), path
}

func reopen(t *testing.T, path string, o ledger.Options) *ledger.Ledger {
	t.Helper()
	l, err := ledger.Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

func sum(text string) string {
	s := sha256.Sum256([]byte(text))
	return hex.EncodeToString(s[:])
}

// delivery returns a version of an object with a segment for each table. The
// paths differ for deliveries that differ in any argument.
func delivery(mode dubbelkrona.LoadMode, object, period, content string, tables ...string) ledger.Delivery {
	d := ledger.Delivery{RunID: "run", Source: "ledger", Object: object, Mode: mode, Period: period, SHA256: sum(content), Mapping: "m1"}
	for i, table := range tables {
		path := fmt.Sprintf("%s/%s-%s-%s-%d.parquet", table, object, period, content, i)
		d.Segments = append(d.Segments, dubbelkrona.Segment{Table: table, Path: path, Rows: 10, Bytes: 100, SHA256: sum(path)})
	}
	return d
}

func commit(t *testing.T, l *ledger.Ledger, d ledger.Delivery) []dubbelkrona.Segment {
	t.Helper()
	segments, err := l.Deliveries.Commit(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	return segments
}

// live lists the paths of the live segments.
func live(t *testing.T, l *ledger.Ledger, asOf time.Time) []string {
	t.Helper()
	segments, err := l.Segments.Live(t.Context(), asOf)
	if err != nil {
		t.Fatal(err)
	}
	return paths(segments)
}

func paths(segments []dubbelkrona.Segment) []string {
	all := []string{}
	for _, s := range segments {
		all = append(all, s.Path)
	}
	return all
}
