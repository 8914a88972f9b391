package web

import (
	"net/http"
	"strings"
	"time"

	"dubbelkrona/internal/token"

	"golang.org/x/time/rate"
)

// authorized answers only requests with a token that is accepted: as a bearer token,
// or, for browsers, as the password of HTTP Basic with any user name.
func (s *Server) authorized(next http.Handler) http.Handler {
	if s.options.Tokens == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		entries, err := s.options.Tokens()
		if err != nil {
			s.options.Log.Error("the tokens cannot be read", "error", err)
			refuse(w, r, http.StatusServiceUnavailable, "the tokens cannot be read; the log says why")
			return
		}
		given, sent := given(r)
		name, ok := token.Match(entries, given)
		if !ok || !sent {
			s.unauthorized(w, r, sent)
			return
		}
		noteToken(w, name)
		next.ServeHTTP(w, r)
	})
}

// given returns the token of a request, and whether it has one.
func given(r *http.Request) (token string, sent bool) {
	if _, password, ok := r.BasicAuth(); ok {
		return password, true
	}
	scheme, rest, ok := strings.Cut(r.Header.Get("Authorization"), " ")
	return rest, ok && strings.EqualFold(scheme, "Bearer")
}

// unauthorized refuses a request without an accepted token, and those with a wrong one
// beyond a rate as too many.
func (s *Server) unauthorized(w http.ResponseWriter, r *http.Request, sent bool) {
	if sent && !s.failures.allow() {
		w.Header().Set("Retry-After", "60")
		refuse(w, r, http.StatusTooManyRequests, "too many wrong tokens were sent; try again in a minute")
		return
	}
	w.Header().Add("WWW-Authenticate", `Bearer realm="dubbelkrona"`)
	w.Header().Add("WWW-Authenticate", `Basic realm="dubbelkrona", charset="UTF-8"`)
	refuse(w, r, http.StatusUnauthorized, "a token is required: as a bearer token, or as the password with any user name")
}

// failures counts the wrong tokens of all clients together, since addresses are cheap.
// Right tokens are never refused for them.
type failures struct {
	limiter *rate.Limiter
	now     func() time.Time
}

// newFailures allows a burst of 30 wrong tokens, and then one every 2 s.
func newFailures(now func() time.Time) *failures {
	return &failures{rate.NewLimiter(rate.Every(2*time.Second), 30), now}
}

func (f *failures) allow() bool { return f.limiter.AllowN(f.now(), 1) }
