package http

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/fetch"
	"dubbelkrona/internal/jsontext"
)

const (
	byLink      = "link"
	longestPage = 64 << 20
	mostPages   = 10_000
)

// pages fetches all pages and writes their rows as one JSON array.
func (a asking) pages(ctx context.Context, address string, into fetch.Into) error {
	first, err := url.Parse(address)
	if err != nil {
		return dubbelkrona.Invalidf("it is not a valid address")
	}
	book := &book{paging: a.place.paging, first: first, visited: make(map[string]bool), into: into, total: -1}
	book.paging.MaxPages = cmp.Or(book.paging.MaxPages, mostPages)
	for at := first; at != nil; {
		if at, err = a.turn(ctx, book, at); err != nil {
			return fmt.Errorf("page %d: %w", len(book.visited), err)
		}
	}
	return book.end()
}

// turn reads one page and returns the address of the next one, nil after the
// last.
func (a asking) turn(ctx context.Context, b *book, at *url.URL) (*url.URL, error) {
	if err := b.enter(at); err != nil {
		return nil, err
	}
	if !fetch.SameOrigin(at, b.first) {
		a.credentials, a.query = nil, nil
	}
	req, err := a.request(at.String())
	if err != nil {
		return nil, err
	}
	limit := int64(longestPage)
	if most := a.place.policy.MaxBytes; most > 0 {
		limit = min(limit, most)
	}
	body, resp, err := a.place.env.Web.Bytes(ctx, req, limit)
	if err != nil {
		return nil, err
	}
	page, err := jsontext.Parse(bytes.TrimPrefix(body, []byte("\ufeff")), a.place.env.Limits.Depth)
	if err != nil {
		return nil, dubbelkrona.Invalidf("the response is not JSON: %w", err)
	}
	if err := b.add(&page); err != nil {
		return nil, err
	}
	return b.next(&page, resp, at)
}

// book is the state of reading an object's pages.
type book struct {
	paging  Paging
	first   *url.URL
	visited map[string]bool
	into    fetch.Into
	rows    int64
	total   int64 // stated by the first page, -1 if it states none
	last    [32]byte
	buffer  []byte
}

// enter returns an error for an address that was read before or is not allowed.
func (b *book) enter(at *url.URL) error {
	away := !fetch.SameOrigin(at, b.first) && !slices.Contains(b.paging.Hosts, at.Host) && !slices.Contains(b.paging.Hosts, at.Hostname())
	switch key := at.String(); {
	case away || b.first.Scheme == "https" && at.Scheme != "https":
		return dubbelkrona.Invalidf("the next page is on another host, %s; add it to paging.hosts if that is right", at.Host)
	case b.visited[key]:
		return dubbelkrona.Invalidf("the pages form a loop: the next one has been read before; check paging.next")
	case len(b.visited) >= b.paging.MaxPages:
		return dubbelkrona.Invalidf("there are more than %d pages; request larger ones, or increase paging.max_pages", b.paging.MaxPages)
	default:
		b.visited[key] = true
	}
	return nil
}

// add writes a page's rows.
func (b *book) add(page *jsontext.Value) error {
	items := page
	if b.paging.Items != "" {
		items = page.At(strings.Split(b.paging.Items, ".")...)
	}
	if !items.Is(jsontext.Array) {
		return dubbelkrona.Invalidf("the response has no array of rows at the path of paging.items; it may be an error message")
	}
	if err := failed(page, int64(len(items.Items))); err != nil {
		return err
	}
	if err := b.told(page); err != nil {
		return err
	}
	b.buffer = b.buffer[:0]
	for i := range items.Items {
		separator := ",\n"
		if b.rows == 0 {
			separator = "[\n"
		}
		b.rows++
		b.buffer = append(b.buffer, separator...)
		b.buffer = items.Items[i].AppendJSON(b.buffer)
	}
	// A server that does not support the paging parameters returns its first
	// page forever.
	sum := sha256.Sum256(bytes.TrimLeft(b.buffer, "[,\n"))
	if len(items.Items) > 0 && sum == b.last {
		return dubbelkrona.Invalidf("the server sends the same rows again as the next page; check paging.next and paging.param")
	}
	b.last = sum
	_, err := b.into.Write(b.buffer)
	return err
}

// failed returns an error if a page has an error message beside its rows.
func failed(page *jsontext.Value, rows int64) error {
	var fault jsontext.Fault
	for i := range page.Fields {
		if f := &page.Fields[i]; jsontext.MayBeFault(f.Name) {
			fault.See(f.Name, f.Value.AppendJSON(nil))
		}
	}
	return fault.Verdict(rows)
}

// told checks the total that a page states against that of the first page.
func (b *book) told(page *jsontext.Value) error {
	if b.paging.Total == "" {
		return nil
	}
	v := page.At(strings.Split(b.paging.Total, ".")...)
	if v == nil || v.Is(jsontext.Null) {
		if len(b.visited) == 1 {
			return dubbelkrona.Invalidf("the response has no total at the path of paging.total")
		}
		return nil
	}
	total, err := strconv.ParseInt(v.Text, 10, 64)
	if err != nil || total < 0 {
		return dubbelkrona.Invalidf("the value at the path of paging.total is not a number of rows")
	}
	if b.total >= 0 && total != b.total {
		return dubbelkrona.Errorf(dubbelkrona.Transient, "the total changed from %d to %d while the pages were read; it is read again next time", b.total, total)
	}
	b.total = total
	return nil
}

// next returns the address of the next page.
func (b *book) next(page *jsontext.Value, resp *fetch.Response, at *url.URL) (*url.URL, error) {
	if b.paging.Next == byLink {
		return resolved(resp.URL, linkNext(resp.Header.Values("Link")))
	}
	v := page.At(strings.Split(b.paging.Next, ".")...)
	if v == nil || v.Is(jsontext.Null) || v.Is(jsontext.String) && v.Text == "" || v.Is(jsontext.Bool) && v.Text == "false" {
		return nil, nil
	}
	if b.paging.Param != "" && (v.Is(jsontext.String) || v.Is(jsontext.Number)) {
		following := *at
		q := following.Query()
		q.Set(b.paging.Param, v.Text)
		following.RawQuery = q.Encode()
		return &following, nil
	}
	if !v.Is(jsontext.String) {
		return nil, dubbelkrona.Invalidf("the value at the path of paging.next is not an address")
	}
	return resolved(resp.URL, v.Text)
}

// resolved parses an address in a page, which may be relative.
func resolved(base, text string) (*url.URL, error) {
	if text == "" {
		return nil, nil
	}
	from, err := url.Parse(base)
	if err == nil {
		from, err = from.Parse(text)
	}
	if err != nil || from.User != nil {
		return nil, dubbelkrona.Invalidf("the response's address of the next page is not valid")
	}
	from.Fragment = ""
	return from, nil
}

// end closes the array and checks the number of rows.
func (b *book) end() error {
	if b.total >= 0 && b.rows != b.total {
		return dubbelkrona.Errorf(dubbelkrona.Transient, "%d pages have %d rows, but the server states %d; it is read again next time", len(b.visited), b.rows, b.total)
	}
	closing := "\n]\n"
	if b.rows == 0 {
		closing = "[]\n"
	}
	_, err := b.into.Write([]byte(closing))
	return err
}

// linkNext returns the target of rel=next in Link headers (RFC 8288), empty if
// there is none.
func linkNext(values []string) string {
	for rest := strings.Join(values, ","); ; {
		_, after, ok := strings.Cut(rest, "<")
		if !ok {
			return ""
		}
		target, after, ok := strings.Cut(after, ">")
		if !ok {
			return ""
		}
		params := after
		if next := strings.Index(after, "<"); next >= 0 {
			params = after[:next]
		}
		rest = after
		for param := range strings.SplitSeq(params, ";") {
			name, value, _ := strings.Cut(strings.Trim(param, " \t,"), "=")
			if strings.EqualFold(strings.TrimSpace(name), "rel") && slices.Contains(strings.Fields(strings.Trim(strings.TrimSpace(value), `"`)), "next") {
				return target
			}
		}
	}
}
