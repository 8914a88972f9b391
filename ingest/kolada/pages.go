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

	body []byte
}

// group is a group with its members, or another element with an id.
type group struct {
	ID      string `json:"id"`
	Members []struct {
		ID string `json:"member_id"`
	} `json:"members"`
}

// groups returns the elements of a page that have an id.
func (p *page) groups() (all []group) {
	for _, v := range p.Values {
		var g group
		if json.Unmarshal(v, &g) == nil && g.ID != "" {
			all = append(all, g)
		}
	}
	return all
}

// maxPages stops a server that always has another page.
const maxPages = 10_000

// pages calls each with the pages of a response, whose first page is at an
// address.
func (p *place) pages(ctx context.Context, address string, each func(*page) error) error {
	seen := make(map[string]bool)
	for rows := int64(0); address != ""; {
		if seen[address] || len(seen) >= maxPages {
			return dubbelkrona.Errorf(dubbelkrona.Transient, "%s: its pages form a loop", fetch.Shown(address))
		}
		seen[address] = true
		page, err := p.page(ctx, address)
		if err != nil {
			return err
		}
		rows += int64(len(page.Values))
		if address, err = page.follow(address, rows); err != nil {
			return err
		}
		if err := each(page); err != nil {
			return err
		}
	}
	return nil
}

// maxPageBytes is the max length of a page; one of 5,000 rows has about 1.5 MB.
const maxPageBytes = 64 << 20

func (p *place) page(ctx context.Context, address string) (*page, error) {
	body, _, err := p.env.Web.Bytes(ctx, fetch.Request{URL: address,
		Header: map[string][]string{"Accept": {"application/json"}},
		Policy: fetch.Policy{PerSecond: p.settings.PerSecond}}, maxPageBytes)
	if err != nil {
		return nil, err
	}
	found := &page{body: body}
	// A response that is not JSON was truncated, or is a web page: a retry may
	// succeed.
	if err := json.Unmarshal(body, found); err != nil {
		return nil, dubbelkrona.Errorf(dubbelkrona.Transient, "%s: the response is not JSON, or is cut off", fetch.Shown(address))
	}
	switch {
	case found.NextPage != nil:
		return nil, dubbelkrona.Invalidf("%s: this is a response of version 2 (next_page), which is retired; set endpoint to one of version 3", fetch.Shown(address))
	case found.Values == nil:
		return nil, dubbelkrona.Errorf(dubbelkrona.Transient, "%s: the response has no values", fetch.Shown(address))
	}
	return found, nil
}

// follow returns the address of the next page, empty after the last one if the
// response is complete. rows is the number of rows so far.
func (p *page) follow(address string, rows int64) (string, error) {
	if p.NextURL != nil && *p.NextURL != "" {
		here, _ := url.Parse(address)
		next, err := here.Parse(*p.NextURL)
		if err != nil || next.Host != here.Host || here.Scheme == "https" && next.Scheme != "https" {
			return "", dubbelkrona.Invalidf("%s: next_url leads to another server", fetch.Shown(address))
		}
		return next.String(), nil
	}
	// count is that of the page in some versions of the API and the total in
	// others; accept both.
	if c := p.Count; c != nil && *c != int64(len(p.Values)) && *c != rows {
		return "", dubbelkrona.Errorf(dubbelkrona.Transient, "%s: the response has %d of %d rows; it is incomplete", fetch.Shown(address), rows, *c)
	}
	return "", nil
}

// write writes the pages of a response, one per line.
func (p *place) write(ctx context.Context, address string, to io.Writer) error {
	return p.pages(ctx, address, func(page *page) error { return page.write(to) })
}

// write writes the page as one line; its JSON may have line breaks.
func (p *page) write(to io.Writer) error {
	var line bytes.Buffer
	if err := json.Compact(&line, p.body); err != nil {
		return err
	}
	line.WriteByte('\n')
	_, err := line.WriteTo(to)
	return err
}
