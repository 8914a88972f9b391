package sql

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"dubbelkrona/ingest"
	"dubbelkrona/internal/fetch"
)

// place is a query as an ingest.Remote. An object is the result, or a window of
// it, as lines of JSON: the names of the columns, then an array for each row.
type place struct {
	name    string
	db      engine
	options *options
}

// Objects implements ingest.Remote: the whole result.
func (p *place) Objects(context.Context) ([]ingest.Object, error) {
	return []ingest.Object{ingest.NewObject(p.name, -1, time.Time{})}, nil
}

// Fetch implements ingest.Remote. The object is the result, or a window whose
// bounds are its version.
func (p *place) Fetch(ctx context.Context, obj ingest.Object, into fetch.Into) (version string, err error) {
	statement, args, err := p.statement(obj)
	if err != nil {
		return "", err
	}
	return obj.Version, p.write(ctx, into, statement, args)
}

// statement returns the SQL and arguments for an object.
func (p *place) statement(obj ingest.Object) (string, []string, error) {
	if p.options.Incremental.Column == "" {
		return p.options.query, nil, nil
	}
	var w window
	if err := json.Unmarshal([]byte(obj.Version), &w); err != nil {
		return "", nil, fmt.Errorf("window: %w", err)
	}
	column := p.db.quote(p.options.Incremental.Column)
	condition, args := w.condition(p.db, column)
	return fmt.Sprintf("SELECT * FROM %s WHERE %s ORDER BY %s", p.options.within(), condition, column), args, nil
}

func (p *place) write(ctx context.Context, to io.Writer, statement string, args []string) (err error) {
	s, err := p.db.connect(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	out := bufio.NewWriterSize(to, 64<<10)
	lines := json.NewEncoder(out)
	var row []*string
	err = s.stream(ctx, statement, args, func(columns []string) error { return lines.Encode(columns) }, func(cells []cell) error {
		row = row[:0]
		for _, c := range cells {
			if c.null {
				row = append(row, nil)
				continue
			}
			text := string(c.text)
			row = append(row, &text)
		}
		return lines.Encode(row)
	})
	if err != nil {
		return err
	}
	return out.Flush()
}
