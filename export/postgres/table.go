package postgres

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"dubbelkrona"
)

// Table is a table that is written.
type Table struct {
	// Name is its name in the released file, such as metric.result, or Headline.
	Name    string
	Comment string
	Columns []Column
	// Rows yields the values of the columns, as warehouse.DB.Query does; an error
	// comes last.
	Rows iter.Seq2[[]any, error]
}

// Column is a column of a Table.
type Column struct {
	Name    string
	Type    string // in DuckDB
	Comment string
}

// layout is how a table of the released file is written.
type layout struct {
	from    string            // its name in the released file
	to      string            // its name in the schema
	rename  map[string]string // columns with another name in the schema
	lists   []string          // texts "a,b" that become arrays
	json    []string          // texts that become jsonb
	indexes []string          // lists of columns
}

// layouts are the tables that are written, in their order.
var layouts = []layout{
	{from: "metric.result", to: "result", lists: []string{"warnings"}, json: []string{"dimensions"},
		indexes: []string{"metric, part, period_grain", "municipality", "period"}},
	{from: Headline, to: "headline", lists: []string{"warnings"}, indexes: []string{"name"}},
	{from: "metric.definition", to: "definition", lists: []string{"by", "depends"}, indexes: []string{"name"}},
	{from: "metric.part", to: "part", indexes: []string{"metric, part"}},
	{from: "core.municipality", to: "municipality", indexes: []string{"code"}},
	{from: "meta.source", to: "source"},
	{from: "meta.check_result", to: "check_result", lists: []string{"concerns"}},
	{from: "meta.snapshot", to: "meta", rename: map[string]string{"id": "snapshot", "built_at": "built"}},
}

// Headline is the name of the table that the released file does not have.
const Headline = "headline"

// Tables returns the names of the tables that Write takes, in their order: Headline, and
// those of the released file.
func Tables() (names []string) {
	for _, l := range layouts {
		names = append(names, l.from)
	}
	return names
}

// column is a column in the schema.
type column struct{ name, kind, comment string }

// plan is a table as it is in the schema.
type plan struct {
	layout
	comment string
	columns []column
	take    []int // their positions in a row of the released file
	convert []func(any) (any, error)
	rows    iter.Seq2[[]any, error]
}

// kinds are the types in PostgreSQL by those in DuckDB. Times are in UTC.
var kinds = map[string]string{
	"VARCHAR": "text", "BIGINT": "bigint", "INTEGER": "integer", "BOOLEAN": "boolean", "DATE": "date", "TIMESTAMP": "timestamp with time zone", "DOUBLE": "double precision",
}

// kindOf returns the type in PostgreSQL of a type in DuckDB.
func kindOf(duck string) (string, error) {
	if digits, ok := strings.CutPrefix(duck, "DECIMAL"); ok {
		return "numeric" + digits, nil
	}
	kind, ok := kinds[duck]
	if !ok {
		return "", dubbelkrona.Errorf(dubbelkrona.Internal, "the type %s has no counterpart in PostgreSQL", duck)
	}
	return kind, nil
}

// planned returns the tables as they are in the schema.
func planned(tables []Table) (plans []*plan, err error) {
	for i, l := range layouts {
		if i >= len(tables) || tables[i].Name != l.from {
			return nil, dubbelkrona.Errorf(dubbelkrona.Internal, "table %s is not among those to write", l.from)
		}
		p, err := l.plan(tables[i])
		if err != nil {
			return nil, fmt.Errorf("table %s: %w", l.from, err)
		}
		plans = append(plans, p)
	}
	return plans, nil
}

// plan returns a table as it is in the schema, without the columns that say which
// row of which delivery a row comes from.
func (l layout) plan(t Table) (*plan, error) {
	p := &plan{layout: l, comment: reworded(t.Comment), rows: t.Rows}
	for i, c := range t.Columns {
		if strings.HasPrefix(c.Name, "_") {
			continue
		}
		into := column{name: c.Name, comment: reworded(c.Comment)}
		if other, ok := l.rename[c.Name]; ok {
			into.name = other
		}
		convert := plain
		var err error
		switch {
		case slices.Contains(l.lists, c.Name):
			into.kind, convert = "text[]", list
		case slices.Contains(l.json, c.Name):
			into.kind, convert = "jsonb", object
		default:
			into.kind, err = kindOf(c.Type)
		}
		if err != nil {
			return nil, err
		}
		p.columns, p.take, p.convert = append(p.columns, into), append(p.take, i), append(p.convert, convert)
	}
	return p, nil
}

// reworded returns a comment of the released file for the schema, where tables have
// other names and lists are arrays.
func reworded(comment string) string {
	for _, l := range layouts {
		comment = strings.ReplaceAll(comment, l.from, l.to)
	}
	return strings.NewReplacer(", joined by commas", "", ", separated by commas", "").Replace(comment)
}

// create returns the statements that create the table.
func (p *plan) create(schema, marker string) (statements []string) {
	name := pgx.Identifier{schema, p.to}.Sanitize()
	var columns []string
	for _, c := range p.columns {
		columns = append(columns, quote(c.name)+" "+c.kind)
	}
	statements = append(statements, fmt.Sprintf("CREATE TABLE %s (%s)", name, strings.Join(columns, ", ")),
		fmt.Sprintf("COMMENT ON TABLE %s IS %s", name, literal(strings.TrimSpace(p.comment+" "+marker))))
	for _, c := range p.columns {
		if c.comment != "" {
			statements = append(statements, fmt.Sprintf("COMMENT ON COLUMN %s.%s IS %s", name, quote(c.name), literal(c.comment)))
		}
	}
	for _, columns := range p.indexes {
		statements = append(statements, fmt.Sprintf("CREATE INDEX ON %s (%s)", name, columns))
	}
	return statements
}

// names returns the names of the columns.
func (p *plan) names() []string {
	names := make([]string, len(p.columns))
	for i, c := range p.columns {
		names[i] = c.name
	}
	return names
}

func quote(name string) string { return pgx.Identifier{name}.Sanitize() }

// literal returns a text as an SQL literal, for a session with
// standard_conforming_strings.
func literal(text string) string {
	return "'" + strings.ReplaceAll(printable(text), "'", "''") + "'"
}
