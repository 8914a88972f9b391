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

// page is an answer of the API. Its values are read again by format; here they
// are only counted, and looked through for the members of groups.
type page struct {
	Values   []json.RawMessage `json:"values"`
	Count    *int64            `json:"count"`
	NextURL  *string           `json:"next_url"`
	NextPage *string           `json:"next_page"` // of version 2

	Groups []group `json:"-"`
}

// group is a group with its members, or something else that has an id.
type group struct {
	ID      string `json:"id"`
	Members []struct {
		ID string `json:"member_id"`
	} `json:"members"`
}

// pages follows an answer from page to page.
type pages struct {
	ctx     context.Context // of the one reading that it lives for
	from    *place
	address string // of the next page, empty behind the last
	seen    map[string]bool
	rows    int64

	page page
	body []byte
	err  error
}

// mostPages bounds an answer, so that a server that always names another page
// is not followed for ever.
const mostPages = 10_000

// next reads the next page; false behind the last one, and on errors.
func (p *pages) next() bool {
	if p.err != nil || p.address == "" {
		return false
	}
	if p.seen[p.address] || len(p.seen) >= mostPages {
		p.err = dubbelkrona.Errorf(dubbelkrona.Transient, "%s: its pages lead in a circle", fetch.Shown(p.address))
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
	// An answer that is no JSON arrived as a part, or as a page for people: it
	// may come whole next time.
	if err := json.Unmarshal(p.body, &p.page); err != nil {
		return dubbelkrona.Errorf(dubbelkrona.Transient, "%s: the answer is no JSON, or a part of it", fetch.Shown(address))
	}
	switch {
	case p.page.NextPage != nil:
		return dubbelkrona.Invalidf("%s: it answers as version 2 did (next_page), which is retired; set endpoint to one of version 3", fetch.Shown(address))
	case p.page.Values == nil:
		return dubbelkrona.Errorf(dubbelkrona.Transient, "%s: the answer has no values", fetch.Shown(address))
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

// follow finds the next page, or checks that the answer was whole.
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
	// The API has counted a page's rows and all of them; both are right here.
	if c := p.page.Count; c != nil && *c != int64(len(p.page.Values)) && *c != p.rows {
		return dubbelkrona.Errorf(dubbelkrona.Transient, "%s: %d rows came of %d; the answer is not whole", fetch.Shown(address), p.rows, *c)
	}
	return nil
}

// reader is answers as a stream, a page a line.
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
			// A page may be written over several lines.
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
