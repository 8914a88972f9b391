package pxweb

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/fetch"
)

// tables is a server as an ingest.Remote; its objects are tables.
type tables struct {
	server   api
	settings Settings
}

// Objects implements ingest.Remote.
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
		obj.Version = t.version(updated, p.settings.Language)
		all = append(all, obj)
	}
	return all, nil
}

// version returns the version of a table: the time of its last update and a
// hash of the selection, or empty if the time is unknown.
func (t *Table) version(updated, language string) string {
	if updated == "" {
		return ""
	}
	// Maps are marshalled in the order of their keys.
	text, _ := json.Marshal([]any{language, t})
	sum := sha256.Sum256(text)
	return updated + " " + hex.EncodeToString(sum[:6])
}

// Fetch implements ingest.Remote: the responses to a table's requests, one
// document after the other.
func (p *tables) Fetch(ctx context.Context, obj ingest.Object, into fetch.Into) (version string, err error) {
	at := slices.IndexFunc(p.settings.Tables, func(t Table) bool { return t.ID == obj.Name })
	if at < 0 {
		return "", dubbelkrona.Errorf(dubbelkrona.NotFound, "the settings have no such table")
	}
	t := &p.settings.Tables[at]
	l, err := p.server.limits(ctx)
	if err != nil {
		return "", err
	}
	variables, updated, err := p.server.table(ctx, l, t)
	if err != nil {
		return "", err
	}
	chosen, err := t.choose(variables)
	if err != nil {
		return "", err
	}
	for _, question := range split(chosen, l.cells) {
		answer, err := p.server.data(ctx, l, t.ID, question)
		if err != nil {
			return "", err
		}
		if err := holds(answer, question); err != nil {
			return "", dubbelkrona.Errorf(dubbelkrona.Transient, "table %s: the response does not match the request: %w", t.ID, err)
		}
		if _, err := into.Write(append(answer, '\n')); err != nil {
			return "", err
		}
	}
	return t.version(updated, p.settings.Language), nil
}

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
