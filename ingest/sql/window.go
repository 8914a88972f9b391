package sql

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"time"

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
// and with To. The values are as the database writes them.
type window struct {
	From *string `json:"from,omitempty"`
	To   string  `json:"to"`
}

// condition is what the rows of a window meet.
func (w window) condition(db engine, column string) (string, []string) {
	if w.From == nil {
		return fmt.Sprintf("%s <= %s", column, db.parameter(1)), []string{w.To}
	}
	return fmt.Sprintf("%[1]s > %[2]s AND %[1]s <= %[3]s", column, db.parameter(1), db.parameter(2)), []string{*w.From, w.To}
}

// cursor is how far a query has been read.
type cursor struct {
	Column string `json:"column"`
	Value  string `json:"value"`
}

// Objects implements ingest.Source: the windows behind a cursor.
func (s *windowed) Objects(ctx context.Context, at []byte) iter.Seq2[ingest.Object, error] {
	return func(yield func(ingest.Object, error) bool) {
		fail := func(err error) { yield(ingest.Object{}, fmt.Errorf("source %s: %w", s.place.name, err)) }
		from, err := s.from(at)
		if err != nil {
			fail(err)
			return
		}
		end, found, err := s.end(ctx, from)
		for err == nil && found && ctx.Err() == nil {
			w := window{From: from}
			var last bool
			if w.To, last, err = s.to(ctx, from, end); err != nil {
				break
			}
			if !yield(s.object(w), nil) || last {
				return
			}
			from = &w.To
		}
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			fail(err)
		}
	}
}

// from is the value that a cursor has passed.
func (s *windowed) from(at []byte) (*string, error) {
	if at == nil {
		return nil, nil
	}
	var c cursor
	if err := json.Unmarshal(at, &c); err != nil {
		return nil, invalid("the cursor that the ledger has is none of this source's; give the source another name to read everything anew")
	}
	if c.Column != s.place.options.Incremental.Column {
		return nil, invalid("incremental.column: the source has been read by %q so far, and where it is by %q cannot be told; give it another name to read everything anew",
			c.Column, s.place.options.Incremental.Column)
	}
	return &c.Value, nil
}

func (s *windowed) object(w window) ingest.Object {
	// Plain data: neither can fail to be written as JSON.
	version, _ := json.Marshal(w)
	next, _ := json.Marshal(cursor{s.place.options.Incremental.Column, w.To})
	from := ""
	if w.From != nil {
		from = *w.From
	}
	obj := ingest.NewObject(fmt.Sprintf("%s %s–%s", s.place.options.Incremental.Column, from, w.To), -1, time.Time{})
	obj.Version, obj.Cursor, obj.Label = string(version), next, s.label(obj.Name)
	return obj
}

// end is the highest value behind from that is read now.
func (s *windowed) end(ctx context.Context, from *string) (value string, found bool, err error) {
	p := s.place
	column := p.db.quote(p.options.Incremental.Column)
	condition, args := fmt.Sprintf("%s IS NOT NULL", column), []string(nil)
	if from != nil {
		condition, args = fmt.Sprintf("%s > %s", column, p.db.parameter(1)), []string{*from}
	}
	if p.options.lag > 0 {
		// A column without a zone takes the clock's time and drops the offset.
		args = append(args, s.now().Add(-p.options.lag).In(p.options.zone).Format("2006-01-02 15:04:05.999999-07:00"))
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
