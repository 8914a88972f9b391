package deploy_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"regexp"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/web"
)

// served returns the types of the metrics that the daemon serves for a project that has
// all of them.
func served(t *testing.T) map[string]string {
	t.Helper()
	now := time.Date(2026, 11, 25, 3, 0, 0, 0, time.UTC)
	state := dubbelkrona.Status{Project: "soderhamn", Snapshot: "s", Published: now, LedgerBytes: 1,
		Jobs: []dubbelkrona.JobStatus{{Job: "publish", Next: now, Slots: map[dubbelkrona.SlotState]int64{dubbelkrona.SlotDone: 1},
			Last: dubbelkrona.Slot{Job: "publish", State: dubbelkrona.SlotDone, Started: now, Ended: now}}},
		Sources: []dubbelkrona.SourceStatus{{Source: "reskontra", Succeeded: now, Delivered: now}}}
	server, err := web.Open(t.Context(), web.Options{Listen: "127.0.0.1:0", Version: "1", Late: time.Minute, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Now: func() time.Time { return now }, Beat: func() time.Time { return now },
		Read: func(context.Context) (dubbelkrona.Status, error) { return state, nil }})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close() // the test is done with it
	response, err := http.Get("http://" + server.Address.String() + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close() // only read from
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	types := make(map[string]string)
	for _, match := range regexp.MustCompile(`(?m)^# TYPE (\w+) (\w+)$`).FindAllSubmatch(text, -1) {
		types[string(match[1])] = string(match[2])
	}
	return types
}
