package trace_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	tracepb "go.opentelemetry.io/proto/otlp/trace/v1"

	"dubbelkrona"
	"dubbelkrona/internal/trace"
)

func TestSpansReachTheCollectorAsATree(t *testing.T) {
	c := newCollector(t)
	var log logBuffer
	tracer := open(t, c.URL, &log)
	ctx, endRun := tracer.Span(t.Context(), "run", slog.String("run", "20261125T013000.000Zabcd"))
	sourceCtx, endSource := tracer.Span(ctx, "source", slog.String("source", "avtal"))
	_, endObject := tracer.Span(sourceCtx, "object")
	endObject(dubbelkrona.Invalidf("no row \xff was understood; %s", strings.Repeat("å", 600)))
	endSource(nil, slog.Int64("rows", 68021), slog.Bool("skipped", false))
	endRun(nil, slog.Any("state", dubbelkrona.RunPartial))
	tracer.Close(t.Context())

	run, source, object := c.span(t, "run"), c.span(t, "source"), c.span(t, "object")
	if len(run.ParentSpanId) != 0 || !bytes.Equal(source.ParentSpanId, run.SpanId) || !bytes.Equal(object.ParentSpanId, source.SpanId) ||
		!bytes.Equal(object.TraceId, run.TraceId) || len(c.spans) != 3 {
		t.Errorf("not one tree: %v", c.spans)
	}
	// The clock advances a millisecond with each call: the fourth is the object's end.
	begin := time.Date(2026, 11, 25, 1, 30, 0, 1e6, time.UTC)
	if run.StartTimeUnixNano != uint64(begin.UnixNano()) || object.EndTimeUnixNano != uint64(begin.Add(3*time.Millisecond).UnixNano()) {
		t.Errorf("times: %d %d", run.StartTimeUnixNano, object.EndTimeUnixNano)
	}
	for _, tc := range []struct {
		span *tracepb.Span
		want map[string]any
		code tracepb.Status_StatusCode
	}{
		{run, map[string]any{"dubbelkrona.run": "20261125T013000.000Zabcd", "dubbelkrona.state": "partial"}, tracepb.Status_STATUS_CODE_UNSET},
		{source, map[string]any{"dubbelkrona.source": "avtal", "dubbelkrona.rows": int64(68021), "dubbelkrona.skipped": false}, tracepb.Status_STATUS_CODE_UNSET},
		{object, map[string]any{"error.type": "invalid"}, tracepb.Status_STATUS_CODE_ERROR},
	} {
		if got := values(tc.span.Attributes); !maps.Equal(got, tc.want) || tc.span.Status.GetCode() != tc.code {
			t.Errorf("%s: %v %v", tc.span.Name, got, tc.span.Status)
		}
	}
	if m := object.Status.Message; !strings.HasPrefix(m, "no row \uFFFD was understood; åå") || utf8.RuneCountInString(m) != 500 {
		t.Errorf("status %q", m)
	}
	if want := map[string]any{"service.name": "dubbelkrona", "service.version": "v1.2.3", "service.namespace": "tierp"}; !maps.Equal(c.resource, want) {
		t.Errorf("resource %v", c.resource)
	}
	if r := c.requests[0]; r.URL.Path != "/v1/traces" || r.Method != http.MethodPost || r.Header.Get("Authorization") != "Bearer "+secretValue ||
		r.Header.Get("Content-Type") != "application/x-protobuf" {
		t.Errorf("request %s %s %v", r.Method, r.URL, r.Header)
	}
	if host := hostname(t); bytes.Contains(c.raw, []byte(host)) || bytes.Contains(c.raw, []byte(secretValue)) {
		t.Error("the machine's name or the token is in the body")
	}
	if log.text() != "" {
		t.Error(log.text())
	}
}

var lostSpans = regexp.MustCompile(`spans=(\d+)`)

// lost adds up the lost spans that a log reports, and counts its lines.
func lost(t *testing.T, log string) (spans, lines int) {
	t.Helper()
	for _, match := range lostSpans.FindAllStringSubmatch(log, -1) {
		n, err := strconv.Atoi(match[1])
		if err != nil {
			t.Fatal(err)
		}
		spans, lines = spans+n, lines+1
	}
	return spans, lines
}

func TestRefusalsAreLoggedRarelyAndWithoutTheResponse(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Error(w, "you said "+r.Header.Get("Authorization"), http.StatusBadRequest)
	}))
	defer server.Close()
	var log logBuffer
	tracer := open(t, server.URL+"/custom/path?key="+secretValue, &log)
	for range 1500 { // three batches
		_, end := tracer.Span(t.Context(), "object")
		end(nil)
	}
	tracer.Close(t.Context())
	spans, lines := lost(t, log.text())
	if spans != 1500 || lines != 2 || strings.Contains(log.text(), secretValue) || strings.Contains(log.text(), "you said") || !strings.Contains(log.text(), "answers 400") {
		t.Errorf("%d spans in %d lines:\n%s", spans, lines, log.text())
	}
}

func TestCollectorThatHangsDelaysNothing(t *testing.T) {
	asked := make(chan struct{}, 10)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body) // needed to notice that the client has disconnected
		asked <- struct{}{}
		<-r.Context().Done()
	}))
	defer server.Close()
	var log logBuffer
	tracer := open(t, server.URL, &log)
	span := func() {
		_, end := tracer.Span(t.Context(), "object")
		end(nil)
	}
	for range 512 {
		span()
	}
	<-asked
	for range 10_000 { // more than the queue holds
		span()
	}
	// Close waits for the collector until its context ends.
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	tracer.Close(ctx)
	if ctx.Err() == nil {
		t.Error("Close did not wait until its context ended")
	}
	if spans, lines := lost(t, log.text()); spans < 512 || spans > 512+4096+512 || lines < 1 || lines > 2 {
		t.Errorf("%d spans in %d lines:\n%s", spans, lines, log.text())
	}
	if len(asked) > 0 {
		t.Errorf("%d more requests after Close", len(asked))
	}
	span() // must not panic after Close
}

func TestCollectorThatIsDownLosesTheSpans(t *testing.T) {
	server := httptest.NewServer(nil)
	address := server.URL
	server.Close()
	var log logBuffer
	tracer := open(t, address, &log)
	_, end := tracer.Span(t.Context(), "run")
	end(nil)
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // as when the daemon must stop at once
	tracer.Close(ctx)
	if spans, _ := lost(t, log.text()); spans != 1 {
		t.Errorf("%d spans:\n%s", spans, log.text())
	}
}

func TestRefusedAddresses(t *testing.T) {
	for _, address := range []string{"", "collector:4318", "http://collector.example.se/v1/traces", "https://" + secretValue + "@collector.example.se", "ftp://127.0.0.1/" + secretValue} {
		_, err := trace.Open(t.Context(), trace.Options{Endpoint: address})
		if dubbelkrona.KindOf(err) != dubbelkrona.Invalid || strings.Contains(fmt.Sprint(err), secretValue) {
			t.Errorf("%s: %v", address, err)
		}
	}
}
