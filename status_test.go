package dubbelkrona_test

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"
	"time"

	"dubbelkrona"
)

// Programs read the JSON form of a status: its keys, their order, and what is
// left out if there is none of it, stay as they are.
func TestStatusJSON(t *testing.T) {
	at := func(minute int) time.Time { return time.Date(2026, 3, 2, 1, minute, 0, 500_000_000, time.UTC) }
	filled := dubbelkrona.Status{Project: "tierp", Language: "sv", LedgerRefused: dubbelkrona.Reason{dubbelkrona.Label{SV: "äldre", EN: "older"}},
		Snapshot: "s1", Built: at(9), Published: at(10), Tables: []dubbelkrona.TableHash{{Table: "core.spend", Rows: 6, Hash: "00ff"}},
		LastRun: dubbelkrona.Run{ID: "r1", Command: "run", State: dubbelkrona.RunPartial, Started: at(1), Ended: at(2), Message: "1 < 2", Objects: 1, Skipped: 2,
			Failed: 3, Rows: 4, Rejected: 5, Snapshot: "s1"},
		Segments: 7, Rows: 8, Bytes: 9, LedgerBytes: 12, PublishedBytes: 13, DaemonPID: 14, Backfill: 15, Faults: []string{"metrics/a.sql: no"},
		Issues: []dubbelkrona.IssueCount{{Source: "avtal", Object: "a.csv", Table: "contract", Rule: "date.invalid", Severity: dubbelkrona.Reject, Count: 10},
			{Source: "avtal", Object: "a.csv", Table: "contract", Rule: "value", Severity: dubbelkrona.Warn, Count: 11}},
		Jobs: []dubbelkrona.JobStatus{{Job: "publish", Next: at(11), Slots: map[dubbelkrona.SlotState]int64{dubbelkrona.SlotDone: 3},
			Last: dubbelkrona.Slot{Job: "publish", Local: "2026-03-02T02:00", Kind: dubbelkrona.SlotScheduled, Due: at(3), Deadline: at(4), State: dubbelkrona.SlotFailed, Attempts: 2,
				NotBefore: at(5), RunID: "r1", Started: at(6), Ended: at(7), Message: "no"},
			Open: dubbelkrona.Slot{Job: "publish", Local: "2026-03-03T02:00", Kind: dubbelkrona.SlotScheduled, Due: at(8), State: dubbelkrona.SlotDue}}, {Job: "ingest:avtal"}},
		Sources: []dubbelkrona.SourceStatus{{Source: "avtal", Succeeded: at(12), Delivered: at(13), Until: at(14), Failed: at(15), Message: "gone", Stale: true,
			Nothing: true, Rows: 8, Quarantined: 10, Held: []dubbelkrona.NotedObject{{Object: "a.csv", Since: at(16), Changes: "contract: 20 → 10 rader"}},
			Gone: []dubbelkrona.NotedObject{{Object: "b.csv", Since: at(17)}}}, {Source: "aldrig"}},
		Acceptances: []dubbelkrona.Acceptance{{Source: "avtal", Object: "a.csv", SHA256: "ab", Reason: "right", User: "kim", At: at(18), Taken: true}}}
	empty := dubbelkrona.Status{Project: "tom", Tables: []dubbelkrona.TableHash{}, Issues: []dubbelkrona.IssueCount{}, Jobs: []dubbelkrona.JobStatus{}, Sources: []dubbelkrona.SourceStatus{}, Acceptances: []dubbelkrona.Acceptance{}}
	var got bytes.Buffer
	enc := json.NewEncoder(&got)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	for _, s := range []dubbelkrona.Status{filled, empty} {
		if err := enc.Encode(s); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/status.json")
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Errorf("a status is\n%s\nwant\n%s", got.String(), want)
	}
}
