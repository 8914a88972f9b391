package postgres

import (
	"fmt"
	"iter"
)

// copyRows implements pgx.CopyFromSource over the rows of a table.
type copyRows struct {
	plan *plan
	next func() ([]any, error, bool)
	stop func()
	row  []any
	err  error // of the rows, not of the database
}

func newCopy(p *plan) *copyRows {
	next, stop := iter.Pull2(p.rows)
	return &copyRows{plan: p, next: next, stop: stop, row: make([]any, len(p.columns))}
}

// Next implements pgx.CopyFromSource.
func (c *copyRows) Next() bool {
	values, err, ok := c.next()
	if !ok {
		return false
	}
	if err != nil {
		c.err = err
		return false
	}
	for i, from := range c.plan.take {
		if c.row[i], err = c.plan.convert[i](values[from]); err != nil {
			c.err = fmt.Errorf("column %s: %w", c.plan.columns[i].name, err)
			return false
		}
	}
	return true
}

// Values implements pgx.CopyFromSource.
func (c *copyRows) Values() ([]any, error) { return c.row, nil }

// Err implements pgx.CopyFromSource.
func (c *copyRows) Err() error { return c.err }
