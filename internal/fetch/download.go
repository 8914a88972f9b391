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

// Into receives a body. Reset discards what was written, when a download starts
// again.
type Into interface {
	io.Writer
	Reset() error
}

// Bytes sends a request and returns the response's body of at most limit bytes.
func (c *Client) Bytes(ctx context.Context, req Request, limit int64) ([]byte, *Response, error) {
	var body memory
	req.Policy.MaxBytes = limit
	resp, err := c.Download(ctx, req, &body)
	if err != nil {
		return nil, nil, err
	}
	return body.Bytes(), resp, nil
}

// Tell sends a request that delivers a message, such as to a webhook: any
// successful response is accepted and its body is ignored.
func (c *Client) Tell(ctx context.Context, req Request) error {
	req.tells = true
	_, err := c.Download(ctx, req, new(memory))
	return err
}

// memory is an Into in memory.
type memory struct{ bytes.Buffer }

// Reset implements Into.
func (m *memory) Reset() error {
	m.Buffer.Reset()
	return nil
}

// Download sends a request and writes the whole body of its response. After an
// error the content of into must be discarded. The Response has a status of
// 2xx, or 304 to a conditional request, when nothing is written.
//
// Errors: Transient if all attempts failed for transient reasons; NotFound for
// 404 and 410; Invalid for what would fail again, such as credentials, a
// certificate or a response that is too long.
func (c *Client) Download(ctx context.Context, req Request, into Into) (*Response, error) {
	req.Policy = req.Policy.withDefaults()
	target, err := parse(req.URL)
	if err != nil {
		return nil, err
	}
	if len(req.Credentials) > 0 && target.Scheme != "https" && !Loopback(target.Hostname()) {
		return nil, dubbelkrona.Invalidf("%s: credentials require https, since they would be readable on the network", shown(target))
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
		// Retry-After is obeyed exactly; other pauses have jitter, so that not
		// all clients retry at once.
		pause := d.asked
		if pause == 0 {
			pause = pauses.NextBackOff()
		}
		switch {
		case attempt >= req.Policy.Attempts:
			return nil, dubbelkrona.Errorf(dubbelkrona.Transient, "%w (attempt %d, the last)", err, attempt)
		case d.asked > req.Policy.Patience:
			return nil, dubbelkrona.Errorf(dubbelkrona.Transient, "%w; its Retry-After of %s is longer than the limit", err, d.asked)
		}
		if err := c.options.Wait(ctx, pause); err != nil {
			return nil, err
		}
	}
}
