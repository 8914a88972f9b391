package fetch

import (
	"cmp"
	"crypto/x509"
	"net/http"
	"strings"
	"time"
)

// Request is an HTTP request.
type Request struct {
	// Method is the HTTP method; default GET. A request of any method may be
	// sent several times.
	Method string
	URL    string
	Header http.Header
	// Credentials are headers that are sent to the URL's host only.
	Credentials http.Header
	Body        []byte
	Policy      Policy

	tells bool
}

// Policy limits a request. Zero fields mean the default.
type Policy struct {
	// Attempts is the max number of tries; default 6.
	Attempts int
	// Pause is the approximate wait before the second attempt; default 1 s. It
	// grows by half from attempt to attempt, up to a minute.
	Pause time.Duration
	// Patience is the max Retry-After that is obeyed; default 10 min. A longer
	// one fails the request.
	Patience time.Duration
	// Silence is the max time without data, or with less than a kilobyte a
	// minute of a longer body; default 1 min.
	Silence time.Duration
	// Total is the max time of one attempt; default 1 h.
	Total time.Duration
	// MaxBytes is the max length of a body; default 16 GiB.
	MaxBytes int64
	// PerSecond is the max average number of requests a second to the host;
	// default 5. Burst is the max number of requests in immediate succession;
	// default 5.
	PerSecond float64
	Burst     int
	// Unmeasured accepts a response by plain HTTP that has no length and is not
	// chunked. A truncated one then looks complete.
	Unmeasured bool
	// Roots are the trusted authorities, if not the system's.
	Roots *x509.CertPool
}

func (p Policy) withDefaults() Policy {
	p.Attempts = cmp.Or(max(p.Attempts, 0), 6)
	p.Pause = cmp.Or(max(p.Pause, 0), time.Second)
	p.Patience = cmp.Or(max(p.Patience, 0), 10*time.Minute)
	p.Silence = cmp.Or(max(p.Silence, 0), time.Minute)
	p.Total = cmp.Or(max(p.Total, 0), time.Hour)
	p.MaxBytes = cmp.Or(max(p.MaxBytes, 0), 16<<30)
	p.PerSecond = cmp.Or(max(p.PerSecond, 0), 5)
	p.Burst = cmp.Or(max(p.Burst, 0), 5)
	return p
}

// Response is the response to a request, without its body.
type Response struct {
	Status int // 200 or, to a conditional request, 304
	Header http.Header
	URL    string // final address, after redirects
}

// Version returns the ETag, otherwise the Last-Modified of a response, for
// Conditional; empty if it has neither.
func (r *Response) Version() string {
	if tag := r.Header.Get("ETag"); tag != "" {
		return etagMark + tag
	}
	if modified := r.Header.Get("Last-Modified"); modified != "" {
		return modifiedMark + modified
	}
	return ""
}

const (
	etagMark     = "etag "
	modifiedMark = "modified "
)

// Conditional makes the request conditional on a version of Response.Version;
// the response's Status is 304 if the version has not changed. An empty version
// has no effect.
func (r *Request) Conditional(version string) {
	name, value := "", ""
	if tag, ok := strings.CutPrefix(version, etagMark); ok {
		name, value = "If-None-Match", tag
	} else if modified, ok := strings.CutPrefix(version, modifiedMark); ok {
		name, value = "If-Modified-Since", modified
	}
	if name == "" {
		return
	}
	r.Header = r.Header.Clone()
	if r.Header == nil {
		r.Header = make(http.Header)
	}
	r.Header.Set(name, value)
}
