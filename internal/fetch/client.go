package fetch

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"dubbelkrona"
)

// Options are a Client's dependencies. The zero value uses the defaults.
type Options struct {
	// Agent is the User-Agent; default "dubbelkrona".
	Agent string
	// Now is the clock; default time.Now.
	Now func() time.Time
	// Wait pauses until d has passed or the context has ended, and returns the
	// context's error; default is a timer.
	Wait func(ctx context.Context, d time.Duration) error
	// Dial opens connections; default is a net.Dialer.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// Client sends requests. It is safe for concurrent use, and a program shares
// one.
type Client struct {
	options Options

	mu         sync.Mutex
	hosts      map[string]*host
	transports map[*x509.CertPool]*http.Client // by trusted authorities
}

// host is the state of a host.
type host struct {
	limiter *rate.Limiter
	resume  time.Time // no requests before this time, by its Retry-After
}

// New makes a client.
func New(o Options) *Client {
	o.Agent = cmp.Or(o.Agent, "dubbelkrona")
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Wait == nil {
		o.Wait = wait
	}
	if o.Dial == nil {
		o.Dial = (&net.Dialer{Timeout: 30 * time.Second, KeepAlive: 30 * time.Second}).DialContext
	}
	return &Client{options: o, hosts: make(map[string]*host), transports: make(map[*x509.CertPool]*http.Client)}
}

func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Close closes idle connections.
func (c *Client) Close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, t := range c.transports {
		t.CloseIdleConnections()
	}
}

// turn returns the time until a request to a host may be sent, by its rate
// limit and Retry-After. The strictest limit of all callers applies.
func (c *Client) turn(name string, p Policy, now time.Time) (time.Duration, *rate.Reservation) {
	c.mu.Lock()
	defer c.mu.Unlock()
	h, ok := c.hosts[name]
	if !ok {
		h = &host{limiter: rate.NewLimiter(rate.Limit(p.PerSecond), p.Burst)}
		c.hosts[name] = h
	}
	if rate.Limit(p.PerSecond) < h.limiter.Limit() {
		h.limiter.SetLimitAt(now, rate.Limit(p.PerSecond))
	}
	if p.Burst < h.limiter.Burst() {
		h.limiter.SetBurstAt(now, p.Burst)
	}
	r := h.limiter.ReserveN(now, 1)
	return max(r.DelayFrom(now), h.resume.Sub(now)), r
}

// leaveAlone delays all of the program's requests to a host until a time.
func (c *Client) leaveAlone(name string, until time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if h := c.hosts[name]; h != nil && until.After(h.resume) {
		h.resume = until
	}
}

var errLeaveAlone = errors.New("the server requested a pause (Retry-After)")

// pace waits until a request to the host may be sent.
func (c *Client) pace(ctx context.Context, name string, p Policy) error {
	now := c.options.Now()
	d, r := c.turn(name, p, now)
	switch {
	case d <= 0:
		return ctx.Err()
	case d > p.Patience:
		r.CancelAt(now)
		return dubbelkrona.Errorf(dubbelkrona.Transient, "%w of another %s, which is longer than the limit", errLeaveAlone, d.Round(time.Second))
	}
	if err := c.options.Wait(ctx, d); err != nil {
		r.CancelAt(c.options.Now())
		return err
	}
	return nil
}

// client returns the http.Client that trusts the given authorities in addition
// to the system's, or only the system's if roots is nil.
func (c *Client) client(roots *x509.CertPool) *http.Client {
	c.mu.Lock()
	defer c.mu.Unlock()
	// A long-lived program reads the same file into a new pool for each run.
	for known, h := range c.transports {
		if known == roots || known != nil && roots != nil && known.Equal(roots) {
			return h
		}
	}
	h := &http.Client{
		CheckRedirect: checkRedirect,
		Transport: &http.Transport{
			Proxy:               http.ProxyFromEnvironment,
			DialContext:         c.options.Dial,
			TLSClientConfig:     &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12},
			TLSHandshakeTimeout: 30 * time.Second,
			ForceAttemptHTTP2:   true,
			MaxIdleConnsPerHost: 2,
			IdleConnTimeout:     time.Minute,
			// Limits the memory for headers.
			MaxResponseHeaderBytes: 1 << 20,
		},
	}
	c.transports[roots] = h
	return h
}
