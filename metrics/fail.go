package metrics

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// misplaced is a fault of a definition that is known to lie at a path of its header.
type misplaced struct{ path, message string }

// Error implements error.
func (m *misplaced) Error() string { return m.message }

// fail records that a definition could not be evaluated.
func (r *run) fail(ctx context.Context, d *Definition, err error) {
	fault := Fault{File: d.File, Line: d.sqlLine, Column: 1, Message: plain(err)}
	var over *exceeded
	switch {
	case errors.As(err, &over):
		r.report.Stopped = true
	case !errors.Is(err, errDeaf):
		_ = r.within(ctx, d, func(ctx context.Context) error {
			fault = r.locate(ctx, d, err)
			return nil
		})
	}
	r.report.Failures = append(r.report.Failures, fault)
}

// locate finds the place in the definition's file that the database objects
// to, by asking about the SELECT alone and then about each expression.
func (r *run) locate(ctx context.Context, d *Definition, cause error) Fault {
	var at *misplaced
	if errors.As(cause, &at) {
		return d.at(at.path, at.message)
	}
	if _, err := r.db.Collect(ctx, "DESCRIBE "+d.SQL); err != nil {
		return d.inSQL(err)
	}
	if d.Kind == Metric && len(d.Figure.Let) == 0 {
		for _, e := range d.Figure.expressions() {
			if _, err := r.db.Collect(ctx, fmt.Sprintf("DESCRIBE SELECT %s FROM (\n%s\n) AS source", e.Expression, d.SQL)); err != nil {
				return d.at(e.Name, "expression: "+plain(err))
			}
		}
	}
	if d.Kind == Metric && len(d.Figure.Let) > 0 {
		return d.at("let", plain(cause))
	}
	return Fault{File: d.File, Line: d.sqlLine, Column: 1, Message: plain(cause)}
}

// place is how a parser's or binder's message tells line and column.
var place = regexp.MustCompile(`line (\d+), column (\d+): `)

// inSQL is a fault where an error about d.SQL says it is, or at the beginning
// of the SELECT. Error texts are only ever read for where to point.
func (d *Definition) inSQL(err error) Fault {
	f := Fault{File: d.File, Line: d.sqlLine, Column: 1, Message: plain(err)}
	if m := place.FindStringSubmatch(err.Error()); m != nil {
		if n, scanErr := fmt.Sscan(m[1]+" "+m[2], &f.Line, &f.Column); n != 2 || scanErr != nil {
			f.Line, f.Column = d.sqlLine, 1
		}
	}
	return f
}

// plain is what an error says in its first line, without its place.
func plain(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return place.ReplaceAllString(line, "")
}
