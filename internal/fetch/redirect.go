package fetch

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
)

const maxRedirects = 5

var (
	errDowngrade = errors.New("it redirects from https to http, where anybody on the way could read or change the answer")
	errRedirects = errors.New("it redirects more than five times, or in a circle; ask whoever runs it for the address of the data")
)

// credentialsKey is the context key for the names of a request's headers that
// are credentials.
type credentialsKey struct{}

// checkRedirect removes credentials from requests to another host, also if a
// later redirect leads back: the author of that address must not choose what
// the credentials are used for.
func checkRedirect(req *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return errRedirects
	}
	if via[len(via)-1].URL.Scheme == "https" && req.URL.Scheme != "https" {
		return errDowngrade
	}
	// net/http adds the previous address, which may contain secrets.
	req.Header.Del("Referer")
	first := via[0].URL
	away := func(r *http.Request) bool { return !SameOrigin(r.URL, first) }
	if !away(req) && !slices.ContainsFunc(via, away) {
		return nil
	}
	for _, name := range credentialNames(req.Context()) {
		req.Header.Del(name)
	}
	req.URL.User = nil
	return nil
}

// SameOrigin reports whether two addresses have the same scheme, host and port.
func SameOrigin(a, b *url.URL) bool { return a.Scheme == b.Scheme && a.Host == b.Host }

func credentialNames(ctx context.Context) []string {
	names, _ := ctx.Value(credentialsKey{}).([]string)
	return append([]string{"Authorization", "Cookie", "Proxy-Authorization"}, names...)
}
