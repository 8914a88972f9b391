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

// window is a range of the column: after From (nil: from the beginning) up to
// and including To, or without an end if Open. The values are in the database's
// notation.
type window struct {
	From *string `json:"from,omitempty"`
	To   string  `json:"to"`
	Open bool    `json:"open,omitempty"`
}

// condition returns the SQL condition for the window's rows, and its arguments.
func (w window) condition(db engine, column string) (string, []string) {
	if w.Open {
		return fmt.Sprintf("%s > %s", column, db.parameter(1)), []string{*w.From}
	}
	if w.From == nil {
		return fmt.Sprintf("%s <= %s", column, db.parameter(1)), []string{w.To}
	}
	return fmt.Sprintf("%[1]s > %[2]s AND %[1]s <= %[3]s", column, db.parameter(1), db.parameter(2)), []string{*w.From, w.To}
}

// cursor is the position up to which a query has been read.
type cursor struct {
	Column string `json:"column"`
	Value  string `json:"value"`
	// Ahead reports that there were rows ahead of the clock, see
	// windowed.ahead.
	Ahead bool `json:"ahead,omitempty"`
	// Passed is the previous cursor if that was ahead of the clock itself.
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

// from returns the value after which reading continues, nil at the beginning.
func (c cursor) from() *string {
	if c.Value == "" {
		return nil
	}
	return &c.Value
}

// from parses a cursor; nil is the beginning.
func (s *windowed) from(at []byte) (c cursor, err error) {
	column := s.place.options.Incremental.Column
	if at == nil {
		return cursor{Column: column}, nil
	}
	if err := json.Unmarshal(at, &c); err != nil {
		return c, dubbelkrona.Invalidf("the stored cursor does not belong to this source; give the source another name to read everything again")
	}
	if c.Column != column {
		return c, dubbelkrona.Invalidf("incremental.column: the source has been read by %q so far, which gives no position in %q; give it another name to read everything again",
			c.Column, column)
	}
	return c, nil
}

func (s *windowed) object(w window, behind cursor) ingest.Object {
	// Plain data: marshalling cannot fail.
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

// end returns the highest value after from that is not ahead of the clock, and
// whether there are values ahead.
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

// highest returns the highest value after from and, unless most is empty, up to
// most.
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

// to returns the end of the window after from, and whether it is the last
// window.
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

// ask returns the single value of a small result; found is false if it is NULL.
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
