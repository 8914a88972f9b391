package search

import (
	"bytes"
	"io"
	"slices"
	"strconv"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/ted"
	"dubbelkrona/internal/jsontext"
)

// page is one response of the Search API.
type page struct {
	notices  []foundText
	listed   bool
	total    int64 // -1 if it states none
	token    string
	timedOut bool
}

// foundText is a notice of a response, as received.
type foundText struct {
	number string
	text   []byte
}

// parsePage parses a response. A truncated one is Transient, one that is not of
// the Search API is Invalid.
func parsePage(text []byte, limits ingest.Limits) (*page, error) {
	if bytes.HasPrefix(bytes.TrimSpace(text), []byte("<")) {
		return nil, dubbelkrona.Invalidf("the response is a web page, not data; open the endpoint in a browser")
	}
	p := &page{total: -1}
	r := jsontext.NewReader(bytes.NewReader(text), limits.JSON())
	err := r.Object(func(key string, first byte) error { return p.member(r, key, first, limits) })
	if err == nil {
		if _, more := r.Peek(); more != io.EOF {
			err = dubbelkrona.Invalidf("there is content after the end of the response")
		}
	}
	switch {
	case err != nil:
		return nil, dubbelkrona.Errorf(dubbelkrona.Transient, "the response is cut off or malformed: %w", err)
	case !p.listed:
		return nil, dubbelkrona.Invalidf("the response has no notices; check that endpoint is the address of TED's Search API")
	}
	for _, n := range p.notices {
		if n.number == "" {
			return nil, dubbelkrona.Invalidf("the response has a notice without %s", ted.NumberField)
		}
	}
	return p, nil
}

func (p *page) member(r *jsontext.Reader, key string, first byte, limits ingest.Limits) error {
	if key == "notices" && first == '[' {
		p.listed = true
		return r.Array(func(byte) error { return p.notice(r, limits) })
	}
	switch key {
	case "totalNoticeCount", "iterationNextToken", "timedOut":
	default:
		return r.Skip()
	}
	raw, err := r.Value()
	if err != nil {
		return err
	}
	switch value := string(raw); {
	case key == "timedOut":
		p.timedOut = value == "true"
	case key == "iterationNextToken":
		p.token, _ = jsontext.Text(raw)
	case value != "null":
		if p.total, err = strconv.ParseInt(value, 10, 64); err != nil || p.total < 0 {
			return dubbelkrona.Invalidf("totalNoticeCount is not a number")
		}
	}
	return nil
}

func (p *page) notice(r *jsontext.Reader, limits ingest.Limits) error {
	raw, err := r.Value()
	if err != nil {
		return err
	}
	number, err := ted.NumberOf(raw, limits.Depth)
	p.notices = append(p.notices, foundText{number, slices.Clone(raw)})
	return err
}
