package trace

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	oteltrace "go.opentelemetry.io/otel/trace"

	"dubbelkrona/internal/fetch"
	"dubbelkrona/internal/secret"
)

// Options are the settings of a Tracer.
type Options struct {
	// Endpoint is the URL of the collector, https unless on this machine;
	// without a path, /v1/traces is added, as the protocol specifies.
	Endpoint string
	// Token is sent as a bearer token; the zero value is none.
	Token secret.Value
	// Project and Version identify the sender.
	Project, Version string
	Web              *fetch.Client
	Now              func() time.Time
	Log              *slog.Logger
}

const (
	// maxSpans is the maximum number of waiting spans; further ones are lost.
	maxSpans = 4096
	// batch is the maximum number of spans per request, and pause the maximum
	// time that a span waits for others.
	batch = 512
	pause = 5 * time.Second
	// sendTimeout is the timeout for sending a batch, including retries.
	sendTimeout = 30 * time.Second
	// closeTimeout is the timeout for sending the last spans when the program
	// ends.
	closeTimeout = 5 * time.Second
	// maxText is the maximum length of a text in characters.
	maxText = 500
)

// Tracer makes spans. It is safe for concurrent use.
type Tracer struct {
	provider *sdktrace.TracerProvider
	tracer   oteltrace.Tracer
	uploader *uploader
	now      func() time.Time
}

// Open makes a tracer without contacting the collector. A URL that is not
// allowed is an Invalid error. The caller must call Close.
func Open(ctx context.Context, o Options) (*Tracer, error) {
	address, err := fetch.Endpoint(o.Endpoint, "/v1/traces")
	if err != nil {
		return nil, fmt.Errorf("traces: %w", err)
	}
	u := &uploader{web: o.Web, now: o.Now, log: o.Log, request: fetch.Request{
		Method: http.MethodPost, URL: address, Header: http.Header{"Content-Type": {"application/x-protobuf"}},
		Policy: fetch.Policy{Attempts: 3, Patience: sendTimeout, Silence: sendTimeout / 3, Total: sendTimeout / 3},
	}}
	if token := o.Token.Expose(); token != "" {
		u.request.Credentials = http.Header{"Authorization": {"Bearer " + token}}
	}
	u.alive, u.stop = context.WithCancel(context.WithoutCancel(ctx))
	exporter, err := otlptrace.New(ctx, u)
	if err != nil {
		return nil, fmt.Errorf("traces: %w", err)
	}
	provider := sdktrace.NewTracerProvider(
		sdktrace.WithSampler(sdktrace.AlwaysSample()),
		sdktrace.WithResource(resource.NewSchemaless(
			attribute.String("service.name", "dubbelkrona"), attribute.String("service.version", o.Version),
			attribute.String("service.namespace", o.Project),
		)),
		sdktrace.WithBatcher(exporter, sdktrace.WithMaxQueueSize(maxSpans), sdktrace.WithMaxExportBatchSize(batch),
			sdktrace.WithBatchTimeout(pause), sdktrace.WithExportTimeout(sendTimeout)),
	)
	return &Tracer{provider: provider, tracer: provider.Tracer("dubbelkrona"), uploader: u, now: o.Now}, nil
}

// Close sends the waiting spans, for a few seconds at maxSpans and until ctx ends.
// Spans that end later are lost.
func (t *Tracer) Close(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, closeTimeout)
	defer cancel()
	// The provider does not stop by itself: uploads fail at once when the time
	// is over, so that no goroutine is left.
	defer context.AfterFunc(ctx, t.uploader.stop)()
	if err := t.provider.Shutdown(context.WithoutCancel(ctx)); err != nil {
		t.uploader.log.Warn("traces: the last ones may be lost", "error", err)
	}
	t.uploader.stop()
	t.uploader.logLost()
}
