package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"math"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"

	"dubbelkrona"
)

// parse parses and validates an address.
func parse(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil, dubbelkrona.Invalidf("an address must begin with https:// or http:// and a host")
	}
	if u.User != nil {
		return nil, dubbelkrona.Invalidf("%s: an address must not contain user and password; set them as secrets", shown(u))
	}
	return u, nil
}

// Check validates an address without sending a request.
func Check(address string) error {
	_, err := parse(address)
	return err
}

// CheckPrivate is Check for confidential content: it requires https or this
// machine.
func CheckPrivate(address string) error {
	_, err := Endpoint(address, "")
	return err
}

// Endpoint returns the address of a service that receives confidential content
// (CheckPrivate), with path added if it has none.
func Endpoint(address, path string) (string, error) {
	u, err := parse(address)
	if err != nil {
		return "", err
	}
	if u.Scheme != "https" && !Loopback(u.Hostname()) {
		return "", dubbelkrona.Invalidf("%s: https is required, except to this machine", shown(u))
	}
	if u.Path == "" || u.Path == "/" {
		u.Path = path
	}
	return u.String(), nil
}

// checkHeader returns an error for headers that cannot be sent, such as a
// secret with a line end in it. The error has no value.
func checkHeader(h http.Header) error {
	for name, values := range h {
		if name == "" || strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("\"(),/:;<=>?@[\\]{}", r) }) {
			return dubbelkrona.Invalidf("the name of a header has letters, digits and hyphens only")
		}
		for _, value := range values {
			if strings.ContainsFunc(value, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }) {
				return dubbelkrona.Invalidf("the header %s has a line end or another control character in its value", name)
			}
		}
	}
	return nil
}

// shown returns an address without its parts that may be secret.
func shown(u *url.URL) string {
	text := u.Scheme + "://" + u.Host + u.EscapedPath()
	if u.RawQuery != "" {
		text += "?…"
	}
	return text
}

// Shown returns an address for messages: without user, query and fragment,
// which may be secret.
func Shown(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "(an address)"
	}
	return shown(u)
}

// network classifies an error of the connection.
func network(ctx context.Context, err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	var classified *dubbelkrona.Error
	var into *intoError
	switch {
	case errors.As(err, &classified), errors.As(err, &into):
		return err
	case errors.Is(err, errDowngrade), errors.Is(err, errRedirects):
		return dubbelkrona.Invalidf("%w", err)
	case errors.As(err, new(*tls.CertificateVerificationError)):
		return dubbelkrona.Invalidf("its certificate is not trusted: %w; if it was issued by your own authority, set ca", err)
	}
	if cause := context.Cause(ctx); errors.Is(cause, errSilent) || errors.Is(cause, errTooLong) {
		return dubbelkrona.Errorf(dubbelkrona.Transient, "the connection failed: %w", cause)
	}
	return dubbelkrona.Errorf(dubbelkrona.Transient, "the connection failed: %s", cause(err))
}

// cause describes an error. Texts of net/http and below may contain the whole
// address, a redirect's address or content; only those that cannot are
// repeated.
func cause(err error) string {
	var op *net.OpError
	var name *net.DNSError
	var record tls.RecordHeaderError
	var alert tls.AlertError
	var timeout net.Error
	switch {
	case errors.Is(err, context.Canceled):
		return "it was cancelled"
	case errors.As(err, &name):
		if name.IsNotFound {
			return "the host name does not exist"
		}
		return "the name servers do not respond"
	case errors.As(err, &record):
		return "it does not speak TLS at this address"
	case errors.As(err, &alert):
		return alert.Error()
	case errors.As(err, &op):
		var errno syscall.Errno
		if errors.As(op.Err, &errno) {
			return op.Op + ": " + errno.Error()
		}
		if !op.Timeout() {
			return op.Op + " failed"
		}
		return op.Op + ": no answer in time"
	case errors.As(err, &timeout) && timeout.Timeout():
		return "no answer in time"
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return "it ended too early"
	}
	return "the response is malformed"
}

// Loopback reports whether a host, a name or an address without port and
// brackets, is this machine, so that the traffic does not leave it.
func Loopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// refusal classifies a status that is not a success.
func refusal(status int) error {
	text := strings.ToLower(http.StatusText(status))
	switch {
	case status == http.StatusNotFound || status == http.StatusGone:
		return dubbelkrona.Errorf(dubbelkrona.NotFound, "the server answers %d, %s; has the address changed?", status, text)
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		return dubbelkrona.Invalidf("the server answers %d, %s; look at the credentials and what they may read", status, text)
	case status == http.StatusAccepted:
		return dubbelkrona.Errorf(dubbelkrona.Transient, "the server answers %d, %s: it is not ready", status, text)
	case status > 200 && status < 300:
		return dubbelkrona.Invalidf("the server answers %d, %s, where data was asked for", status, text)
	case status == http.StatusTooManyRequests || status == http.StatusRequestTimeout || status == http.StatusTooEarly || status >= 500:
		return dubbelkrona.Errorf(dubbelkrona.Transient, "the server answers %d, %s", status, text)
	}
	return dubbelkrona.Invalidf("the server answers %d, %s", status, text)
}

// retryAfter parses the header of that name: seconds or a date (RFC 9110,
// section 10.2.3); 0 if it is missing or malformed.
func retryAfter(value string, now time.Time) time.Duration {
	seconds, err := strconv.ParseInt(strings.TrimSpace(value), 10, 64)
	if err == nil || errors.Is(err, strconv.ErrRange) {
		return time.Duration(min(max(0, seconds), int64(math.MaxInt32))) * time.Second
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(0, at.Sub(now))
	}
	return 0
}
