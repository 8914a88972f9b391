package search

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/ted"
	"dubbelkrona/internal/fetch"
)

// days fetches the notices of a day: the pages of a search as one response.
type days struct {
	env         ingest.Env
	settings    Settings
	credentials http.Header
}

// Objects implements ingest.Remote. Days are listed by Source.
func (d *days) Objects(context.Context) ([]ingest.Object, error) { return nil, nil }

// Fetch implements ingest.Remote: it writes one response with all notices of
// the day that obj is named after. The same notices give the same bytes.
func (d *days) Fetch(ctx context.Context, obj ingest.Object, into fetch.Into) (version string, err error) {
	s := &search{days: d, day: strings.ReplaceAll(obj.Name, "-", ""), into: into, total: -1, seen: make(map[string]bool)}
	return "", s.run(ctx)
}

// search is the state of one search.
type search struct {
	*days
	day   string // in the notation of an expert search: 20260831
	into  fetch.Into
	total int64 // stated by the first page, -1 before it
	token string
	seen  map[string]bool // numbers of the notices so far
}

// run reads pages until one has no notices. The token does not mark the end: it
// is still present after the last notice.
func (s *search) run(ctx context.Context) error {
	if _, err := s.into.Write([]byte(`{"notices":[`)); err != nil {
		return err
	}
	for {
		page, err := s.ask(ctx)
		if err != nil {
			return err
		}
		if err := s.take(page); err != nil {
			return err
		}
		if len(page.notices) == 0 || page.token == "" {
			return s.end()
		}
		s.token = page.token
	}
}

// request is the body of a request. paginationMode ITERATION returns any number
// of notices, PAGE_NUMBER only the first 15,000.
type request struct {
	Query              string   `json:"query"`
	Fields             []string `json:"fields"`
	Limit              int      `json:"limit"`
	Scope              string   `json:"scope"`
	PaginationMode     string   `json:"paginationMode"`
	IterationNextToken string   `json:"iterationNextToken,omitempty"`
}

// ask fetches the next page.
func (s *search) ask(ctx context.Context) (*page, error) {
	body, err := json.Marshal(request{
		Query:  fmt.Sprintf("(%s) AND publication-date>=%s AND publication-date<=%s SORT BY %s ASC", s.settings.Query, s.day, s.day, ted.NumberField),
		Fields: s.settings.Fields, Limit: s.settings.PageSize,
		Scope: "ALL", PaginationMode: "ITERATION", IterationNextToken: s.token,
	})
	if err != nil {
		return nil, err
	}
	const longest = 64 << 20
	text, _, err := s.env.Web.Bytes(ctx, fetch.Request{
		Method: http.MethodPost, URL: s.settings.Endpoint, Body: body, Credentials: s.credentials,
		Header: http.Header{"Content-Type": {"application/json"}, "Accept": {"application/json"}},
		Policy: fetch.Policy{PerSecond: 2, Burst: 2},
	}, longest)
	if kind := dubbelkrona.KindOf(err); err != nil && kind == dubbelkrona.Invalid {
		return nil, fmt.Errorf("%w; try query and fields in TED's expert search", err)
	}
	if err != nil {
		return nil, err
	}
	return parsePage(text, s.env.Limits)
}

// take checks that a page continues the previous ones and writes its notices.
func (s *search) take(p *page) error {
	switch {
	case p.timedOut:
		return transient("the search timed out, so notices are missing from its response")
	case s.total < 0 && p.total < 0:
		return dubbelkrona.Invalidf("the response has no total number of notices, so that it may be incomplete")
	case s.total < 0:
		s.total = p.total
	case p.total >= 0 && p.total != s.total:
		return transient("the result changed while it was read: it had %d notices and has %d now", s.total, p.total)
	}
	for _, n := range p.notices {
		if s.seen[n.number] {
			return transient("a notice comes twice, so that another may be missing")
		}
		var text bytes.Buffer
		if len(s.seen) > 0 {
			text.WriteByte(',')
		}
		text.WriteByte('\n')
		text.Write(n.text)
		if _, err := s.into.Write(text.Bytes()); err != nil {
			return err
		}
		s.seen[n.number] = true
	}
	if got := int64(len(s.seen)); got > s.total {
		return transient("the response has more notices than the %d that it states", s.total)
	}
	return nil
}

// end ends the response, if it has the stated number of notices.
func (s *search) end() error {
	got := int64(len(s.seen))
	if got != s.total {
		return transient("the response ends after %d of %d notices", got, s.total)
	}
	_, err := fmt.Fprintf(s.into, "\n],\"totalNoticeCount\":%d,\"timedOut\":false}\n", s.total)
	return err
}

// transient returns the error for an incomplete response.
func transient(format string, args ...any) error {
	return dubbelkrona.Errorf(dubbelkrona.Transient, format+"; the day is read again next time", args...)
}
