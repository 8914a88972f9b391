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

// page is one answer. Rows stay the bytes that came.
type page struct {
	Results     []json.RawMessage `json:"results"`
	Offset      *int64            `json:"offset"`
	ResultCount *int64            `json:"resultCount"`
	Next        string            `json:"next"`
}

// parsePage reads an answer. One that was cut short is Transient, one that
// RowStore does not give is Invalid.
func parsePage(body []byte) (*page, error) {
	trimmed := bytes.TrimSpace(body)
	if bytes.HasPrefix(trimmed, []byte("<")) {
		return nil, dubbelkrona.Invalidf("the answer is a web page and no data; look at the address in a browser")
	}
	var p page
	if !json.Valid(trimmed) {
		return nil, transient("the answer is cut short or broken: it is no JSON")
	}
	if err := json.Unmarshal(trimmed, &p); err != nil || p.Results == nil || p.ResultCount == nil || *p.ResultCount < 0 {
		return nil, dubbelkrona.Invalidf("the answer has no results with a resultCount; is this the address of a RowStore dataset?")
	}
	for _, row := range p.Results {
		if row[0] != '{' {
			return nil, dubbelkrona.Invalidf("a row of the answer is no object; is this the address of a RowStore dataset?")
		}
	}
	return &p, nil
}

// available is the status of a table that is not being filled.
const available = 3

// info is what the server says about a table.
type info struct {
	Status   *int   `json:"status"`
	RowCount *int64 `json:"rowcount"`
}

// info asks about a table; nil where the server shows nothing. A table that is
// being filled, or whose filling failed, is a Transient error.
func (p *Place) info(ctx context.Context, of address) (*info, error) {
	body, err := p.get(ctx, of.info(), "application/json")
	if kind := dubbelkrona.KindOf(err); err != nil && (kind == dubbelkrona.NotFound || kind == dubbelkrona.Invalid) {
		return nil, nil // not every server shows it
	}
	if err != nil {
		return nil, err
	}
	var found info
	if json.Unmarshal(body, &found) != nil || found.Status == nil {
		return nil, nil
	}
	if *found.Status != available {
		return nil, transient("the server is filling the table anew, or failed to (status %d)", *found.Status)
	}
	return &found, nil
}

// address is that of a dataset or of one of its pages.
type address struct{ u *url.URL }

func parseAddress(text string) (address, error) {
	u, err := url.Parse(text)
	if err != nil {
		return address{}, dubbelkrona.Invalidf("the dataset's url is no address")
	}
	u.Fragment = ""
	return address{u}, nil
}

// String is the address as it is asked.
func (a address) String() string { return a.u.String() }

// The parameters of pages; all others are conditions on columns.
const (
	offsetParameter = "_offset"
	limitParameter  = "_limit"
)

// page is the address of the page of so many rows from a row on.
func (a address) page(offset int64, rows int) address {
	u := *a.u
	q := u.Query()
	q.Set(offsetParameter, strconv.FormatInt(offset, 10))
	q.Set(limitParameter, strconv.Itoa(rows))
	u.RawQuery = q.Encode()
	return address{&u}
}

// filtered says whether the address has conditions.
func (a address) filtered() bool {
	for name := range a.u.Query() {
		if !strings.HasPrefix(name, "_") {
			return true
		}
	}
	return false
}

// info is the address of what the server says about the table.
func (a address) info() string {
	u := *a.u
	u.RawQuery = ""
	u.Path = strings.TrimSuffix(strings.TrimSuffix(u.Path, "/"), "/json") + "/info"
	u.RawPath = ""
	return u.String()
}

// follow is the page behind a, as the server's next says. Next must lead on
// from the rows read. Servers behind others often name themselves wrongly, so
// scheme and host stay those of the configuration: whatever next says, no
// other server is asked.
func (a address) follow(next string, rows int64) (address, error) {
	if next == "" {
		return a, transient("the answer ends after %d rows without a next page", rows)
	}
	to, err := a.u.Parse(next)
	if err != nil {
		return a, dubbelkrona.Invalidf("next is no address")
	}
	if at := to.Query().Get(offsetParameter); at != strconv.FormatInt(rows, 10) {
		return a, transient("next does not lead on from the %d rows read: it goes in a circle or leaves rows out", rows)
	}
	u := *a.u
	u.RawQuery = to.RawQuery
	return address{&u}, nil
}

// identifier is the last part of a dataset's address.
func identifier(address string) string {
	a, err := parseAddress(address)
	if err != nil {
		return ""
	}
	path := strings.TrimSuffix(strings.TrimSuffix(a.u.Path, "/"), "/json")
	return path[strings.LastIndexByte(path, '/')+1:]
}
