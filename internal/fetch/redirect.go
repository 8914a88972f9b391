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

// credentialsKey is under which a request's context has the names of its
// headers that are credentials.
type credentialsKey struct{}

// checkRedirect follows a redirect with nothing for the new host that was
// meant for the old one, also not when a third one leads back: whoever wrote
// that address is not to choose what the credentials are used for.
func checkRedirect(req *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return errRedirects
	}
	if via[len(via)-1].URL.Scheme == "https" && req.URL.Scheme != "https" {
		return errDowngrade
	}
	// net/http adds the address that led here, which may have secrets in it.
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

// SameOrigin says whether two addresses are of one scheme, host and port.
func SameOrigin(a, b *url.URL) bool { return a.Scheme == b.Scheme && a.Host == b.Host }

func credentialNames(ctx context.Context) []string {
	names, _ := ctx.Value(credentialsKey{}).([]string)
	return append([]string{"Authorization", "Cookie", "Proxy-Authorization"}, names...)
}
