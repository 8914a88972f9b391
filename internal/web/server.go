// Package web serves a project over HTTP: the page and the data of its publication,
// its state to people as a page, and to monitoring as health, readiness and
// OpenMetrics. It keeps no state: what is published are the files of a bundle and the
// kept released snapshots, and the state is read for each request. Answers contain
// nothing about persons but what was released, and no request changes anything.
package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/bundle"
	"dubbelkrona/internal/fetch"
	"dubbelkrona/internal/token"

	"golang.org/x/net/netutil"
)

// Reader reads the current status. It is called from several goroutines.
type Reader func(context.Context) (dubbelkrona.Status, error)

// Options are what a Server needs.
type Options struct {
	// Listen is the address, such as 127.0.0.1:8610, and Setting its name in the
	// configuration.
	Listen, Setting string
	// Tokens returns the tokens that are accepted, one of which every path but
	// /healthz requires. If it is nil none is required, and Listen must be a
	// loopback address.
	Tokens func() ([]token.Entry, error)
	// Proxies are the addresses of reverse proxies, of which X-Forwarded-For, -Proto
	// and -Host are believed.
	Proxies []netip.Prefix
	// Hosts are further host names that requests may have. If no token is required,
	// or if there are any, other names than these and loopback ones are refused.
	Hosts []string
	// Addresses is set if the access log has the addresses of clients.
	Addresses bool
	Read      Reader
	// Files are the files of the publication.
	Files *bundle.Reader
	// Snapshots is the folder of the kept released snapshots.
	Snapshots string
	Version   string // of the program
	// Beat is when the scheduler last looked for work, nil if there is no scheduler;
	// Late is how long ago that may be before the daemon counts as unhealthy.
	Beat   func() time.Time
	Late   time.Duration
	Now    func() time.Time
	Log    *slog.Logger
	Limits Limits
}

// Limits bound what requests take. A zero value is the default.
type Limits struct {
	Header      time.Duration // until the header has been read; 5 s
	Write       time.Duration // for an answer, besides the time for its bytes; 30 s
	Idle        time.Duration // between requests on a connection; 1 min
	Connections int           // at a time; 256
	Requests    int           // at a time; 64
	Downloads   int           // of snapshots at a time; 8
	Rate        int64         // bytes a second that a client must take on average; 64 KiB
}

func (l Limits) withDefaults() Limits {
	duration := func(d *time.Duration, otherwise time.Duration) {
		if *d == 0 {
			*d = otherwise
		}
	}
	number := func(n *int, otherwise int) {
		if *n == 0 {
			*n = otherwise
		}
	}
	duration(&l.Header, 5*time.Second)
	duration(&l.Write, 30*time.Second)
	duration(&l.Idle, time.Minute)
	number(&l.Connections, 256)
	number(&l.Requests, 64)
	number(&l.Downloads, 8)
	if l.Rate == 0 {
		l.Rate = 64 << 10
	}
	return l
}

// The max bytes of a request's header and of its URL.
const (
	maxHeader = 16 << 10
	maxURL    = 2 << 10
)

// Server answers HTTP requests until it is closed.
type Server struct {
	options Options
	server  *http.Server
	// turns and downloads have an element for each answer under way.
	turns, downloads chan struct{}
	failures         *failures
	// Address is the address that it listens on.
	Address net.Addr
}

// Open listens and answers until Close. An address that is not a loopback
// address, without a token, is an error of kind Invalid.
func Open(ctx context.Context, o Options) (*Server, error) {
	if host, _, err := net.SplitHostPort(o.Listen); o.Tokens == nil && (err != nil || !fetch.Loopback(host)) {
		return nil, dubbelkrona.Invalidf("%s: %s can be reached from other machines; set serve.tokens or watch.token, or listen on 127.0.0.1", o.Setting, o.Listen)
	}
	if o.Tokens != nil {
		if _, err := o.Tokens(); err != nil {
			return nil, err
		}
	}
	o.Read, o.Limits = limited(o.Read), o.Limits.withDefaults()
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", o.Listen)
	if err != nil {
		return nil, dubbelkrona.Invalidf("%s: %w", o.Setting, err)
	}
	s := &Server{options: o, Address: listener.Addr(), turns: make(chan struct{}, o.Limits.Requests), downloads: make(chan struct{}, o.Limits.Downloads),
		failures: newFailures(o.Now)}
	s.server = &http.Server{
		Handler:           s.handler(),
		ReadHeaderTimeout: o.Limits.Header, ReadTimeout: 2 * o.Limits.Header, WriteTimeout: o.Limits.Write, IdleTimeout: o.Limits.Idle,
		MaxHeaderBytes: maxHeader, DisableGeneralOptionsHandler: true, // OPTIONS * is refused as all OPTIONS
		ErrorLog: slog.NewLogLogger(o.Log.Handler(), slog.LevelWarn),
	}
	go func() {
		if err := s.server.Serve(netutil.LimitListener(listener, o.Limits.Connections)); !errors.Is(err, http.ErrServerClosed) {
			o.Log.Error("the HTTP server ended", "error", err)
		}
	}()
	return s, nil
}

// Close waits up to 3 s for answers under way, and then drops them.
func (s *Server) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	if err := s.server.Shutdown(ctx); err != nil {
		return fmt.Errorf("HTTP server close: %w", errors.Join(err, s.server.Close()))
	}
	return nil
}

// maxReaders is how many answers read the state at a time. Each opens the ledger,
// and SQLite keeps what it has opened for as long as the daemon has it open.
const maxReaders = 2

// limited is a Reader of which at most maxReaders calls run at a time; the others
// wait.
func limited(read Reader) Reader {
	turn := make(chan struct{}, maxReaders)
	return func(ctx context.Context) (dubbelkrona.Status, error) {
		select {
		case turn <- struct{}{}:
		case <-ctx.Done():
			return dubbelkrona.Status{}, ctx.Err()
		}
		defer func() { <-turn }()
		return read(ctx)
	}
}

// handler answers requests: each is logged, checked and only then routed.
func (s *Server) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/healthz", s.health)
	mux.Handle("/readyz", s.authorized(http.HandlerFunc(s.ready)))
	mux.Handle("/metrics", s.authorized(s.metrics()))
	mux.Handle("/status", s.authorized(http.HandlerFunc(s.status)))
	mux.Handle("/assets/status.css", s.authorized(http.HandlerFunc(s.style)))
	mux.Handle("/snapshot", s.authorized(http.HandlerFunc(s.newest)))
	mux.Handle("/snapshot/{name}", s.authorized(http.HandlerFunc(s.snapshot)))
	mux.Handle("/", s.authorized(http.HandlerFunc(s.file)))
	return s.logged(guarded(s.checked(s.local(s.inTurn(mux)))))
}
