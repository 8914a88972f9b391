package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"dubbelkrona"
	"dubbelkrona/internal/identity"
	"dubbelkrona/internal/published"
	"dubbelkrona/internal/session"
	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
)

// The max length of the text of a comment and of its author's name, in characters.
const (
	maxComment = 500
	maxAuthor  = 100
)

// Commenting is a comment that somebody makes.
type Commenting struct {
	published.Question        // which figure
	Author             string // who signs it
	User               string // of the operating system
	Text               string
}

// Comment stores a comment of a published figure in the ledger. The next run publishes it
// beside the figure. A figure that the published snapshot does not have is a NotFound
// error. A figure that is not released cannot be commented: the text could give it away.
func Comment(ctx context.Context, p *Pipeline, c Commenting) (made dubbelkrona.Comment, err error) {
	if c.Text, err = oneLine("the text of the comment", c.Text, maxComment); err != nil {
		return made, err
	}
	if c.Author, err = oneLine("--author", c.Author, maxAuthor); err != nil {
		return made, err
	}
	_, err = p.project.Run(ctx, "comment", func(ctx context.Context, s *session.Session) error {
		row, err := released(ctx, s, c.Question)
		if err != nil {
			return err
		}
		if row.Status == dubbelkrona.Suppressed {
			return dubbelkrona.Invalidf("the figure is not released, so it cannot be commented: a text could give it away; comment a figure that is shown, such as the total")
		}
		made, err = s.Ledger.Comments.Add(ctx, dubbelkrona.Comment{Author: c.Author, User: c.User, Text: c.Text, Snapshot: row.Snapshot, Cell: row.Cell()})
		if err == nil {
			s.Log.Info("a comment was made", "comment", made.ID, "metric", made.Metric, "user", c.User, "author", c.Author)
		}
		return err
	})
	return made, err
}

// released returns the row of a figure in the released part of the published snapshot.
func released(ctx context.Context, s *session.Session, q published.Question) (row dubbelkrona.Result, err error) {
	last, err := s.Ledger.Snapshots.Published(ctx)
	if err != nil {
		return row, err
	}
	snapshot, err := published.OpenReleasedID(ctx, s.Project, last.ID)
	if err != nil {
		return row, err
	}
	defer func() { err = errors.Join(err, snapshot.Close()) }()
	return published.FindResult(ctx, snapshot, q)
}

// WithdrawComment records that a user withdraws a comment, which the next run no longer
// publishes. It stays in the ledger.
func WithdrawComment(ctx context.Context, p *Pipeline, id int64, user string) error {
	_, err := p.project.Run(ctx, "comment --withdraw", func(ctx context.Context, s *session.Session) error {
		err := s.Ledger.Comments.Withdraw(ctx, id, user)
		if err == nil {
			s.Log.Info("a comment was withdrawn", "comment", id, "user", user)
		}
		return err
	})
	return err
}

// oneLine returns a text with its white space as single spaces. A text that is empty,
// too long, has characters that cannot be seen or what may be an identity number is an
// Invalid error, which does not repeat the text.
func oneLine(what, text string, max int) (string, error) {
	text = strings.Join(strings.Fields(text), " ")
	switch n := utf8.RuneCountInString(text); {
	case n == 0:
		return "", dubbelkrona.Invalidf("%s is empty", what)
	case n > max:
		return "", dubbelkrona.Invalidf("%s has %d characters; at most %d are allowed", what, n, max)
	case dubbelkrona.Printable(text) != text:
		return "", dubbelkrona.Invalidf("%s has control characters or is not UTF-8; write it as plain text", what)
	case identity.Contains(text):
		return "", dubbelkrona.Invalidf("%s has what may be an identity number; comments are published: write nothing about individuals", what)
	}
	return text, nil
}

var commentTable = warehouse.TableDef{Name: "meta.comment", Comment: "What people have said of figures. Vad människor har sagt om tal.", Columns: []warehouse.ColumnDef{
	{Name: "id", Type: "BIGINT", Comment: "number of the comment"},
	{Name: "commented_at", Type: "TIMESTAMP", Comment: "when it was made, UTC"},
	{Name: "author", Type: "VARCHAR", Comment: "who signs it"},
	{Name: "text", Type: "VARCHAR", Comment: "what they say"},
	{Name: "commented_snapshot", Type: "VARCHAR", Comment: "snapshot that was published when it was made"},
	{Name: "metric", Type: "VARCHAR", Comment: "as in metric.result, like the columns that follow"},
	{Name: "part", Type: "VARCHAR", Comment: "part"},
	{Name: "period_grain", Type: "VARCHAR", Comment: "all, year or month"},
	{Name: "period", Type: "VARCHAR", Comment: "period"},
	{Name: "grouping", Type: "VARCHAR", Comment: "grouping"},
	{Name: "municipality", Type: "VARCHAR", Comment: "municipality; NULL if there is none or it is unknown"},
	{Name: "dimensions", Type: "VARCHAR", Comment: "other dimensions"},
}}

// loadComments reads the comments that the snapshot of a moment has: those that stood
// then. The zero time is the present.
func loadComments(ctx context.Context, b *builder, asOf time.Time) error {
	all, err := b.Ledger.Comments.List(ctx)
	b.comments = slices.DeleteFunc(all, func(c dubbelkrona.Comment) bool { return !c.StandsAt(asOf) })
	return err
}

// hashComments writes the comments, so that a new or withdrawn one is published.
func hashComments(to io.Writer, b *builder) {
	for _, c := range b.comments {
		fmt.Fprintf(to, "comment %d\n", c.ID)
	}
}

// fillComments fills meta.comment.
func fillComments(ctx context.Context, b *builder, db *warehouse.DB) error {
	var rows [][]any
	for _, c := range b.comments {
		rows = append(rows, []any{c.ID, c.At.UTC(), c.Author, c.Text, c.Snapshot, c.Metric, c.Part, c.PeriodGrain, c.Period, c.Grouping, nullable(c.Municipality), c.Dimensions.String()})
	}
	return commentTable.Fill(ctx, db, rows)
}

// markComments writes the comments beside the figures, also beside those of an earlier
// release that stay as they were. It is called when it is decided what may be released.
func markComments(ctx context.Context, b *builder, db *warehouse.DB) error {
	statements := []string{"UPDATE disclosure.frozen SET comments = ''"}
	if len(b.comments) > 0 {
		for _, table := range []string{"metric.result", "disclosure.frozen"} {
			statements = append(statements, fmt.Sprintf(`UPDATE %s AS r SET comments = c.comments
				FROM (SELECT metric, part, period_grain, period, "grouping", municipality, dimensions,
				        string_agg(strftime(commented_at, '%%Y-%%m-%%d') || ' ' || author || ': ' || text, %s ORDER BY id) AS comments
				      FROM meta.comment GROUP BY ALL) AS c
				WHERE %s`, table, warehouse.Literal(dubbelkrona.CommentSeparator), metrics.SameFigure))
		}
	}
	for _, statement := range statements {
		if _, err := db.Exec(ctx, statement); err != nil {
			return fmt.Errorf("comments of figures store: %w", err)
		}
	}
	return nil
}
