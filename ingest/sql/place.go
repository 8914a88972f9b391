package sql

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"dubbelkrona/ingest"
)

// place is a query as a place. An object is the result, or a window of it, as
// lines of JSON: the names of the columns, then an array for each row.
type place struct {
	name    string
	db      engine
	options *options
}

// Objects implements ingest.Place: the whole result.
func (p *place) Objects(context.Context) ([]ingest.Object, error) {
	return []ingest.Object{ingest.NewObject(p.name, -1, time.Time{})}, nil
}

// Open implements ingest.Place. The object is the result, or a window whose
// bounds are its version.
func (p *place) Open(ctx context.Context, obj ingest.Object) (io.ReadCloser, error) {
	statement, args, err := p.statement(obj)
	if err != nil {
		return nil, err
	}
	r, w := io.Pipe()
	a := &answer{PipeReader: r, done: make(chan struct{})}
	ctx, a.cancel = context.WithCancel(ctx)
	go func() {
		defer close(a.done)
		w.CloseWithError(p.write(ctx, w, statement, args))
	}()
	return a, nil
}

// answer is a running query's result. Closing it cancels the query and waits
// for its end.
type answer struct {
	*io.PipeReader
	cancel context.CancelFunc
	done   chan struct{}
}

// Close implements io.Closer.
func (a *answer) Close() error {
	a.cancel()
	err := a.PipeReader.Close()
	<-a.done
	return err
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
	line := func(v any) error {
		text, err := json.Marshal(v)
		if err != nil {
			return err
		}
		out.Write(text)
		return out.WriteByte('\n')
	}
	var row []*string
	err = s.stream(ctx, statement, args, func(columns []string) error { return line(columns) }, func(cells []cell) error {
		row = row[:0]
		for _, c := range cells {
			if c.null {
				row = append(row, nil)
				continue
			}
			text := string(c.text)
			row = append(row, &text)
		}
		return line(row)
	})
	if err != nil {
		return err
	}
	return out.Flush()
}
