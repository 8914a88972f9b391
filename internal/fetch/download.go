package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
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
	d := &download{client: c, req: req, host: target.Host, into: into}
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
		if dubbelkrona.KindOf(err) != dubbelkrona.Transient || errors.As(err, new(*intoError)) {
			return nil, err
		}
		pause := max(pauses.NextBackOff(), d.asked)
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

// download is one call of Download.
type download struct {
	client *Client
	req    Request
	host   string
	into   Into

	written int64         // bytes of the body in into
	tag     string        // strong ETag of what they are the beginning of, where the server can go on
	asked   time.Duration // Retry-After of the last answer
}

// intoError is a failure of the receiver of the bytes, not of the network.
type intoError struct{ error }

func (e *intoError) Unwrap() error { return e.error }

func (d *download) attempt(ctx context.Context) (*Response, error) {
	d.asked = 0
	if err := d.client.pace(ctx, d.host, d.req.Policy); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, d.req.Policy.Total, errTooLong)
	defer cancel()
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	silence := time.AfterFunc(d.req.Policy.Silence, func() { stop(errSilent) })
	defer silence.Stop()
	httpReq, err := d.request(ctx)
	if err != nil {
		return nil, err
	}
	resp, err := d.client.client(d.req.Policy.Roots).Do(httpReq)
	if err != nil {
		return nil, d.network(ctx, err)
	}
	defer resp.Body.Close()
	if err := d.accept(resp); err != nil {
		return nil, err
	}
	answer := &Response{Status: resp.StatusCode, Header: resp.Header, URL: resp.Request.URL.String()}
	if resp.StatusCode == http.StatusNotModified {
		return answer, nil
	}
	if err := d.body(resp, silence); err != nil {
		return nil, d.network(ctx, err)
	}
	return answer, nil
}

var (
	errSilent  = errors.New("the server fell silent")
	errTooLong = errors.New("the answer took too long")
)

func (d *download) request(ctx context.Context) (*http.Request, error) {
	var names []string
	for name := range d.req.Credentials {
		names = append(names, name)
	}
	ctx = context.WithValue(ctx, credentialsKey{}, names)
	method := d.req.Method
	if method == "" {
		method = http.MethodGet
	}
	r, err := http.NewRequestWithContext(ctx, method, d.req.URL, bytes.NewReader(d.req.Body))
	if err != nil {
		return nil, dubbelkrona.Errorf(dubbelkrona.Invalid, "it is no address to ask")
	}
	r.Header.Set("User-Agent", d.client.options.Agent)
	for _, h := range []http.Header{d.req.Header, d.req.Credentials} {
		for name, values := range h {
			r.Header[name] = values
		}
	}
	if d.written > 0 && d.tag != "" {
		r.Header.Set("Range", fmt.Sprintf("bytes=%d-", d.written))
		r.Header.Set("If-Range", d.tag)
		return r, nil
	}
	return r, d.restart()
}

// restart empties what was written.
func (d *download) restart() error {
	d.written, d.tag = 0, ""
	if err := d.into.Reset(); err != nil {
		return &intoError{err}
	}
	return nil
}

// accept decides by status and headers what the answer is.
func (d *download) accept(resp *http.Response) error {
	switch resp.StatusCode {
	case http.StatusPartialContent:
		if d.written == 0 || !strings.HasPrefix(resp.Header.Get("Content-Range"), fmt.Sprintf("bytes %d-", d.written)) {
			d.tag = ""
			return dubbelkrona.Errorf(dubbelkrona.Transient, "the server sent another part than it was asked for")
		}
		return nil
	case http.StatusNotModified:
		return nil
	}
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		d.asked = retryAfter(resp.Header.Get("Retry-After"), d.client.options.Now())
		return refusal(resp.StatusCode)
	}
	if d.written > 0 {
		if err := d.restart(); err != nil {
			return err
		}
	}
	// What net/http unpacked on the way cannot be continued at a position.
	tag := resp.Header.Get("ETag")
	if !resp.Uncompressed && strings.HasPrefix(tag, `"`) && resp.Header.Get("Accept-Ranges") == "bytes" {
		d.tag = tag
	}
	if resp.ContentLength > d.req.Policy.MaxBytes {
		return d.tooLong()
	}
	return nil
}

func (d *download) tooLong() error {
	return dubbelkrona.Errorf(dubbelkrona.Invalid, "the answer is longer than %d bytes, more than may be read", d.req.Policy.MaxBytes)
}

// body copies the answer's body, pushing the moment off at which the server
// counts as silent.
func (d *download) body(resp *http.Response, silence *time.Timer) error {
	buffer := make([]byte, 64<<10)
	for {
		n, err := resp.Body.Read(buffer)
		silence.Reset(d.req.Policy.Silence)
		if d.written+int64(n) > d.req.Policy.MaxBytes {
			return d.tooLong()
		}
		if _, failed := d.into.Write(buffer[:n]); failed != nil {
			return &intoError{failed}
		}
		d.written += int64(n)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
