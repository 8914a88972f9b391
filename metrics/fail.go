package metrics

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// misplaced is an error at a known path of a definition's header.
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
	case !errors.Is(err, errUnstoppable):
		_ = r.within(ctx, d, func(ctx context.Context) error {
			fault = r.locate(ctx, d, err)
			return nil
		})
	}
	r.report.Failures = append(r.report.Failures, fault)
}

// locate finds the position of a database error in the definition's file by
// describing the SELECT alone and then with each expression.
func (r *run) locate(ctx context.Context, d *Definition, cause error) Fault {
	var at *misplaced
	if errors.As(cause, &at) {
		return d.at(at.path, at.message)
	}
	if _, err := r.db.Collect(ctx, "DESCRIBE "+d.SQL); err != nil {
		return d.inSQL(err)
	}
	if d.Kind == Metric {
		among := d.Figure.Counted()
		if len(d.Figure.Let) == 0 {
			among = d.Figure.Expressions()
		}
		for _, e := range among {
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

// place matches line and column in a message of the parser or binder.
var place = regexp.MustCompile(`line (\d+), column (\d+): `)

// inSQL returns a fault at the position that an error about d.SQL gives, or at
// the beginning of the SELECT. Error texts are parsed only for the position.
func (d *Definition) inSQL(err error) Fault {
	f := Fault{File: d.File, Line: d.sqlLine, Column: 1, Message: plain(err)}
	if m := place.FindStringSubmatch(err.Error()); m != nil {
		if n, scanErr := fmt.Sscan(m[1]+" "+m[2], &f.Line, &f.Column); n != 2 || scanErr != nil {
			f.Line, f.Column = d.sqlLine, 1
		}
	}
	return f
}

// plain returns the first line of an error's text, without the position.
func plain(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return place.ReplaceAllString(line, "")
}
