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
	// filled in from the date that the source is read for: {yyyy}, {yy}, {mm}
	// and {dd}, and with an offset {yyyymm -1m} or {yyyy-mm-dd -7d}.
	URL string `yaml:"url"`
	// URLs are the addresses of several objects.
	URLs []string `yaml:"urls"`
	// Name is what the object of url is called, such as ledger-{yyyy}-{mm}.csv;
	// what comes again under a name replaces what came before. Default: the
	// last part of the address's path.
	Name string `yaml:"name"`
	// Headers are sent with each request, such as Accept: text/csv.
	Headers map[string]string `yaml:"headers"`
	// Auth is who asks. It is sent by https alone and to no other host.
	Auth Auth `yaml:"auth"`
	// CA is a PEM file of the authorities that are trusted in the place of the
	// system's, for servers with certificates of the organisation's own.
	CA string `yaml:"ca"`
	// PerSecond is how many requests a second the host gets at most; default 5.
	PerSecond float64 `yaml:"per_second"`
	// Timeout is how long one attempt may take as a whole, such as 20m; default 1h.
	Timeout string `yaml:"timeout"`
	// Attempts is how often is asked before a fault that may pass is one; default 6.
	Attempts int `yaml:"attempts"`
	// MaxBytes is the length of the longest answer in bytes; default 16 GiB.
	MaxBytes int64 `yaml:"max_bytes"`
	// Unmeasured accepts answers by plain http that do not say how long they
	// are. One that was cut off then looks whole. Default false.
	Unmeasured bool `yaml:"unmeasured"`
	// Paging reads a JSON interface whose answer comes in pages. All pages
	// together are one object, a JSON array, so that it is replaced as a whole.
	Paging Paging `yaml:"paging"`
}

// Auth says with what is asked: a bearer token, a user with a password, a
// header of its own, or a parameter of the address.
type Auth struct {
	// Bearer is a token, as in {env: ACCOUNTING_TOKEN}.
	Bearer secret.Ref `yaml:"bearer"`
	// User is the name for basic authentication.
	User string `yaml:"user"`
	// Password belongs to user.
	Password secret.Ref `yaml:"password"`
	// Header is the name of a header whose value is secret, such as X-Api-Key.
	Header string `yaml:"header"`
	// Query is the name of a parameter of the address whose value is secret.
	Query string `yaml:"query"`
	// Value belongs to header or query.
	Value secret.Ref `yaml:"value"`
}

// Paging says how the pages of a JSON interface are joined.
type Paging struct {
	// Next is where an answer has the address of the next page, such as
	// next_url or links.next; link is the header Link with rel=next. An answer
	// without is the last.
	Next string `yaml:"next"`
	// Param, where next is no address but a mark, is the parameter of the
	// address that takes it, such as pageToken.
	Param string `yaml:"param"`
	// Items is where an answer has the array of its rows, such as result.items;
	// absent, the answer is the array.
	Items string `yaml:"items"`
	// Total is where an answer has the number of all rows. Where it is set, more
	// or fewer are a fault, and so is a total that changes from page to page.
	Total string `yaml:"total"`
	// Hosts are other hosts that the next page may be on. They get no credentials.
	Hosts []string `yaml:"hosts"`
	// MaxPages is where reading ends as a fault; default 10,000.
	MaxPages int `yaml:"max_pages"`
}

// target is one object and where it is.
type target struct{ name, url string }

// notSettable are headers that the program itself is responsible for.
var notSettable = []string{"Authorization", "Cookie", "Proxy-Authorization", "Host", "Content-Length", "Transfer-Encoding",
	"Connection", "Accept-Encoding", "Range", "If-Range", "If-None-Match", "If-Modified-Since"}

func (s Settings) targets(at time.Time) ([]target, error) {
	if (s.URL == "") == (len(s.URLs) == 0) {
		return nil, dubbelkrona.Invalidf("set one of url and urls")
	}
	if s.Name != "" && s.URL == "" {
		return nil, dubbelkrona.Invalidf("name: it names the object of url; those of urls are named by their addresses")
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
			return nil, dubbelkrona.Invalidf("urls: two of them end alike, so that the second would replace the first; make each a source of its own, or give each its name")
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
		return target{}, dubbelkrona.Invalidf("url: it is no address")
	}
	if !s.Auth.empty() && u.Scheme != "https" && !fetch.Loopback(u.Hostname()) {
		return target{}, dubbelkrona.Invalidf("url %s: auth is sent by https alone, since anybody on the way could read it", fetch.Shown(address))
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
		return p, dubbelkrona.Invalidf("attempts, per_second, max_bytes and max_pages: a number above 0")
	}
	if s.Timeout != "" {
		var err error
		if p.Total, err = time.ParseDuration(s.Timeout); err != nil || p.Total <= 0 {
			return p, dubbelkrona.Invalidf("timeout: %q is no duration such as 90s or 20m", s.Timeout)
		}
	}
	return p, nil
}

func (s Settings) header() (http.Header, error) {
	h := make(http.Header, len(s.Headers))
	for name, value := range s.Headers {
		if slices.Contains(notSettable, http.CanonicalHeaderKey(name)) {
			return nil, dubbelkrona.Invalidf("headers: %s is not set here; credentials go into auth", name)
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
		return dubbelkrona.Invalidf("paging: next says where an answer has the address of the next page; set it to a path or to link")
	case p.Next == byLink && p.Param != "":
		return dubbelkrona.Invalidf("paging: the header Link has addresses; leave param out")
	case slices.ContainsFunc(p.Hosts, func(h string) bool { return h == "" || strings.ContainsAny(h, "/*") }):
		return dubbelkrona.Invalidf("paging: hosts are names such as data.example, without scheme or wildcard")
	}
	return nil
}
