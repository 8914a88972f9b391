package views

import (
	"context"
	"fmt"
	"strings"

	"dubbelkrona"
	"dubbelkrona/metrics"
)

// Engine runs statements in the snapshot that gets the views.
type Engine interface {
	// Exec runs one statement; args are the values of ?.
	Exec(ctx context.Context, query string, args ...any) (rows int64, err error)
}

// View is a view of schema main.
type View struct {
	Name    string
	Comment string
	Columns []Column
	// From is what follows the columns in its SELECT.
	From string
	// title and example are those of its row in start_here.
	title   dubbelkrona.Label
	example string
}

// Column is a column of a View.
type Column struct{ Name, Expression, Comment string }

// Relation is a table or view of another schema that start_here lists.
type Relation struct {
	Name    string // such as core.spend
	Title   dubbelkrona.Label
	Example string // empty for one that shows the first rows
}

// All returns the views for the metrics of a catalogue. Relations are the further ones
// that start_here lists, in the order in which to look at them.
func All(c *metrics.Catalogue, relations []Relation) []View {
	taken := newNames(reservedNames...)
	fixed := []View{warnings(), sources()}
	for _, v := range fixed {
		taken.add(v.Name)
	}
	taken.add(startHere)
	var all []View
	for _, d := range c.Of(metrics.Metric) {
		all = append(all, wide(d, taken.add(d.Name)))
	}
	all = append(all, fixed...)
	return append(all, start(all, relations))
}

// Path returns the name of the view with its schema.
func (v View) Path() string { return "main." + v.Name }

// Create creates views, with a comment on each and on each of its columns.
func Create(ctx context.Context, db Engine, all []View) error {
	for _, v := range all {
		for _, statement := range v.statements() {
			if _, err := db.Exec(ctx, statement); err != nil {
				return fmt.Errorf("view %s create: %w", v.Name, err)
			}
		}
	}
	return nil
}

// statements returns the one that creates the view, and those of its comments in one
// transaction, since each would wait for the disk.
func (v View) statements() []string {
	var columns []string
	comments := []string{"BEGIN", fmt.Sprintf("COMMENT ON VIEW %s IS %s", v.path(), literal(v.Comment))}
	for _, c := range v.Columns {
		columns = append(columns, c.Expression+" AS "+quote(c.Name))
		comments = append(comments, fmt.Sprintf("COMMENT ON COLUMN %s.%s IS %s", v.path(), quote(c.Name), literal(c.Comment)))
	}
	return []string{
		fmt.Sprintf("CREATE VIEW %s AS SELECT %s\n%s", v.path(), strings.Join(columns, ",\n  "), v.From),
		strings.Join(append(comments, "COMMIT"), "; "),
	}
}

func (v View) path() string { return "main." + quote(v.Name) }

// both returns a text in Swedish and English, as comments have it.
func both(l dubbelkrona.Label) string {
	switch {
	case l.SV == l.EN, l.EN == "":
		return l.SV
	case l.SV == "":
		return l.EN
	}
	return l.SV + " — " + l.EN
}

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func literal(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }
