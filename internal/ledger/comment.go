package ledger

import (
	"context"

	"dubbelkrona"
)

// Comments are what people have said of published figures.
type Comments struct{ *conn }

// Add records a comment and returns it with its number. At is the time of the call.
func (cs Comments) Add(ctx context.Context, c dubbelkrona.Comment) (dubbelkrona.Comment, error) {
	c.At = cs.now().UTC()
	err := cs.transact(ctx, "comment record", func(t *tx) error {
		return t.first([]any{&c.ID}, `INSERT INTO comment (at, author, user, text, snapshot, metric, part, period_grain, period, "grouping", municipality, dimensions)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
			stamp(c.At), c.Author, c.User, c.Text, c.Snapshot, c.Metric, c.Part, c.PeriodGrain, c.Period, c.Grouping, c.Municipality, string(c.Dimensions))
	})
	return c, err
}

// Withdraw records that a user has withdrawn a comment. One that is not there is a
// NotFound error, one that is withdrawn already a Conflict error.
func (cs Comments) Withdraw(ctx context.Context, id int64, user string) error {
	return cs.transact(ctx, "comment withdraw", func(t *tx) error {
		var there, withdrawn bool
		if err := t.first([]any{&there, &withdrawn},
			"SELECT EXISTS (SELECT 1 FROM comment WHERE id = ?1), EXISTS (SELECT 1 FROM comment_withdrawal WHERE comment = ?1)", id); err != nil {
			return err
		}
		switch {
		case !there:
			return dubbelkrona.Errorf(dubbelkrona.NotFound, "there is no comment %d; `dubbelkrona comment --list` lists them", id)
		case withdrawn:
			return dubbelkrona.Errorf(dubbelkrona.Conflict, "comment %d is withdrawn already", id)
		}
		return t.run([]any{id, stamp(cs.now()), user}, "INSERT INTO comment_withdrawal (comment, at, user) VALUES (?, ?, ?)")
	})
}

// List returns all comments, also those that are withdrawn, in the order in which they
// were made.
func (cs Comments) List(ctx context.Context) ([]dubbelkrona.Comment, error) {
	return list(ctx, cs.db, "comments list", func(c *dubbelkrona.Comment) []any {
		return []any{&c.ID, timeIn(&c.At), &c.Author, &c.User, &c.Text, &c.Snapshot, &c.Metric, &c.Part, &c.PeriodGrain, &c.Period, &c.Grouping, &c.Municipality, &c.Dimensions,
			timeIn(&c.Withdrawn), &c.WithdrawnBy}
	}, `SELECT c.id, c.at, c.author, c.user, c.text, c.snapshot, c.metric, c.part, c.period_grain, c.period, c."grouping", c.municipality, c.dimensions,
			w.at, coalesce(w.user, '')
		FROM comment AS c LEFT JOIN comment_withdrawal AS w ON w.comment = c.id ORDER BY c.id`)
}
