package trace

import (
	"context"
	"log/slog"
	"sync"
	"time"

	tracepb "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"

	"dubbelkrona/internal/fetch"
)

// complainEvery is the minimum time between log messages about lost spans.
const complainEvery = 15 * time.Minute

// uploader sends batches of spans. It implements otlptrace.Client.
type uploader struct {
	web     *fetch.Client
	request fetch.Request // but for its body
	now     func() time.Time
	log     *slog.Logger
	// alive ends when nothing more is to be sent.
	alive context.Context
	stop  context.CancelFunc

	mu         sync.Mutex
	lost       int // that the log does not know of
	why        error
	complained time.Time
}

// Start implements otlptrace.Client.
func (u *uploader) Start(context.Context) error { return nil }

// Stop implements otlptrace.Client.
func (u *uploader) Stop(context.Context) error { return nil }

// UploadTraces implements otlptrace.Client. It logs failures and returns nil,
// because the SDK would pass errors to a process-wide handler.
func (u *uploader) UploadTraces(ctx context.Context, spans []*tracepb.ResourceSpans) error {
	if err := u.alive.Err(); err != nil {
		u.lose(count(spans), err)
		return nil
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(u.alive, cancel)()
	// Its encoding equals that of ExportTraceServiceRequest, whose package
	// depends on gRPC.
	body, err := proto.Marshal(&tracepb.TracesData{ResourceSpans: spans})
	if err == nil {
		request := u.request
		request.Body = body
		err = u.web.Tell(ctx, request)
	}
	if err != nil {
		u.lose(count(spans), err)
	}
	return nil
}

func count(spans []*tracepb.ResourceSpans) (n int) {
	for _, resource := range spans {
		for _, scope := range resource.ScopeSpans {
			n += len(scope.Spans)
		}
	}
	return n
}

// lose counts lost spans and logs them, unless it did so recently.
func (u *uploader) lose(spans int, err error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.lost, u.why = u.lost+spans, err
	if now := u.now(); u.complained.IsZero() || now.Sub(u.complained) >= complainEvery {
		u.complained = now
		u.complain()
	}
}

// logLost logs the spans lost since the last log message.
func (u *uploader) logLost() {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.lost > 0 {
		u.complain()
	}
}

func (u *uploader) complain() {
	u.log.Warn("traces could not be sent and are lost; the work goes on", "spans", u.lost, "error", u.why)
	u.lost = 0
}
