package kolada

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/url"

	"dubbelkrona"
	"dubbelkrona/internal/fetch"
)

// page is a response of the API. Only the rows are counted here and members of
// groups read; format parses the values.
type page struct {
	Values   []json.RawMessage `json:"values"`
	Count    *int64            `json:"count"`
	NextURL  *string           `json:"next_url"`
	NextPage *string           `json:"next_page"` // of version 2

	Groups []group `json:"-"`
}

// group is a group with its members, or another element with an id.
type group struct {
	ID      string `json:"id"`
	Members []struct {
		ID string `json:"member_id"`
	} `json:"members"`
}

// pages iterates over the pages of a response.
type pages struct {
	ctx     context.Context // of this reading
	from    *place
	address string // of the next page, empty after the last
	seen    map[string]bool
	rows    int64

	page page
	body []byte
	err  error
}

// maxPages stops a server that always has another page.
const maxPages = 10_000

// next reads the next page; false after the last one, and on errors.
func (p *pages) next() bool {
	if p.err != nil || p.address == "" {
		return false
	}
	if p.seen[p.address] || len(p.seen) >= maxPages {
		p.err = dubbelkrona.Errorf(dubbelkrona.Transient, "%s: its pages form a loop", fetch.Shown(p.address))
		return false
	}
	p.seen[p.address] = true
	address := p.address
	if p.body, p.err = p.from.get(p.ctx, address); p.err != nil {
		return false
	}
	p.err = p.take(address)
	return p.err == nil
}

func (p *pages) take(address string) error {
	p.page = page{}
	// A response that is not JSON was truncated, or is a web page: a retry may
	// succeed.
	if err := json.Unmarshal(p.body, &p.page); err != nil {
		return dubbelkrona.Errorf(dubbelkrona.Transient, "%s: the response is not JSON, or is cut off", fetch.Shown(address))
	}
	switch {
	case p.page.NextPage != nil:
		return dubbelkrona.Invalidf("%s: this is a response of version 2 (next_page), which is retired; set endpoint to one of version 3", fetch.Shown(address))
	case p.page.Values == nil:
		return dubbelkrona.Errorf(dubbelkrona.Transient, "%s: the response has no values", fetch.Shown(address))
	}
	for _, v := range p.page.Values {
		var g group
		if json.Unmarshal(v, &g) == nil && g.ID != "" {
			p.page.Groups = append(p.page.Groups, g)
		}
	}
	p.rows += int64(len(p.page.Values))
	return p.follow(address)
}

// follow sets the next page, or checks that the response is complete.
func (p *pages) follow(address string) error {
	p.address = ""
	if p.page.NextURL != nil && *p.page.NextURL != "" {
		here, _ := url.Parse(address)
		next, err := here.Parse(*p.page.NextURL)
		if err != nil || next.Host != here.Host || here.Scheme == "https" && next.Scheme != "https" {
			return dubbelkrona.Invalidf("%s: next_url leads to another server", fetch.Shown(address))
		}
		p.address = next.String()
		return nil
	}
	// count is that of the page in some versions of the API and the total in
	// others; accept both.
	if c := p.page.Count; c != nil && *c != int64(len(p.page.Values)) && *c != p.rows {
		return dubbelkrona.Errorf(dubbelkrona.Transient, "%s: the response has %d of %d rows; it is incomplete", fetch.Shown(address), p.rows, *c)
	}
	return nil
}

// reader is the stream of responses, one page per line.
type reader struct {
	answers []*pages
	line    bytes.Buffer
}

// Read implements io.Reader.
func (r *reader) Read(b []byte) (int, error) {
	for r.line.Len() == 0 {
		if len(r.answers) == 0 {
			return 0, io.EOF
		}
		if answer := r.answers[0]; answer.next() {
			// A page may have line breaks.
			if err := json.Compact(&r.line, answer.body); err != nil {
				return 0, err
			}
			r.line.WriteByte('\n')
		} else if answer.err != nil {
			return 0, answer.err
		} else {
			r.answers = r.answers[1:]
		}
	}
	return r.line.Read(b)
}

// Close implements io.Closer.
func (r *reader) Close() error { return nil }
