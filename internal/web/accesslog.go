package web

import (
	"io"
	"net/http"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/identity"
)

// answered is a ResponseWriter that notes what the access log has.
type answered struct {
	http.ResponseWriter
	status int
	bytes  int64
	token  string // the name of the token
}

// Unwrap is for http.ResponseController.
func (a *answered) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// WriteHeader implements http.ResponseWriter.
func (a *answered) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (a *answered) Write(p []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	n, err := a.ResponseWriter.Write(p)
	a.bytes += int64(n)
	return n, err
}

// ReadFrom lets the kernel copy a file to the connection.
func (a *answered) ReadFrom(from io.Reader) (int64, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	n, err := io.Copy(a.ResponseWriter, from)
	a.bytes += n
	return n, err
}

// noteToken notes the name of the token of a request.
func noteToken(w http.ResponseWriter, name string) {
	if a, ok := w.(*answered); ok {
		a.token = name
	}
}

// shownPath is the max length of a path in the access log.
const shownPath = 200

// logged writes a line for every request: never the values of its query, nor its
// headers. An identity number in a path that does not
// exist is masked.
func (s *Server) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now() // the duration is measured by the machine's clock, whatever Options.Now is
		a := &answered{ResponseWriter: w}
		defer func() {
			path := r.URL.Path
			if a.status >= http.StatusBadRequest {
				path, _ = identity.Mask(path) // the path of an answer is one of ours
			}
			if len(path) > shownPath {
				path = path[:shownPath] + "…"
			}
			from := s.client(r)
			about := []any{"method", dubbelkrona.Printable(r.Method[:min(len(r.Method), 20)]), "path", dubbelkrona.Printable(path), "status", a.status, "bytes", a.bytes,
				"duration", time.Since(began).Round(time.Microsecond), "scheme", from.scheme}
			if a.token != "" {
				about = append(about, "token", a.token)
			}
			if s.options.Addresses {
				about = append(about, "address", from.address)
			}
			s.options.Log.Info("request", about...)
		}()
		next.ServeHTTP(a, r)
	})
}
