package fetch

import (
	"context"
	"errors"
	"net/http"
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
// meant for the old one.
func checkRedirect(req *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return errRedirects
	}
	first, last := via[0].URL, via[len(via)-1].URL
	if last.Scheme == "https" && req.URL.Scheme != "https" {
		return errDowngrade
	}
	// net/http adds the address that led here, which may have secrets in it.
	req.Header.Del("Referer")
	if req.URL.Host == first.Host && req.URL.Scheme == first.Scheme {
		return nil
	}
	for _, name := range credentialNames(req.Context()) {
		req.Header.Del(name)
	}
	req.URL.User = nil
	return nil
}

func credentialNames(ctx context.Context) []string {
	names, _ := ctx.Value(credentialsKey{}).([]string)
	return append([]string{"Authorization", "Cookie", "Proxy-Authorization"}, names...)
}
