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

// Options are what a Tracer needs.
type Options struct {
	// Endpoint is the address that takes traces, https except on this machine;
	// one without a path gets /v1/traces, as the protocol has it.
	Endpoint string
	// Token is sent as a bearer token; the zero value is none.
	Token secret.Value
	// Project and Version name who speaks.
	Project, Version string
	Web              *fetch.Client
	Now              func() time.Time
	Log              *slog.Logger
}

const (
	// most is how many spans wait at most; what comes beyond them is lost.
	most = 4096
	// batch is how many are sent together at most, and pause how long one waits
	// for others.
	batch = 512
	pause = 5 * time.Second
	// patience bounds the sending of a batch, all attempts together.
	patience = 30 * time.Second
	// farewell is how long the end of the program waits for the collector.
	farewell = 5 * time.Second
	// longest is the length in characters of the longest text that is sent.
	longest = 500
)

// Tracer makes spans. It is safe for use from several goroutines.
type Tracer struct {
	provider *sdktrace.TracerProvider
	tracer   oteltrace.Tracer
	uploader *uploader
	now      func() time.Time
}

// Open makes a tracer. It asks the collector nothing: one that is down is no
// error. An address that may not be used is Invalid.
func Open(ctx context.Context, o Options) (*Tracer, error) {
	address, err := fetch.Endpoint(o.Endpoint, "/v1/traces")
	if err != nil {
		return nil, fmt.Errorf("traces: %w", err)
	}
	u := &uploader{web: o.Web, now: o.Now, log: o.Log, request: fetch.Request{
		Method: http.MethodPost, URL: address, Header: http.Header{"Content-Type": {"application/x-protobuf"}},
		Policy: fetch.Policy{Attempts: 3, Patience: patience, Silence: patience / 3, Total: patience / 3},
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
		sdktrace.WithBatcher(exporter, sdktrace.WithMaxQueueSize(most), sdktrace.WithMaxExportBatchSize(batch),
			sdktrace.WithBatchTimeout(pause), sdktrace.WithExportTimeout(patience)),
	)
	return &Tracer{provider: provider, tracer: provider.Tracer("dubbelkrona"), uploader: u, now: o.Now}, nil
}

// Close sends what waits, for a few seconds at most and while ctx lasts. The
// spans that end later are lost.
func (t *Tracer) Close(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, farewell)
	defer cancel()
	// The provider gives up nothing by itself: it is the uploads that fail at
	// once when the time is over, so that no goroutine is left behind.
	defer context.AfterFunc(ctx, t.uploader.stop)()
	if err := t.provider.Shutdown(context.WithoutCancel(ctx)); err != nil {
		t.uploader.log.Warn("traces: the last ones may be lost", "error", err)
	}
	t.uploader.stop()
	t.uploader.confess()
}
