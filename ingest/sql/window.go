package sql

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"time"

	"dubbelkrona"
	"dubbelkrona/ingest"
)

// windowed is a query that is read in windows.
type windowed struct {
	ingest.Source
	place *place
	now   func() time.Time
	label func(name string) string
}

// window is a range of the column: after From, nil from the beginning, up to
// and with To, or without an end where it is open. The values are as the
// database writes them.
type window struct {
	From *string `json:"from,omitempty"`
	To   string  `json:"to"`
	Open bool    `json:"open,omitempty"`
}

// condition is what the rows of a window meet.
func (w window) condition(db engine, column string) (string, []string) {
	if w.Open {
		return fmt.Sprintf("%s > %s", column, db.parameter(1)), []string{*w.From}
	}
	if w.From == nil {
		return fmt.Sprintf("%s <= %s", column, db.parameter(1)), []string{w.To}
	}
	return fmt.Sprintf("%[1]s > %[2]s AND %[1]s <= %[3]s", column, db.parameter(1), db.parameter(2)), []string{*w.From, w.To}
}

// cursor is how far a query has been read.
type cursor struct {
	Column string `json:"column"`
	Value  string `json:"value"`
	// Ahead says that there were rows ahead of the clock, see windowed.ahead.
	Ahead bool `json:"ahead,omitempty"`
	// Passed is where a cursor was that had gone ahead of the clock itself.
	Passed string `json:"passed,omitempty"`
}

// Objects implements ingest.Source: the windows behind a cursor.
func (s *windowed) Objects(ctx context.Context, at []byte) iter.Seq2[ingest.Object, error] {
	return func(yield func(ingest.Object, error) bool) {
		fail := func(err error) { yield(ingest.Object{}, fmt.Errorf("source %s: %w", s.place.name, err)) }
		c, err := s.from(at)
		if err != nil {
			fail(err)
			return
		}
		from := c.from()
		end, ahead, found, err := s.end(ctx, from)
		for last := false; err == nil && found && !last && ctx.Err() == nil; {
			w := window{From: from}
			if w.To, last, err = s.to(ctx, from, end); err != nil {
				break
			}
			c.Value = w.To
			if !yield(s.object(w, c), nil) {
				return
			}
			from = &w.To
		}
		if err == nil {
			err = ctx.Err()
		}
		switch {
		case err != nil:
			fail(err)
		case ahead || c.Ahead:
			yield(s.ahead(c, ahead), nil)
		}
	}
}

// from is the value behind which a cursor goes on, nil at the beginning.
func (c cursor) from() *string {
	if c.Value == "" {
		return nil
	}
	return &c.Value
}

// from reads a cursor; nil is the beginning.
func (s *windowed) from(at []byte) (c cursor, err error) {
	column := s.place.options.Incremental.Column
	if at == nil {
		return cursor{Column: column}, nil
	}
	if err := json.Unmarshal(at, &c); err != nil {
		return c, dubbelkrona.Invalidf("the cursor that the ledger has is none of this source's; give the source another name to read everything anew")
	}
	if c.Column != column {
		return c, dubbelkrona.Invalidf("incremental.column: the source has been read by %q so far, and where it is by %q cannot be told; give it another name to read everything anew",
			c.Column, column)
	}
	return c, nil
}

func (s *windowed) object(w window, behind cursor) ingest.Object {
	// Plain data: neither can fail to be written as JSON.
	version, _ := json.Marshal(w)
	next, _ := json.Marshal(behind)
	from := ""
	if w.From != nil {
		from = *w.From
	}
	obj := ingest.NewObject(fmt.Sprintf("%s %s–%s", s.place.options.Incremental.Column, from, w.To), -1, time.Time{})
	obj.Version, obj.Cursor, obj.Label = string(version), next, s.label(obj.Name)
	return obj
}

// end is the highest value behind from that is read in windows now, and whether
// there are higher ones, ahead of the clock.
func (s *windowed) end(ctx context.Context, from *string) (value string, ahead, found bool, err error) {
	value, found, err = s.highest(ctx, from, "")
	if err != nil || !found {
		return "", false, false, err
	}
	lag := s.place.options.lag
	if ahead = s.isAhead(value); ahead || lag > 0 {
		value, found, err = s.highest(ctx, from, s.moment(s.now().Add(-lag)))
	}
	return value, ahead, found, err
}

// highest is the highest value behind from and, unless it is empty, up to most.
func (s *windowed) highest(ctx context.Context, from *string, most string) (value string, found bool, err error) {
	p := s.place
	column := p.db.quote(p.options.Incremental.Column)
	condition, args := fmt.Sprintf("%s IS NOT NULL", column), []string(nil)
	if from != nil {
		condition, args = fmt.Sprintf("%s > %s", column, p.db.parameter(1)), []string{*from}
	}
	if most != "" {
		args = append(args, most)
		condition += fmt.Sprintf(" AND %s <= %s", column, p.db.parameter(len(args)))
	}
	return s.ask(ctx, fmt.Sprintf("SELECT max(%s) FROM %s WHERE %s", column, p.options.within(), condition), args)
}

// to is where the window behind from ends, and whether that is the end.
func (s *windowed) to(ctx context.Context, from *string, end string) (value string, last bool, err error) {
	p := s.place
	column := p.db.quote(p.options.Incremental.Column)
	condition, args := window{From: from, To: end}.condition(p.db, column)
	value, found, err := s.ask(ctx, fmt.Sprintf("SELECT %[1]s FROM %[2]s WHERE %[3]s ORDER BY %[1]s OFFSET %[4]d ROWS FETCH NEXT 1 ROWS ONLY",
		column, p.options.within(), condition, p.options.Incremental.WindowRows-1), args)
	if err != nil || !found {
		return end, true, err
	}
	return value, value == end, nil
}

// ask gives the one value of a small answer; found is false where it is NULL.
func (s *windowed) ask(ctx context.Context, statement string, args []string) (value string, found bool, err error) {
	session, err := s.place.db.connect(ctx)
	if err != nil {
		return "", false, err
	}
	defer session.close()
	row, found, err := session.one(ctx, statement, args...)
	if err != nil || !found || len(row) == 0 || row[0].null {
		return "", false, err
	}
	return string(row[0].text), true, nil
}
