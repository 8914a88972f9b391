package rowstore

import (
	"bufio"
	"context"
	"io"

	"dubbelkrona"
)

// reading is one reading of a dataset.
type reading struct {
	place *Place
	start address
	rows  int64 // read so far
	count int64 // stated by the first page, -1 before it
	info  *info // before the first page, nil if the server provides none
}

// write writes the rows of the dataset at an address as one JSON array.
func (p *Place) write(ctx context.Context, url string, to io.Writer) error {
	start, err := parseAddress(url)
	if err != nil {
		return err
	}
	r := &reading{place: p, start: start, count: -1}
	if r.info, err = p.info(ctx, start); err != nil {
		return err
	}
	out := bufio.NewWriter(to)
	out.WriteByte('[')
	for next := start.page(0, p.settings.PageRows); r.rows != r.count; {
		if next, err = r.page(ctx, next, out); err != nil {
			return err
		}
	}
	if err := r.unchanged(ctx); err != nil {
		return err
	}
	out.WriteByte(']')
	return out.Flush()
}

// page writes the rows of a page and returns the address of the next one.
func (r *reading) page(ctx context.Context, at address, out *bufio.Writer) (next address, err error) {
	body, err := r.place.get(ctx, at.String(), "application/json")
	if err != nil {
		return at, err
	}
	page, err := parsePage(body)
	if err != nil {
		return at, err
	}
	if err := r.fits(page); err != nil {
		return at, err
	}
	for _, row := range page.Results {
		if r.rows > 0 {
			out.WriteString(",\n")
		}
		if _, err := out.Write(row); err != nil {
			return at, err
		}
		r.rows++
	}
	if r.rows == r.count {
		return at, nil
	}
	return at.follow(page.Next, r.rows)
}

// fits returns an error if a page does not continue the previous ones.
func (r *reading) fits(page *page) error {
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

// unchanged returns an error if the table may have changed since the first page.
func (r *reading) unchanged(ctx context.Context) error {
	if r.info == nil {
		if r.count == 0 {
			return transient("the table is empty, and the server does not report whether it is being loaded")
		}
		return nil
	}
	now, err := r.place.info(ctx, r.start)
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
