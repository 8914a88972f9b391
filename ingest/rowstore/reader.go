package rowstore

import (
	"bytes"
	"context"
	"io"

	"dubbelkrona"
)

// reader reads the rows of a dataset, page by page, as one JSON array.
type reader struct {
	ctx   context.Context // of this reading
	place *Place
	start address // of the first page

	next    address
	rows    int64 // read so far
	count   int64 // stated by the first page, -1 before it
	info    *info // before the first page, nil if the server provides none
	pending bytes.Buffer
	done    bool
	failed  error
}

func newReader(ctx context.Context, p *Place, url string) (*reader, error) {
	start, err := parseAddress(url)
	if err != nil {
		return nil, err
	}
	r := &reader{ctx: ctx, place: p, start: start, next: start.page(0, p.settings.PageRows), count: -1}
	if r.info, err = p.info(ctx, start); err != nil {
		return nil, err
	}
	r.pending.WriteByte('[')
	return r, nil
}

// Read implements io.Reader.
func (r *reader) Read(b []byte) (int, error) {
	for r.pending.Len() == 0 {
		switch {
		case r.failed != nil:
			return 0, r.failed
		case r.done:
			return 0, io.EOF
		}
		r.failed = r.more()
	}
	return r.pending.Read(b)
}

// Close implements io.Closer.
func (r *reader) Close() error { return nil }

// more reads the next page, or ends the array.
func (r *reader) more() error {
	if r.count >= 0 && r.rows == r.count {
		return r.end()
	}
	body, err := r.place.get(r.ctx, r.next.String(), "application/json")
	if err != nil {
		return err
	}
	page, err := parsePage(body)
	if err != nil {
		return err
	}
	if err := r.fits(page); err != nil {
		return err
	}
	for _, row := range page.Results {
		if r.rows > 0 {
			r.pending.WriteString(",\n")
		}
		r.pending.Write(row)
		r.rows++
	}
	if r.rows == r.count {
		return nil
	}
	r.next, err = r.next.follow(page.Next, r.rows)
	return err
}

// fits returns an error if a page does not continue the previous ones.
func (r *reader) fits(page *page) error {
	if r.count < 0 {
		r.count = *page.ResultCount
	}
	after := r.rows + int64(len(page.Results))
	switch {
	case page.Offset != nil && *page.Offset != r.rows:
		return transient("a page begins at row %d instead of the requested row %d", *page.Offset, r.rows)
	case len(page.Results) == 0 && after < r.count:
		return transient("the response ends after %d of %d rows", after, r.count)
	case *page.ResultCount != r.count:
		return transient("the table changed while it was read: it had %d rows and has %d now", r.count, *page.ResultCount)
	case after > r.count:
		return transient("the response has more rows than the %d that it states", r.count)
	}
	return nil
}

// end ends the array, if the table has not changed since the first page.
func (r *reader) end() error {
	if r.info == nil {
		if r.count == 0 {
			return transient("the table is empty, and the server does not report whether it is being loaded")
		}
	} else if err := r.unchanged(); err != nil {
		return err
	}
	r.pending.WriteByte(']')
	r.done = true
	return nil
}

func (r *reader) unchanged() error {
	now, err := r.place.info(r.ctx, r.start)
	if err != nil {
		return err
	}
	if now == nil {
		return transient("the table no longer exists")
	}
	if now.RowCount != nil && !r.start.filtered() && *now.RowCount != r.rows {
		return transient("the table changed while it was read: %d rows were read, but the server states %d", r.rows, *now.RowCount)
	}
	return nil
}

// transient returns the error for an incomplete response.
func transient(format string, args ...any) error {
	return dubbelkrona.Errorf(dubbelkrona.Transient, format+"; it is read again next time", args...)
}
