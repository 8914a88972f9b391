package web

import (
	"net"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"

	"dubbelkrona/internal/fetch"
)

// guarded adds the security headers of every answer: it is not cached, unless a
// handler says otherwise, framed or sniffed, and a page loads nothing from elsewhere
// and has no script or style within it.
func guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Cache-Control", "no-store")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
		next.ServeHTTP(w, r)
	})
}

// checked refuses requests that none of the handlers is for: other methods than GET and
// HEAD, those with a body, long URLs, and paths that are not written in their plain form,
// such as /a/../b, /%61 and //a.
func (s *Server) checked(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			w.Header().Set("Allow", "GET, HEAD")
			w.Header().Set("Connection", "close") // its body is not read
			refuse(w, r, http.StatusMethodNotAllowed, "only GET and HEAD are answered")
		case r.ContentLength != 0 || len(r.TransferEncoding) > 0:
			w.Header().Set("Connection", "close")
			refuse(w, r, http.StatusRequestEntityTooLarge, "a request has no body")
		case len(r.RequestURI) > maxURL:
			refuse(w, r, http.StatusRequestURITooLong, "a URL has at most "+strconv.Itoa(maxURL)+" bytes")
		case !plain(r):
			refuse(w, r, http.StatusNotFound, "there is nothing at this path")
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// plain reports whether a request's path is written in its plain form.
func plain(r *http.Request) bool {
	p := r.URL.Path
	return p != "" && r.URL.EscapedPath() == p && path.Clean(p) == p
}

// local answers, if no token is required or host names are configured, only requests
// whose Host is a loopback name or among those: a foreign web page can let its own name
// resolve to 127.0.0.1 (DNS rebinding) and would otherwise read the answers.
func (s *Server) local(next http.Handler) http.Handler {
	if s.options.Tokens != nil && len(s.options.Hosts) == 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// What a proxy forwards does not take the place of the name that it asked for: a
		// web page on this machine can send the same header.
		for _, host := range []string{r.Host, s.client(r).host} {
			if name, _, err := net.SplitHostPort(host); err == nil {
				host = name
			}
			host = strings.ToLower(strings.Trim(host, "[]"))
			if !fetch.Loopback(host) && !slices.Contains(s.options.Hosts, host) {
				refuse(w, r, http.StatusMisdirectedRequest, "only requests to localhost, 127.0.0.1, [::1] and the names in serve.hosts are answered")
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// inTurn refuses requests beyond the number that are answered at a time.
func (s *Server) inTurn(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case s.turns <- struct{}{}:
			defer func() { <-s.turns }()
			next.ServeHTTP(w, r)
		default:
			busy(w, r)
		}
	})
}

// busy answers that too many requests are being answered.
func busy(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Retry-After", "5")
	refuse(w, r, http.StatusServiceUnavailable, "too many requests are being answered; try again in a few seconds")
}
