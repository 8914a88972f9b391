package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/cenkalti/backoff/v5"

	"dubbelkrona"
)

// Into is where a body goes. Reset empties it, when a download begins anew.
type Into interface {
	io.Writer
	Reset() error
}

// Bytes makes a request whose answer is small enough to be held: at most limit
// bytes.
func (c *Client) Bytes(ctx context.Context, req Request, limit int64) ([]byte, *Response, error) {
	var body memory
	req.Policy.MaxBytes = limit
	resp, err := c.Download(ctx, req, &body)
	if err != nil {
		return nil, nil, err
	}
	return body.Bytes(), resp, nil
}

// Tell makes a request that says something, such as a webhook's: any answer of
// success will do, and what stands in it is not read.
func (c *Client) Tell(ctx context.Context, req Request) error {
	req.tells = true
	_, err := c.Download(ctx, req, new(memory))
	return err
}

// memory is a buffer as an Into.
type memory struct{ bytes.Buffer }

// Reset implements Into.
func (m *memory) Reset() error {
	m.Buffer.Reset()
	return nil
}

// Download makes a request and writes the whole body of its answer. After an
// error what is in into is of no use. The Response has status 2xx, or 304 to a
// conditional request, when nothing is written.
//
// Errors: Transient where all attempts failed for reasons that may pass;
// NotFound for 404 and 410; Invalid for what will be refused next time too,
// such as credentials, a certificate or an answer that is too long.
func (c *Client) Download(ctx context.Context, req Request, into Into) (*Response, error) {
	req.Policy = req.Policy.withDefaults()
	target, err := parse(req.URL)
	if err != nil {
		return nil, err
	}
	if len(req.Credentials) > 0 && target.Scheme != "https" && !Loopback(target.Hostname()) {
		return nil, dubbelkrona.Errorf(dubbelkrona.Invalid, "%s: credentials are sent by https alone, since anybody on the way could read them", shown(target))
	}
	for _, h := range []http.Header{req.Header, req.Credentials} {
		if err := checkHeader(h); err != nil {
			return nil, fmt.Errorf("%s: %w", shown(target), err)
		}
	}
	d := &download{client: c, req: req, host: target.Host, into: into, length: -1}
	pauses := backoff.NewExponentialBackOff()
	pauses.InitialInterval, pauses.MaxInterval = req.Policy.Pause, time.Minute
	for attempt := 1; ; attempt++ {
		resp, err := d.attempt(ctx)
		if err == nil {
			return resp, nil
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		err = fmt.Errorf("%s: %w", shown(target), err)
		if dubbelkrona.KindOf(err) != dubbelkrona.Transient || errors.As(err, new(*intoError)) || errors.Is(err, errLeaveAlone) || errors.Is(err, errDrips) {
			return nil, err
		}
		// A server that tells when to come again is obeyed to the second; the
		// others are not asked by all their clients at once.
		pause := d.asked
		if pause == 0 {
			pause = pauses.NextBackOff()
		}
		switch {
		case attempt >= req.Policy.Attempts:
			return nil, dubbelkrona.Errorf(dubbelkrona.Transient, "%w (attempt %d, the last)", err, attempt)
		case d.asked > req.Policy.Patience:
			return nil, dubbelkrona.Errorf(dubbelkrona.Transient, "%w; it asks to be left alone for %s, longer than is waited here", err, d.asked)
		}
		if err := c.options.Wait(ctx, pause); err != nil {
			return nil, err
		}
	}
}
