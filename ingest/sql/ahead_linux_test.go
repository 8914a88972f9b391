package sql_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/ingesttest"
)

// aheadOfClock checks that rows changed in 2062 or at infinity are read as an object of
// their own, and that rows changed later are read too. A cursor that an earlier
// version left in the future is set back to the time at which it was committed.
func (s server) aheadOfClock(t *testing.T) {
	for column, kind := range map[string]string{"moments": "timestamptz", "walls": "timestamp", "days": "date"} {
		s.Exec(t, fmt.Sprintf("CREATE TABLE ahead_%s (id int, at %s)", column, kind),
			fmt.Sprintf("INSERT INTO ahead_%s VALUES (1, '2026-02-01'), (2, '2026-02-20'), (3, '2062-01-01'), (4, 'infinity')", column))
		table := "ahead_" + column
		cursor, got := s.read(t, table, nil)
		if got != "1 2; ahead of the clock: 3 4" {
			t.Errorf("%s: %s", kind, got)
		}
		s.Exec(t, fmt.Sprintf("INSERT INTO ahead_%s VALUES (5, '2026-02-25')", column), fmt.Sprintf("UPDATE ahead_%s SET at = '2026-02-26' WHERE id = 3", column))
		if cursor, got = s.read(t, table, cursor); got != "5 3; ahead of the clock: 4" {
			t.Errorf("%s, later: %s", kind, got)
		}
		s.Exec(t, fmt.Sprintf("DELETE FROM ahead_%s WHERE id = 4", column))
		if cursor, got = s.read(t, table, cursor); got != "ahead of the clock:" {
			t.Errorf("%s, corrected: %q", kind, got)
		}
		if _, got = s.read(t, table, cursor); got != "" {
			t.Errorf("%s, in order: %q", kind, got)
		}
	}
	s.Exec(t, "CREATE TABLE ahead_before (id int, at timestamp)", "INSERT INTO ahead_before VALUES (1, '2026-02-01'), (2, 'infinity'), (3, '2026-02-20')")
	src := source(t, ingesttest.Env(t), s.incremental("ahead_before"))
	old, _ := json.Marshal(map[string]string{"column": "at", "value": "infinity"})
	healed := src.(ingest.Clocked).Rewound(old, time.Date(2026, 2, 10, 0, 0, 0, 0, time.UTC))
	if _, got := s.read(t, "ahead_before", healed); got != "3; ahead of the clock:" {
		t.Errorf("after an old cursor: %q", got)
	}
	for _, at := range []string{`{"column":"at","value":"2026-02-01 00:00:00"}`, `{"column":"at","value":"20620101"}`} {
		if same := src.(ingest.Clocked).Rewound([]byte(at), time.Now()); string(same) != at {
			t.Errorf("%s became %s", at, same)
		}
	}
}

// read returns the ids of the rows of each object of a table after a cursor, and the
// last cursor. The clock stands still, so each call uses a new source.
func (s server) read(t *testing.T, table string, at []byte) (cursor []byte, ids string) {
	t.Helper()
	src := source(t, ingesttest.Env(t), s.incremental(table))
	objects, err := ingesttest.Objects(src, at)
	if err != nil {
		t.Fatal(err)
	}
	var parts []string
	for _, obj := range objects {
		var tab ingesttest.Table
		origin, err := src.Inspect(t.Context(), obj)
		if err == nil {
			err = src.Read(t.Context(), obj, origin, func(raw *dubbelkrona.RawBatch) error {
				tab.Add(raw)
				return nil
			})
		}
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		if obj.Remark == ingest.RemarkAhead {
			all = append(all, "ahead of the clock:")
		}
		for _, row := range tab.Rows {
			all = append(all, row.Cells["id"])
		}
		parts, cursor = append(parts, strings.Join(all, " ")), obj.Cursor
	}
	if len(objects) == 0 {
		cursor = at
	}
	return cursor, strings.Join(parts, "; ")
}
