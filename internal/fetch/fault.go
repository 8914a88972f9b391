package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"dubbelkrona"
)

// parse checks an address.
func parse(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil, dubbelkrona.Errorf(dubbelkrona.Invalid, "an address begins with https:// or http:// and a host")
	}
	if u.User != nil {
		return nil, dubbelkrona.Errorf(dubbelkrona.Invalid, "%s: a name and password have no place in an address; set them as secrets", shown(u))
	}
	return u, nil
}

// Check says what is wrong with an address, without asking it.
func Check(address string) error {
	_, err := parse(address)
	return err
}

// shown is an address without what may be secret.
func shown(u *url.URL) string {
	text := u.Scheme + "://" + u.Host + u.EscapedPath()
	if u.RawQuery != "" {
		text += "?…"
	}
	return text
}

// Shown is an address as messages show it: without user, query and fragment,
// where secrets can stand.
func Shown(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "(an address)"
	}
	return shown(u)
}

// network classifies what went wrong on the way. The texts of net/http carry
// the whole address, so their cause alone is told.
func (d *download) network(ctx context.Context, err error) error {
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
		return dubbelkrona.Errorf(dubbelkrona.Invalid, "%w", err)
	case isCertificate(err):
		return dubbelkrona.Errorf(dubbelkrona.Invalid,
			"its certificate cannot be trusted: %w; if it is of your own authority, name that with ca", err)
	}
	if cause := context.Cause(ctx); errors.Is(cause, errSilent) || errors.Is(cause, errTooLong) {
		err = cause
	}
	return dubbelkrona.Errorf(dubbelkrona.Transient, "the connection failed: %w", err)
}

func isCertificate(err error) bool {
	return errors.As(err, new(*tls.CertificateVerificationError)) || errors.As(err, new(x509.UnknownAuthorityError)) ||
		errors.As(err, new(x509.HostnameError)) || errors.As(err, new(x509.CertificateInvalidError))
}

// refusal classifies a status that is no success.
func refusal(status int) error {
	text := strings.ToLower(http.StatusText(status))
	switch {
	case status == http.StatusNotFound || status == http.StatusGone:
		return dubbelkrona.Errorf(dubbelkrona.NotFound, "the server answers %d, %s; has the address changed?", status, text)
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		return dubbelkrona.Errorf(dubbelkrona.Invalid, "the server answers %d, %s; look at the credentials and what they may read", status, text)
	case status == http.StatusTooManyRequests || status == http.StatusRequestTimeout || status == http.StatusTooEarly || status >= 500:
		return dubbelkrona.Errorf(dubbelkrona.Transient, "the server answers %d, %s", status, text)
	}
	return dubbelkrona.Errorf(dubbelkrona.Invalid, "the server answers %d, %s", status, text)
}

// retryAfter reads the header of that name: seconds or a date (RFC 9110,
// section 10.2.3); 0 where it says nothing.
func retryAfter(value string, now time.Time) time.Duration {
	if seconds, err := strconv.ParseInt(strings.TrimSpace(value), 10, 32); err == nil {
		return max(0, time.Duration(seconds)*time.Second)
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(0, at.Sub(now))
	}
	return 0
}
