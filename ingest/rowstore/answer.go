package rowstore

import (
	"bytes"
	"context"
	"encoding/json"
	"net/url"
	"strconv"
	"strings"

	"dubbelkrona"
)

// page is one response. Rows are kept as received.
type page struct {
	Results     []json.RawMessage `json:"results"`
	Offset      *int64            `json:"offset"`
	ResultCount *int64            `json:"resultCount"`
	Next        string            `json:"next"`
}

// parsePage parses a response. A truncated response is Transient, one that is
// not of RowStore is Invalid.
func parsePage(body []byte) (*page, error) {
	trimmed := bytes.TrimSpace(body)
	if bytes.HasPrefix(trimmed, []byte("<")) {
		return nil, dubbelkrona.Invalidf("the response is a web page, not data; open the address in a browser")
	}
	var p page
	if !json.Valid(trimmed) {
		return nil, transient("the response is not JSON; it may be cut off")
	}
	if err := json.Unmarshal(trimmed, &p); err != nil || p.Results == nil || p.ResultCount == nil || *p.ResultCount < 0 {
		return nil, dubbelkrona.Invalidf("the response has no results with a resultCount; check that this is the address of a RowStore dataset")
	}
	for _, row := range p.Results {
		if row[0] != '{' {
			return nil, dubbelkrona.Invalidf("a row of the response is not an object; check that this is the address of a RowStore dataset")
		}
	}
	return &p, nil
}

// available is the status of a complete table.
const available = 3

// info is a table's status.
type info struct {
	Status   *int   `json:"status"`
	RowCount *int64 `json:"rowcount"`
}

// info fetches a table's status; nil if the server does not provide it. A table
// that is being loaded, or whose loading failed, is a Transient error.
func (p *Place) info(ctx context.Context, of address) (*info, error) {
	body, err := p.get(ctx, of.info(), "application/json")
	if kind := dubbelkrona.KindOf(err); err != nil && (kind == dubbelkrona.NotFound || kind == dubbelkrona.Invalid) {
		return nil, nil // not every server provides it
	}
	if err != nil {
		return nil, err
	}
	var found info
	if json.Unmarshal(body, &found) != nil || found.Status == nil {
		return nil, nil
	}
	if *found.Status != available {
		return nil, transient("the server is loading the table, or failed to (status %d)", *found.Status)
	}
	return &found, nil
}

// address is the address of a dataset or of one of its pages.
type address struct{ u *url.URL }

func parseAddress(text string) (address, error) {
	u, err := url.Parse(text)
	if err != nil {
		return address{}, dubbelkrona.Invalidf("the dataset's url is not a valid address")
	}
	u.Fragment = ""
	return address{u}, nil
}

// String returns the address.
func (a address) String() string { return a.u.String() }

// Paging parameters; all others are conditions on columns.
const (
	offsetParameter = "_offset"
	limitParameter  = "_limit"
)

// page returns the address of the page of rows rows from offset.
func (a address) page(offset int64, rows int) address {
	u := *a.u
	q := u.Query()
	q.Set(offsetParameter, strconv.FormatInt(offset, 10))
	q.Set(limitParameter, strconv.Itoa(rows))
	u.RawQuery = q.Encode()
	return address{&u}
}

// filtered reports whether the address has conditions.
func (a address) filtered() bool {
	for name := range a.u.Query() {
		if !strings.HasPrefix(name, "_") {
			return true
		}
	}
	return false
}

// info returns the address of the table's status.
func (a address) info() string {
	u := *a.u
	u.RawQuery = ""
	u.Path = strings.TrimSuffix(strings.TrimSuffix(u.Path, "/"), "/json") + "/info"
	u.RawPath = ""
	return u.String()
}

// follow returns the page after a from the server's next, which must continue
// after the rows read. Servers behind a proxy often name themselves wrongly, so
// scheme and host are always those of the configuration: no other server is
// contacted.
func (a address) follow(next string, rows int64) (address, error) {
	if next == "" {
		return a, transient("the response ends after %d rows without a next page", rows)
	}
	to, err := a.u.Parse(next)
	if err != nil {
		return a, dubbelkrona.Invalidf("next is not a valid address")
	}
	if at := to.Query().Get(offsetParameter); at != strconv.FormatInt(rows, 10) {
		return a, transient("next does not continue after the %d rows read: it repeats or skips rows", rows)
	}
	u := *a.u
	u.RawQuery = to.RawQuery
	return address{&u}, nil
}

// identifier returns the last part of a dataset's address.
func identifier(address string) string {
	a, err := parseAddress(address)
	if err != nil {
		return ""
	}
	path := strings.TrimSuffix(strings.TrimSuffix(a.u.Path, "/"), "/json")
	return path[strings.LastIndexByte(path, '/')+1:]
}
