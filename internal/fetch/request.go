package fetch

import (
	"crypto/x509"
	"net/http"
	"strings"
	"time"
)

// Request is what is asked for.
type Request struct {
	// Method is GET where it is empty. A request of any method may be sent
	// several times.
	Method string
	URL    string
	Header http.Header
	// Credentials are headers that no other host than the URL's gets to see.
	Credentials http.Header
	Body        []byte
	Policy      Policy

	tells bool
}

// Policy bounds a request. A field that is 0 has its default.
type Policy struct {
	// Attempts is how often a request is made at most; default 6.
	Attempts int
	// Pause is about how long is waited before the second attempt; default 1 s.
	// It grows by half from attempt to attempt, up to a minute.
	Pause time.Duration
	// Patience is the longest wait that a server may ask for with Retry-After;
	// default 10 min. One that asks for more has failed for now.
	Patience time.Duration
	// Silence is how long a server may send nothing, or of a longer body less
	// than at a kilobyte a minute; default 1 min.
	Silence time.Duration
	// Total is how long one attempt may take as a whole; default 1 h.
	Total time.Duration
	// MaxBytes is the length of the longest body; default 16 GiB.
	MaxBytes int64
	// PerSecond is how many requests a second the host gets at most, on average;
	// default 5. Burst is how many may follow each other at once; default 5.
	PerSecond float64
	Burst     int
	// Unmeasured accepts an answer by plain HTTP that neither has a length nor
	// comes in chunks. One that was cut off then looks whole.
	Unmeasured bool
	// Roots are the authorities trusted, where they are not the system's.
	Roots *x509.CertPool
}

func (p Policy) withDefaults() Policy {
	def := func(v *time.Duration, d time.Duration) {
		if *v <= 0 {
			*v = d
		}
	}
	def(&p.Pause, time.Second)
	def(&p.Patience, 10*time.Minute)
	def(&p.Silence, time.Minute)
	def(&p.Total, time.Hour)
	if p.Attempts <= 0 {
		p.Attempts = 6
	}
	if p.MaxBytes <= 0 {
		p.MaxBytes = 16 << 30
	}
	if p.PerSecond <= 0 {
		p.PerSecond = 5
	}
	if p.Burst <= 0 {
		p.Burst = 5
	}
	return p
}

// Response is the answer to a request, its body apart.
type Response struct {
	Status int // 200 or, to a conditional request, 304
	Header http.Header
	URL    string // where it came from, after redirects
}

// Version is the server's mark of what it sent, for Conditional: its ETag, or
// else its Last-Modified; empty where it gave neither.
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

// Conditional makes the request one for anything but the version with a mark
// that Response.Version gave; the answer's Status is then 304 where there is
// nothing else. An empty mark changes nothing.
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
