package http

import (
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/fetch"
	"dubbelkrona/internal/secret"
)

// Settings are the settings of the place http. One of url and urls is required.
type Settings struct {
	// URL is the address of one object, such as
	// https://oppnadata.kommun.example/ledger-{yyyy}-{mm}.csv. Placeholders are
	// replaced by the date that the source is read for: {yyyy}, {yy}, {mm} and
	// {dd}. With an offset, {yyyymm -1m} is the month before and {yyyy-mm-dd -7d}
	// the day a week before.
	URL string `yaml:"url"`
	// URLs are the addresses of several objects.
	URLs []string `yaml:"urls"`
	// Name is the name of the object at url, such as ledger-{yyyy}-{mm}.csv. An
	// object replaces an earlier one of the same name. Default: the last part of
	// the address's path.
	Name string `yaml:"name"`
	// Headers are sent with each request, such as Accept: text/csv.
	Headers map[string]string `yaml:"headers"`
	// Auth is how requests prove who sends them. Its secrets are sent by https
	// only, and to no other host.
	Auth Auth `yaml:"auth"`
	// CA is the path of a PEM file with the certificate authorities to trust
	// instead of the system's, for servers whose certificates the organisation
	// issues itself.
	CA string `yaml:"ca"`
	// PerSecond is the max number of requests a second to the host; default 5.
	PerSecond float64 `yaml:"per_second"`
	// Timeout is how long one attempt may take in all, such as 20m; default 1h.
	Timeout string `yaml:"timeout"`
	// Attempts is the number of tries before a transient error is reported;
	// default 6.
	Attempts int `yaml:"attempts"`
	// MaxBytes is the max length of a response in bytes; default 16 GiB.
	MaxBytes int64 `yaml:"max_bytes"`
	// Unmeasured accepts responses over plain http that do not state their length.
	// If such a response is truncated, it looks complete. Default: false.
	Unmeasured bool `yaml:"unmeasured"`
	// Paging reads a JSON API that responds in pages. All pages together are one
	// object, a JSON array, and are replaced together.
	Paging Paging `yaml:"paging"`
}

// Auth is how requests are authenticated: by a bearer token, a user with a
// password, a header or a query parameter.
type Auth struct {
	// Bearer is where to find a token, as in {env: ACCOUNTING_TOKEN}.
	Bearer secret.Ref `yaml:"bearer"`
	// User is the user name of basic authentication.
	User string `yaml:"user"`
	// Password is where to find the password of user.
	Password secret.Ref `yaml:"password"`
	// Header is the name of a header whose value is secret, such as X-Api-Key.
	Header string `yaml:"header"`
	// Query is the name of a query parameter whose value is secret.
	Query string `yaml:"query"`
	// Value is where to find the value of header or query.
	Value secret.Ref `yaml:"value"`
}

// Paging describes how the pages of a JSON API are found and joined.
type Paging struct {
	// Next is the path of keys to the address of the next page in a response, such
	// as next_url or links.next. The word link means the header Link with
	// rel=next. A response without such an address is the last.
	Next string `yaml:"next"`
	// Param is the name of the query parameter for the next page, such as
	// pageToken, if the value at next is a token and not an address.
	Param string `yaml:"param"`
	// Items is the path of keys to the array of rows in a response, such as
	// result.items. Default: the response is the array.
	Items string `yaml:"items"`
	// Total is the path of keys to the number of all rows in a response. If it is
	// set, more or fewer rows are an error, and so is a number that changes from
	// page to page.
	Total string `yaml:"total"`
	// Hosts are other hosts that the next page may be on. They are sent no
	// secrets.
	Hosts []string `yaml:"hosts"`
	// MaxPages is the max number of pages; more are an error. Default: 10,000.
	MaxPages int `yaml:"max_pages"`
}

// target is one object and where it is.
type target struct{ name, url string }

// notSettable are headers that only the program sets.
var notSettable = []string{"Authorization", "Cookie", "Proxy-Authorization", "Host", "Content-Length", "Transfer-Encoding",
	"Connection", "Accept-Encoding", "Range", "If-Range", "If-None-Match", "If-Modified-Since"}

func (s Settings) targets(at time.Time) ([]target, error) {
	if (s.URL == "") == (len(s.URLs) == 0) {
		return nil, dubbelkrona.Invalidf("set either url or urls")
	}
	if s.Name != "" && s.URL == "" {
		return nil, dubbelkrona.Invalidf("name: it applies to url only; objects of urls are named by their addresses")
	}
	addresses := s.URLs
	if s.URL != "" {
		addresses = []string{s.URL}
	}
	var all []target
	for _, text := range addresses {
		t, err := s.target(text, at)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(all, func(other target) bool { return other.name == t.name }) {
			return nil, dubbelkrona.Invalidf("urls: two of them have the same last part, so that the second would replace the first; make a source of each, with url and name")
		}
		all = append(all, t)
	}
	return all, nil
}

func (s Settings) target(text string, at time.Time) (target, error) {
	address, err := ingest.Expand(text, at)
	if err != nil {
		return target{}, dubbelkrona.Invalidf("url %s: %w", fetch.Shown(text), err)
	}
	if err := fetch.Check(address); err != nil {
		return target{}, dubbelkrona.Invalidf("url: %w", err)
	}
	u, err := url.Parse(address)
	if err != nil {
		return target{}, dubbelkrona.Invalidf("url: it is not a valid address")
	}
	if !s.Auth.empty() && u.Scheme != "https" && !fetch.Loopback(u.Hostname()) {
		return target{}, dubbelkrona.Invalidf("url %s: auth requires https, since secrets would be readable on the network", fetch.Shown(address))
	}
	name := path.Base(u.Path)
	if name == "." || name == "/" {
		name = u.Host
	}
	if s.Name != "" {
		if name, err = ingest.Expand(s.Name, at); err != nil {
			return target{}, dubbelkrona.Invalidf("name: %w", err)
		}
	}
	return target{name, address}, nil
}

func (s Settings) policy() (fetch.Policy, error) {
	p := fetch.Policy{Attempts: s.Attempts, PerSecond: s.PerSecond, MaxBytes: s.MaxBytes, Unmeasured: s.Unmeasured}
	if s.Attempts < 0 || s.PerSecond < 0 || s.MaxBytes < 0 || s.Paging.MaxPages < 0 {
		return p, dubbelkrona.Invalidf("attempts, per_second, max_bytes and max_pages: must be numbers above 0")
	}
	if s.Timeout != "" {
		var err error
		if p.Total, err = time.ParseDuration(s.Timeout); err != nil || p.Total <= 0 {
			return p, dubbelkrona.Invalidf("timeout: %q is not a duration such as 90s or 20m", s.Timeout)
		}
	}
	return p, nil
}

func (s Settings) header() (http.Header, error) {
	h := make(http.Header, len(s.Headers))
	for name, value := range s.Headers {
		if slices.Contains(notSettable, http.CanonicalHeaderKey(name)) {
			return nil, dubbelkrona.Invalidf("headers: %s cannot be set here; set credentials in auth", name)
		}
		h.Set(name, value)
	}
	return h, nil
}

func (p Paging) empty() bool {
	return p.Next == "" && p.Param == "" && p.Items == "" && p.Total == "" && len(p.Hosts) == 0 && p.MaxPages == 0
}

func (p Paging) check() error {
	switch {
	case p.empty():
		return nil
	case p.Next == "":
		return dubbelkrona.Invalidf("paging: next is missing; set it to the path of the next page's address in a response, or to link")
	case p.Next == byLink && p.Param != "":
		return dubbelkrona.Invalidf("paging: the Link header contains addresses; leave param out")
	case slices.ContainsFunc(p.Hosts, func(h string) bool { return h == "" || strings.ContainsAny(h, "/*") }):
		return dubbelkrona.Invalidf("paging: hosts are names such as data.example, without scheme or wildcard")
	}
	return nil
}
