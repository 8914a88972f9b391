package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"dubbelkrona"
)

// download is the state of one call of Download.
type download struct {
	client *Client
	req    Request
	host   string
	into   Into

	written int64         // bytes of the body in into
	length  int64         // of the whole body, -1 if unknown
	tag     string        // strong ETag of the partial body, if the server supports ranges
	asked   time.Duration // Retry-After of the last response
}

// intoError is an error of the receiver of the bytes, not of the network.
type intoError struct{ error }

func (e *intoError) Unwrap() error { return e.error }

var (
	errSilent  = errors.New("the server stopped responding")
	errTooLong = errors.New("the answer took too long")
	errDrips   = errors.New("the server sends less than a kilobyte a minute")
)

// attempt sends the request once.
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
		return nil, network(ctx, err)
	}
	defer resp.Body.Close()
	if err := d.accept(resp, httpReq); err != nil {
		return nil, err
	}
	answer := &Response{Status: resp.StatusCode, Header: resp.Header, URL: resp.Request.URL.String()}
	if resp.StatusCode == http.StatusNotModified || d.req.tells {
		return answer, nil
	}
	if resp.StatusCode == http.StatusPartialContent {
		answer.Status = http.StatusOK // including the part received before
	}
	if dripped, err := d.body(resp, silence); dripped && errors.Is(context.Cause(ctx), errSilent) {
		return nil, dubbelkrona.Errorf(dubbelkrona.Transient, "%w", errDrips)
	} else if err != nil {
		return nil, network(ctx, err)
	}
	return answer, d.whole()
}

// request returns the request, with a Range if a part of the body was received
// before.
func (d *download) request(ctx context.Context) (*http.Request, error) {
	ctx = context.WithValue(ctx, credentialsKey{}, slices.Collect(maps.Keys(d.req.Credentials)))
	r, err := http.NewRequestWithContext(ctx, d.req.Method, d.req.URL, bytes.NewReader(d.req.Body))
	if err != nil {
		return nil, dubbelkrona.Invalidf("it is no address to ask")
	}
	r.Header.Set("User-Agent", d.client.options.Agent)
	for _, h := range []http.Header{d.req.Header, d.req.Credentials} {
		for name, values := range h {
			// Canonical names, so that redirects find them.
			r.Header[http.CanonicalHeaderKey(name)] = values
		}
	}
	if d.written > 0 && d.tag != "" {
		r.Header.Set("Range", fmt.Sprintf("bytes=%d-", d.written))
		r.Header.Set("If-Range", d.tag)
		return r, nil
	}
	return r, d.restart()
}

// restart discards the bytes received so far.
func (d *download) restart() error {
	d.written, d.length, d.tag = 0, -1, ""
	if err := d.into.Reset(); err != nil {
		return &intoError{err}
	}
	return nil
}

// accept checks the response's status and headers.
func (d *download) accept(resp *http.Response, req *http.Request) error {
	switch status := resp.StatusCode; {
	case d.req.tells && status >= 200 && status < 300:
		return nil
	case status == http.StatusPartialContent:
		return d.acceptRest(resp)
	case status == http.StatusRequestedRangeNotSatisfiable && d.written > 0:
		d.tag = ""
		return dubbelkrona.Errorf(dubbelkrona.Transient, "what it sends has become shorter while it was read")
	case status == http.StatusNotModified && (req.Header.Get("If-None-Match") != "" || req.Header.Get("If-Modified-Since") != ""):
		return d.restart()
	case status != http.StatusOK && status != http.StatusCreated && status != http.StatusNonAuthoritativeInfo:
		d.asked = retryAfter(resp.Header.Get("Retry-After"), d.client.options.Now())
		if status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable {
			d.client.leaveAlone(d.host, d.client.options.Now().Add(d.asked))
		}
		return refusal(status)
	}
	if d.written > 0 {
		if err := d.restart(); err != nil {
			return err
		}
	}
	return d.acceptWhole(resp)
}

// acceptWhole accepts a response with the whole body.
func (d *download) acceptWhole(resp *http.Response) error {
	d.length = resp.ContentLength
	// A body that net/http decompressed cannot be resumed at an offset.
	tag := resp.Header.Get("ETag")
	if !resp.Uncompressed && strings.HasPrefix(tag, `"`) && resp.Header.Get("Accept-Ranges") == "bytes" {
		d.tag = tag
	}
	if resp.ContentLength > d.req.Policy.MaxBytes {
		return d.tooLong()
	}
	// Without encryption, the end of the connection may be the end of the body
	// or an interruption.
	endless := resp.ContentLength < 0 && len(resp.TransferEncoding) == 0 && resp.ProtoMajor == 1
	if endless && resp.TLS == nil && !resp.Uncompressed && !d.req.Policy.Unmeasured {
		return dubbelkrona.Invalidf("the server does not tell how long its answer is, so that one cut off would look whole; ask it by https, or set unmeasured if half an answer does no harm")
	}
	return nil
}

// acceptRest accepts a response that continues the part received before.
func (d *download) acceptRest(resp *http.Response) error {
	first, length, ok := contentRange(resp.Header.Get("Content-Range"))
	tag := resp.Header.Get("ETag")
	if d.tag == "" || !ok || first != d.written || tag != "" && tag != d.tag || d.length >= 0 && length >= 0 && length != d.length {
		d.tag = ""
		return dubbelkrona.Errorf(dubbelkrona.Transient, "the server sent another range than the requested one")
	}
	d.length = max(d.length, length)
	return nil
}

// contentRange parses the header Content-Range of a single range: its first
// byte and the length of the whole, -1 if unknown.
func contentRange(value string) (first, length int64, ok bool) {
	unit, value, _ := strings.Cut(value, " ")
	span, whole, _ := strings.Cut(value, "/")
	from, _, ranged := strings.Cut(span, "-")
	first, err := strconv.ParseInt(from, 10, 64)
	if unit != "bytes" || !ranged || err != nil {
		return 0, 0, false
	}
	if whole == "*" {
		return first, -1, first >= 0
	}
	length, err = strconv.ParseInt(whole, 10, 64)
	return first, length, err == nil && length > first
}

func (d *download) tooLong() error {
	return dubbelkrona.Invalidf("the answer is longer than %d bytes, more than may be read", d.req.Policy.MaxBytes)
}

// minPerMinute is the min number of bytes of a body per minute.
const minPerMinute = 1 << 10

// body copies the response's body, and resets the silence timer whenever enough
// bytes have arrived. dripped reports that bytes arrived repeatedly, but not
// enough, since the last reset.
func (d *download) body(resp *http.Response, silence *time.Timer) (dripped bool, err error) {
	buffer := make([]byte, 64<<10)
	enough := int64(d.req.Policy.Silence.Minutes() * minPerMinute)
	for came, pieces := int64(0), 0; ; {
		n, err := resp.Body.Read(buffer)
		came, pieces = came+int64(n), pieces+1
		dripped := pieces > 3
		if came >= enough {
			silence.Reset(d.req.Policy.Silence)
			came, pieces = 0, 0
		}
		if d.written+int64(n) > d.req.Policy.MaxBytes {
			return false, d.tooLong()
		}
		if _, failed := d.into.Write(buffer[:n]); failed != nil {
			return false, &intoError{failed}
		}
		d.written += int64(n)
		if err == io.EOF {
			return false, nil
		}
		if err != nil {
			return dripped, err
		}
	}
}

// whole returns an error if bytes are missing: a server may send less than the
// requested range.
func (d *download) whole() error {
	if d.length >= 0 && d.written != d.length {
		return dubbelkrona.Errorf(dubbelkrona.Transient, "%d of %d bytes arrived", d.written, d.length)
	}
	return nil
}
