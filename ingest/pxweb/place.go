package pxweb

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"dubbelkrona"
	"dubbelkrona/ingest"
)

// tables is a server as a place; its objects are tables.
type tables struct {
	server   api
	settings Settings
}

// Objects implements ingest.Place. The version of a table is the time of its
// last update and a hash of the selection.
func (p *tables) Objects(ctx context.Context) (all []ingest.Object, err error) {
	l, err := p.server.limits(ctx)
	if err != nil {
		return nil, err
	}
	for i := range p.settings.Tables {
		t := &p.settings.Tables[i]
		obj := ingest.NewObject(t.ID, -1, time.Time{})
		_, updated, err := p.server.table(ctx, l, t)
		if err != nil {
			return nil, fmt.Errorf("table %s: %w", t.ID, err)
		}
		if updated != "" {
			obj.Version = updated + " " + t.mark(p.settings.Language)
		}
		all = append(all, obj)
	}
	return all, nil
}

// mark returns a hash of the selection.
func (t *Table) mark(language string) string {
	// Maps are marshalled in the order of their keys.
	text, _ := json.Marshal([]any{language, t})
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:6])
}

// Open implements ingest.Place: the responses to a table's requests, one
// document after the other.
func (p *tables) Open(ctx context.Context, obj ingest.Object) (io.ReadCloser, error) {
	at := slices.IndexFunc(p.settings.Tables, func(t Table) bool { return t.ID == obj.Name })
	if at < 0 {
		return nil, dubbelkrona.Errorf(dubbelkrona.NotFound, "the settings have no such table")
	}
	t := &p.settings.Tables[at]
	l, err := p.server.limits(ctx)
	if err != nil {
		return nil, err
	}
	variables, updated, err := p.server.table(ctx, l, t)
	if err != nil {
		return nil, err
	}
	chosen, err := t.choose(variables)
	if err != nil {
		return nil, err
	}
	a := &answers{ctx: ctx, server: p.server, limits: l, table: t.ID, questions: split(chosen, l.cells)}
	if updated != "" {
		a.version = updated + " " + t.mark(p.settings.Language)
	}
	return a, nil
}

// answers sends one request after the other as it is read.
type answers struct {
	ctx       context.Context // of this reading
	server    api
	limits    limits
	table     string
	version   string
	questions [][]selected
	text      bytes.Buffer
}

// Version returns the time of the table's last update, with its selection.
func (a *answers) Version() string { return a.version }

// Read implements io.Reader.
func (a *answers) Read(b []byte) (int, error) {
	for a.text.Len() == 0 {
		if len(a.questions) == 0 {
			return 0, io.EOF
		}
		answer, err := a.server.data(a.ctx, a.limits, a.table, a.questions[0])
		if err != nil {
			return 0, err
		}
		if err := holds(answer, a.questions[0]); err != nil {
			return 0, dubbelkrona.Errorf(dubbelkrona.Transient, "table %s: the response does not match the request: %w", a.table, err)
		}
		a.text.Write(answer)
		a.text.WriteByte('\n')
		a.questions = a.questions[1:]
	}
	return a.text.Read(b)
}

// Close implements io.Closer.
func (a *answers) Close() error { return nil }

// holds checks that a response has exactly the cells of a request.
func holds(answer []byte, question []selected) error {
	d, c, err := parseDataset(answer)
	if err != nil {
		return err
	}
	for _, s := range question {
		at := slices.IndexFunc(c.dimensions, func(d dimension) bool { return d.code == s.code })
		if at < 0 {
			return dubbelkrona.Invalidf("the variable %q is missing", s.code)
		}
		if len(c.dimensions[at].values) != len(s.values) {
			return dubbelkrona.Invalidf("it has %d values of %q, but %d were requested", len(c.dimensions[at].values), s.code, len(s.values))
		}
		for _, p := range c.dimensions[at].values {
			if !slices.Contains(s.values, p.code) {
				return dubbelkrona.Invalidf("it has values of %q that were not requested", s.code)
			}
		}
	}
	cells, err := c.cells()
	if err != nil {
		return err
	}
	return d.each(cells, func(int, string, string) error { return nil })
}
