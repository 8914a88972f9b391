package pxweb

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/fetch"
)

// api is a version of PxWeb's API.
type api interface {
	// limits returns the server's limits.
	limits(context.Context) (limits, error)
	// table returns a table's variables, with the values of the requested
	// codelists, and the time of its last update, empty if the server does not
	// provide it.
	table(ctx context.Context, l limits, t *Table) (variables []variable, updated string, err error)
	// data returns the response to one request, a JSON-stat document.
	data(ctx context.Context, l limits, id string, question []selected) ([]byte, error)
}

// limits are the max cells per response and the rate of requests.
type limits struct {
	cells     int
	perSecond float64
	burst     int
}

// sane replaces implausible values by those of otherwise.
func (l limits) sane(otherwise limits) limits {
	if l.cells <= 0 {
		l.cells = otherwise.cells
	}
	if l.perSecond <= 0 || l.burst <= 0 {
		l.perSecond, l.burst = otherwise.perSecond, otherwise.burst
	}
	return l
}

// client sends requests and reads JSON responses.
type client struct {
	web      *fetch.Client
	endpoint string
}

// maxAnswerBytes is the max length of a response: 150,000 cells are about 2 MB.
const maxAnswerBytes = 256 << 20

func (c *client) ask(ctx context.Context, l limits, address string, body any) ([]byte, error) {
	req := fetch.Request{URL: address, Header: map[string][]string{"Accept": {"application/json"}},
		Policy: fetch.Policy{PerSecond: l.perSecond, Burst: l.burst}}
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		req.Method, req.Body = "POST", text
		req.Header["Content-Type"] = []string{"application/json"}
	}
	answer, _, err := c.web.Bytes(ctx, req, maxAnswerBytes)
	return answer, err
}

// get fetches a JSON document. Anything else was truncated, or is a web page.
func (c *client) get(ctx context.Context, l limits, address string, into any) error {
	answer, err := c.ask(ctx, l, address, nil)
	if err != nil {
		return err
	}
	if json.Unmarshal(answer, into) != nil {
		return notWhole(address)
	}
	return nil
}

func notWhole(address string) error {
	return dubbelkrona.Errorf(dubbelkrona.Transient, "%s: the response is not JSON of PxWeb, or is cut off", fetch.Shown(address))
}

// escaped joins and escapes the parts of a path.
func escaped(parts ...string) string {
	var b strings.Builder
	for _, p := range parts {
		for _, segment := range strings.Split(p, "/") {
			b.WriteString("/" + url.PathEscape(segment))
		}
	}
	return b.String()
}
