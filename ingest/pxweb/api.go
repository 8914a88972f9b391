package pxweb

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/fetch"
)

// api is a version of PxWeb's interface.
type api interface {
	// limits are the server's own.
	limits(context.Context) (limits, error)
	// table is what a table has: its variables, with the values of the
	// codelists asked for, and the time of its last update, empty where the
	// server does not tell.
	table(ctx context.Context, l limits, t *Table) (variables []variable, updated string, err error)
	// data is the answer to one question, a JSON-stat document.
	data(ctx context.Context, l limits, id string, question []selected) ([]byte, error)
}

// limits bound one answer and how often may be asked.
type limits struct {
	cells     int
	perSecond float64
	burst     int
}

// sane replaces what a server cannot mean.
func (l limits) sane(otherwise limits) limits {
	if l.cells <= 0 {
		l.cells = otherwise.cells
	}
	if l.perSecond <= 0 || l.burst <= 0 {
		l.perSecond, l.burst = otherwise.perSecond, otherwise.burst
	}
	return l
}

// client asks a server and reads its JSON.
type client struct {
	web      *fetch.Client
	endpoint string
}

// longestAnswer bounds an answer in bytes: 150,000 cells are about 2 MB.
const longestAnswer = 256 << 20

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
	answer, _, err := c.web.Bytes(ctx, req, longestAnswer)
	return answer, err
}

// get asks for a JSON document. One that is none arrived as a part, or as a
// page for people.
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
	return dubbelkrona.Errorf(dubbelkrona.Transient, "%s: the answer is no JSON of PxWeb's, or a part of it", fetch.Shown(address))
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
