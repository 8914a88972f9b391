// Package web serves the state of a project's daemon over HTTP: to people as a
// page, to monitoring as health, readiness and OpenMetrics. It keeps no state:
// each answer is made from a Status that is read for the request. Answers contain
// nothing about persons, and no request changes anything.
package web

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/fetch"
	"dubbelkrona/internal/secret"
)

// Reader reads the current status. It is called from several goroutines.
type Reader func(context.Context) (dubbelkrona.Status, error)

// Options are what a Server needs.
type Options struct {
	// Listen is the address, such as 127.0.0.1:8610.
	Listen string
	// Token is the bearer token that every path but /healthz requires. With the
	// zero value none is required, and Listen must be a loopback address.
	Token   secret.Value
	Read    Reader
	Version string // of the program
	// Beat is when the scheduler last looked for work; Late is how long ago that
	// may be before the daemon counts as unhealthy.
	Beat func() time.Time
	Late time.Duration
	Now  func() time.Time
	Log  *slog.Logger
}

// Server answers HTTP requests until it is closed.
type Server struct {
	options Options
	server  *http.Server
	// Address is the address that it listens on.
	Address net.Addr
}

// Open listens and answers until Close. An address that is not a loopback
// address, without a token, is an error of kind Invalid.
func Open(ctx context.Context, o Options) (*Server, error) {
	if host, _, err := net.SplitHostPort(o.Listen); o.Token.Expose() == "" && (err != nil || !fetch.Loopback(host)) {
		return nil, dubbelkrona.Invalidf("watch.listen: %s can be reached from other machines; set watch.token, or listen on 127.0.0.1", o.Listen)
	}
	o.Read = limited(o.Read)
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", o.Listen)
	if err != nil {
		return nil, dubbelkrona.Invalidf("watch.listen: %w", err)
	}
	s := &Server{options: o, Address: listener.Addr()}
	s.server = &http.Server{
		Handler:           s.handler(),
		ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: 30 * time.Second, IdleTimeout: time.Minute,
		MaxHeaderBytes: 16 << 10,
		ErrorLog:       slog.NewLogLogger(o.Log.Handler(), slog.LevelWarn),
	}
	go func() {
		if err := s.server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			o.Log.Error("the status server ended", "error", err)
		}
	}()
	return s, nil
}

// Close waits up to 3 s for answers under way, and then drops them.
func (s *Server) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	if err := s.server.Shutdown(ctx); err != nil {
		return fmt.Errorf("status server close: %w", errors.Join(err, s.server.Close()))
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

func (s *Server) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", s.health)
	mux.Handle("GET /readyz", s.authorized(http.HandlerFunc(s.ready)))
	mux.Handle("GET /metrics", s.authorized(s.metrics()))
	mux.Handle("GET /{$}", s.authorized(http.HandlerFunc(s.page)))
	return guarded(s.local(mux))
}

// local answers, if no token is required, only requests whose Host is a loopback
// name: a foreign web page can let its own name resolve to 127.0.0.1 (DNS
// rebinding) and would otherwise read the answers.
func (s *Server) local(next http.Handler) http.Handler {
	if s.options.Token.Expose() != "" {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if name, _, err := net.SplitHostPort(host); err == nil {
			host = name
		}
		if !fetch.Loopback(strings.Trim(host, "[]")) {
			http.Error(w, "without watch.token only requests to localhost, 127.0.0.1 and [::1] are answered; set watch.token to use another name", http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// guarded adds the security headers of every answer: it is not cached, framed or
// sniffed.
func guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Cache-Control", "no-store")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
		next.ServeHTTP(w, r)
	})
}

// authorized answers only requests with the token. Hashes are compared in constant
// time, so that timing reveals neither its length nor its beginning.
func (s *Server) authorized(next http.Handler) http.Handler {
	want := s.options.Token.Expose()
	if want == "" {
		return next
	}
	hash := sha256.Sum256([]byte(want))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		given, bearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		got := sha256.Sum256([]byte(given))
		if subtle.ConstantTimeCompare(got[:], hash[:]) != 1 || !bearer {
			w.Header().Set("WWW-Authenticate", "Bearer")
			http.Error(w, "a bearer token is required", http.StatusUnauthorized)
			return
		}
		next.ServeHTTP(w, r)
	})
}
