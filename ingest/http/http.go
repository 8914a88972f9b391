// Package http fetches objects by HTTP: files at an address, and the pages of a
// JSON API as one object. Package fetch documents retries, limits and the
// handling of servers' errors.
package http

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/fetch"
)

// Place is an ingest.Remote for objects at addresses. Make it with New.
type Place struct {
	env     ingest.Env
	auth    Auth
	paging  Paging
	header  http.Header
	policy  fetch.Policy
	targets []target
}

// Kind describes the place for the registry.
func Kind() ingest.PlaceKind {
	return ingest.PlaceKind{
		Name:     "http",
		Title:    dubbelkrona.Label{SV: "Filer och svar över HTTP", EN: "Files and responses over HTTP"},
		Settings: Settings{},
		Example: `  - name: reskontra
    place:
      kind: http
      url: https://oppnadata.example.se/leverantorsreskontra-{yyyy-mm -1m}.csv
      auth: {bearer: {env: LEDGER_TOKEN}}
    profile: leverantorsreskontra
`,
		New: ingest.RemoteNew(New),
	}
}

// New makes the place. It sends no request. Invalid settings are Invalid
// errors.
func New(env ingest.Env, s Settings) (*Place, error) {
	env = env.WithDefaults()
	p := &Place{env: env, auth: s.Auth, paging: s.Paging}
	if err := errors.Join(s.Auth.check(), s.Paging.check()); err != nil {
		return nil, dubbelkrona.Invalidf("%w", err)
	}
	var err error
	if p.targets, err = s.targets(env.Slot); err != nil {
		return nil, err
	}
	if p.policy, err = s.policy(); err != nil {
		return nil, err
	}
	if p.header, err = s.header(); err != nil {
		return nil, err
	}
	p.policy.Roots, err = ingest.Authorities(env.Root, s.CA)
	return p, err
}

// Objects implements ingest.Remote: the configured addresses, in their order.
// It sends no request.
func (p *Place) Objects(ctx context.Context) ([]ingest.Object, error) {
	all := make([]ingest.Object, len(p.targets))
	for i, t := range p.targets {
		all[i] = ingest.NewObject(t.name, -1, time.Time{})
	}
	return all, ctx.Err()
}

// Fetch implements ingest.Remote.
func (p *Place) Fetch(ctx context.Context, obj ingest.Object, into fetch.Into) (version string, err error) {
	at := slices.IndexFunc(p.targets, func(t target) bool { return t.name == obj.Name })
	if at < 0 {
		return "", dubbelkrona.Errorf(dubbelkrona.NotFound, "the settings have no address for this object")
	}
	address := p.targets[at].url
	credentials, secretQuery, err := p.auth.reveal(p.env.Root)
	if err != nil {
		return "", err
	}
	ask := asking{place: p, credentials: credentials, query: secretQuery}
	if !p.paging.empty() {
		return "", ask.pages(ctx, address, into)
	}
	req, err := ask.request(address)
	if err != nil {
		return "", err
	}
	if mark, ok := strings.CutPrefix(obj.Known, of(address)); ok {
		req.Conditional(mark)
	}
	resp, err := p.env.Web.Download(ctx, req, into)
	switch {
	case err != nil:
		return "", err
	case resp.Status == http.StatusNotModified:
		return "", ingest.ErrNotModified
	case resp.Version() == "":
		return "", nil
	}
	return of(address) + resp.Version(), nil
}

// of returns a hash of the address for an object's version: the same name may
// have another address next month, whose validators must not be compared with
// these.
func of(address string) string {
	sum := sha256.Sum256([]byte(address))
	return hex.EncodeToString(sum[:8]) + " "
}

// asking is one fetch with its credentials.
type asking struct {
	place       *Place
	credentials http.Header
	query       url.Values
}

// request returns the request for an address.
func (a asking) request(address string) (fetch.Request, error) {
	if len(a.query) > 0 {
		u, err := url.Parse(address)
		if err != nil {
			return fetch.Request{}, dubbelkrona.Invalidf("it is not a valid address")
		}
		q := u.Query()
		for name, values := range a.query {
			q[name] = values
		}
		u.RawQuery = q.Encode()
		address = u.String()
	}
	return fetch.Request{URL: address, Header: a.place.header.Clone(), Credentials: a.credentials, Policy: a.place.policy}, nil
}
