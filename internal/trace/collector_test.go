package trace_test

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"testing"
	"time"

	commonpb "go.opentelemetry.io/proto/otlp/common/v1"
	tracepb "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"

	"dubbelkrona/internal/fetch"
	"dubbelkrona/internal/secret"
	"dubbelkrona/internal/trace"
)

const secretValue = "s3cret-token"

// collector is a server of OTLP over HTTP that records the spans it gets.
type collector struct {
	*httptest.Server
	mu       sync.Mutex
	requests []*http.Request
	raw      []byte
	spans    []*tracepb.Span
	resource map[string]any
}

func newCollector(t *testing.T) *collector {
	c := &collector{}
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		// The protocol's ExportTraceServiceRequest has one field, number 1.
		if number, kind, _ := protowire.ConsumeTag(body); number != 1 || kind != protowire.BytesType {
			t.Errorf("the body begins with field %d of type %d", number, kind)
		}
		var data tracepb.TracesData
		if err := proto.Unmarshal(body, &data); err != nil {
			t.Error(err)
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		c.requests, c.raw = append(c.requests, r), append(c.raw, body...)
		for _, resource := range data.ResourceSpans {
			c.resource = values(resource.Resource.Attributes)
			for _, scope := range resource.ScopeSpans {
				c.spans = append(c.spans, scope.Spans...)
			}
		}
	}))
	t.Cleanup(c.Close)
	return c
}

// span returns the span with the given name, which must be the only one.
func (c *collector) span(t *testing.T, name string) *tracepb.Span {
	t.Helper()
	var found []*tracepb.Span
	for _, s := range c.spans {
		if s.Name == name {
			found = append(found, s)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d spans %s", len(found), name)
	}
	return found[0]
}

// values converts attributes to values of Go.
func values(attributes []*commonpb.KeyValue) map[string]any {
	all := make(map[string]any)
	for _, a := range attributes {
		switch v := a.Value.Value.(type) {
		case *commonpb.AnyValue_StringValue:
			all[a.Key] = v.StringValue
		case *commonpb.AnyValue_IntValue:
			all[a.Key] = v.IntValue
		case *commonpb.AnyValue_BoolValue:
			all[a.Key] = v.BoolValue
		default:
			all[a.Key] = fmt.Sprintf("%T", v)
		}
	}
	return all
}

// logBuffer takes log lines from several goroutines.
type logBuffer struct {
	mu sync.Mutex
	bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.Write(p)
}

func (l *logBuffer) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.String()
}

// open makes a tracer with a clock that advances a millisecond with each call.
func open(t *testing.T, endpoint string, log io.Writer) *trace.Tracer {
	t.Helper()
	var mu sync.Mutex
	moment := time.Date(2026, 11, 25, 1, 30, 0, 0, time.UTC)
	tracer, err := trace.Open(t.Context(), trace.Options{
		Endpoint: endpoint, Token: secret.NewValue(secretValue), Project: "tierp", Version: "v1.2.3", Web: fetch.New(fetch.Options{}),
		Now: func() time.Time {
			mu.Lock()
			defer mu.Unlock()
			moment = moment.Add(time.Millisecond)
			return moment
		},
		Log: slog.New(slog.NewTextHandler(log, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return tracer
}

// hostname is this machine's name.
func hostname(t *testing.T) string {
	t.Helper()
	name, err := os.Hostname()
	if err != nil || name == "" {
		t.Fatal(name, err)
	}
	return name
}
