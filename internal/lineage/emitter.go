package lineage

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/fetch"
	"dubbelkrona/internal/secret"
)

// Options are the settings of an Emitter.
type Options struct {
	// URL is the server's URL, https unless on this machine; without a path,
	// /api/v1/lineage is added, as in OpenLineage's own clients.
	URL string
	// Token is sent as a bearer token; the zero value is none.
	Token secret.Value
	// Project and Version identify the sender.
	Project, Version string
	Web              *fetch.Client
	Log              *slog.Logger
}

const (
	// maxEvents is the maximum number of waiting events; further ones are lost.
	maxEvents = 256
	// attemptTimeout is the timeout of each attempt to send an event.
	attemptTimeout = 10 * time.Second
	attempts       = 4
	// closeTimeout is the timeout for sending the last events when the program
	// ends.
	closeTimeout = 5 * time.Second
)

// Emitter sends events. It is safe for concurrent use.
type Emitter struct {
	author  author
	web     *fetch.Client
	request fetch.Request // but for its body
	log     *slog.Logger
	// alive ends when nothing more is to be sent; done is closed when the
	// sender has stopped.
	alive context.Context
	stop  context.CancelFunc
	done  chan struct{}

	mu     sync.Mutex
	closed bool
	queue  chan message
}

// message is an event waiting to be sent.
type message struct {
	run, state string // for the log
	body       []byte
}

// Open makes an emitter without contacting the server. A URL that is not
// allowed is an Invalid error. The caller must call Close.
func Open(ctx context.Context, o Options) (*Emitter, error) {
	address, err := fetch.Endpoint(o.URL, "/api/v1/lineage")
	if err != nil {
		return nil, fmt.Errorf("lineage: %w", err)
	}
	e := &Emitter{author: author{o.Project, o.Version}, web: o.Web, log: o.Log, done: make(chan struct{}), queue: make(chan message, maxEvents),
		request: fetch.Request{Method: http.MethodPost, URL: address, Header: http.Header{"Content-Type": {"application/json"}},
			Policy: fetch.Policy{Attempts: attempts, Patience: attemptTimeout, Silence: attemptTimeout, Total: attemptTimeout}}}
	if token := o.Token.Expose(); token != "" {
		e.request.Credentials = http.Header{"Authorization": {"Bearer " + token}}
	}
	e.alive, e.stop = context.WithCancel(context.WithoutCancel(ctx))
	go e.send()
	return e, nil
}

// Tell queues an event about a run's state and returns immediately.
func (e *Emitter) Tell(r Run) {
	made := e.author.event(r)
	body, err := json.Marshal(made)
	if err == nil && !e.enqueue(message{r.ID, made.EventType, body}) {
		err = dubbelkrona.Errorf(dubbelkrona.Transient, "too many wait already, or the program ends")
	}
	if err != nil {
		e.lose(r.ID, made.EventType, err)
	}
}

func (e *Emitter) enqueue(m message) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return false
	}
	select {
	case e.queue <- m:
		return true
	default:
		return false
	}
}

// send sends queued events until the queue is closed.
func (e *Emitter) send() {
	defer close(e.done)
	left := 0
	for m := range e.queue {
		request := e.request
		request.Body = m.body
		err := e.web.Tell(e.alive, request)
		switch {
		case err != nil && e.alive.Err() != nil:
			left++
		case err != nil:
			e.lose(m.run, m.state, err)
		}
	}
	if left > 0 {
		e.log.Warn("lineage: the program ends before the last events could be sent", "events", left)
	}
}

func (e *Emitter) lose(run, state string, err error) {
	e.log.Warn("lineage: an event could not be sent and is lost; the work goes on", "run", run, "event", state, "error", err)
}

// Close sends the waiting events, for a few seconds at maxEvents and until ctx
// ends.
func (e *Emitter) Close(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, closeTimeout)
	defer cancel()
	defer context.AfterFunc(ctx, e.stop)()
	e.mu.Lock()
	if !e.closed {
		e.closed = true
		close(e.queue)
	}
	e.mu.Unlock()
	<-e.done
	e.stop()
}
