package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Options are what a Client needs from its surroundings. The zero value works.
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

// Client makes requests. It is safe for use from several goroutines, and one
// serves a whole program.
type Client struct {
	options Options

	mu         sync.Mutex
	limiters   map[string]*rate.Limiter        // by host
	transports map[*x509.CertPool]*http.Client // by the authorities they trust
}

// New makes a client.
func New(o Options) *Client {
	if o.Agent == "" {
		o.Agent = "dubbelkrona"
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Wait == nil {
		o.Wait = wait
	}
	if o.Dial == nil {
		o.Dial = (&net.Dialer{Timeout: 30 * time.Second, KeepAlive: 30 * time.Second}).DialContext
	}
	return &Client{options: o, limiters: make(map[string]*rate.Limiter), transports: make(map[*x509.CertPool]*http.Client)}
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

// Close gives up idle connections.
func (c *Client) Close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, t := range c.transports {
		t.CloseIdleConnections()
	}
}

// limiter is the host's; the strictest rate that anybody asked for holds.
func (c *Client) limiter(host string, perSecond float64, burst int) *rate.Limiter {
	c.mu.Lock()
	defer c.mu.Unlock()
	l, ok := c.limiters[host]
	if !ok {
		l = rate.NewLimiter(rate.Limit(perSecond), burst)
		c.limiters[host] = l
	}
	if rate.Limit(perSecond) < l.Limit() {
		l.SetLimit(rate.Limit(perSecond))
	}
	if burst < l.Burst() {
		l.SetBurst(burst)
	}
	return l
}

// pace waits for the host's turn.
func (c *Client) pace(ctx context.Context, host string, p Policy) error {
	now := c.options.Now()
	r := c.limiter(host, p.PerSecond, p.Burst).ReserveN(now, 1)
	d := r.DelayFrom(now)
	if d <= 0 {
		return ctx.Err()
	}
	if err := c.options.Wait(ctx, d); err != nil {
		r.CancelAt(c.options.Now())
		return err
	}
	return nil
}

// client is the http.Client that trusts the given authorities beside the
// system's, or the system's alone for nil.
func (c *Client) client(roots *x509.CertPool) *http.Client {
	c.mu.Lock()
	defer c.mu.Unlock()
	h, ok := c.transports[roots]
	if !ok {
		h = &http.Client{
			CheckRedirect: checkRedirect,
			Transport: &http.Transport{
				Proxy:               http.ProxyFromEnvironment,
				DialContext:         c.options.Dial,
				TLSClientConfig:     &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12},
				TLSHandshakeTimeout: 30 * time.Second,
				ForceAttemptHTTP2:   true,
				MaxIdleConnsPerHost: 2,
				IdleConnTimeout:     time.Minute,
				// A server may not make us hold endless headers.
				MaxResponseHeaderBytes: 1 << 20,
			},
		}
		c.transports[roots] = h
	}
	return h
}
