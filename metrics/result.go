package metrics

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"dubbelkrona"
	"dubbelkrona/metrics/effect/record"
)

// Engine is the database of a snapshot that is being built. Nothing else writes
// to it. Error texts must not have values of rows, since users see them.
type Engine interface {
	Referencer
	// Exec runs one statement; args are the values of ?.
	Exec(ctx context.Context, query string, args ...any) (rows int64, err error)
	// Collect runs a query and returns its rows; NULL is nil, text a string.
	Collect(ctx context.Context, query string, args ...any) ([][]any, error)
	// Query runs a query and returns its rows one by one; an error comes last.
	Query(ctx context.Context, query string, args ...any) iter.Seq2[[]any, error]
}

// column is a column of a table that this package creates.
type column struct{ name, kind, comment string }

// table is a table that this package creates.
type table struct {
	name    string
	comment string
	columns []column
}

// recordTable returns a table of schema effect.
func recordTable(t record.Table) table {
	all := table{name: t.Name, comment: t.Comment}
	for _, c := range t.Columns {
		all.columns = append(all.columns, column{c.Name, c.Kind, c.Comment})
	}
	return all
}

var resultTable = table{"metric.result", "Every figure of every metric in long form: one row per metric, part, period and group. Alla nyckeltal i lång form.", resultColumns()}

// protectComment is the comment of the columns protect.
const protectComment = "how it is made of persons: count, sum, ratio, persons if its header does not say, or none if it is not, and then it is released even if others of its group are suppressed"

var definitionTable = table{"metric.definition", "The definitions that the results were calculated with. Definitionerna bakom nyckeltalen.", []column{
	{"name", "VARCHAR", "name of the metric"},
	{"title_sv", "VARCHAR", "title in Swedish"},
	{"title_en", "VARCHAR", "title in English"},
	{"doc_sv", "VARCHAR", "explanation in Swedish"},
	{"doc_en", "VARCHAR", "explanation in English"},
	{"unit", "VARCHAR", "unit of the value"},
	{"decimals", "BIGINT", "number of decimals to show"},
	{"sql", "VARCHAR", "text of the definition's file, can be run unchanged"},
	{"statement", "VARCHAR", "the SELECT that calculates every group, can be run unchanged"},
	{"hash", "VARCHAR", "SHA-256 over sql and the hashes of the models it reads"},
	{"by", "VARCHAR", "dimensions, separated by commas"},
	{"depends", "VARCHAR", "tables and models read, directly or through models, separated by commas"},
	{"built_in", "BOOLEAN", "false for a project's own definition"},
	{"protect", "VARCHAR", protectComment},
	{"agenda2030", "VARCHAR", "numbers of the goals of Agenda 2030 that it is about, separated by commas; empty if the definition names none"},
	{"owner", "VARCHAR", "who answers for it; empty if the definition does not say"},
}}

var partTable = table{"metric.part", "The parts of the metrics. Nyckeltalens delar.", []column{
	{"metric", "VARCHAR", "name of the metric"},
	{"part", "VARCHAR", "name of the part"},
	{"position", "BIGINT", "order in the definition, from 1"},
	{"title_sv", "VARCHAR", "title in Swedish; may be empty"},
	{"title_en", "VARCHAR", "title in English; may be empty"},
	{"unit", "VARCHAR", "unit of the part"},
	{"expression", "VARCHAR", "expression that calculates it"},
	{"protect", "VARCHAR", protectComment},
}}

var checkTable = table{"meta.check_result", "What each check found. Vad varje kontroll fann.", []column{
	{"name", "VARCHAR", "name of the check"},
	{"title_sv", "VARCHAR", "title in Swedish"},
	{"title_en", "VARCHAR", "title in English"},
	{"severity", "VARCHAR", "error blocks publishing, warn marks the figures"},
	{"status", "VARCHAR", "ok, offending, or failed if the check itself could not run"},
	{"offending", "BIGINT", "number of offending rows; NULL if the check failed"},
	{"sample_sv", "VARCHAR", "messages of the first offending rows in Swedish, without personal data"},
	{"sample_en", "VARCHAR", "messages of the first offending rows in English, without personal data"},
	{"concerns", "VARCHAR", "metrics that the check marks, separated by commas"},
	{"sql", "VARCHAR", "text of the check's file, returns the offending rows"},
	{"hash", "VARCHAR", "hash of the check and the models it reads"},
	{"snapshot", "VARCHAR", "id of the snapshot"},
}}

// resultColumns returns the columns of metric.result.
func resultColumns() (all []column) {
	for _, c := range dubbelkrona.ResultColumns() {
		all = append(all, column{c.Name, c.SQL(), c.Doc.EN})
	}
	return all
}

// create creates an empty table with its comments.
func (t table) create(ctx context.Context, db Engine) error {
	var columns []string
	comments := make(map[string]string, len(t.columns))
	for _, c := range t.columns {
		columns = append(columns, quote(c.name)+" "+c.kind)
		comments[c.name] = c.comment
	}
	if _, err := db.Exec(ctx, fmt.Sprintf("CREATE OR REPLACE TABLE %s (%s)", t.name, strings.Join(columns, ", "))); err != nil {
		return fmt.Errorf("table %s create: %w", t.name, err)
	}
	return comment(ctx, db, "TABLE", t.name, t.comment, comments)
}

// comment sets the comments of a table or view and its columns, which must exist.
// It uses one transaction, since each would wait for the disk.
func comment(ctx context.Context, db Engine, kind, name, text string, columns map[string]string) error {
	statements := []string{"BEGIN", fmt.Sprintf("COMMENT ON %s %s IS %s", kind, name, literal(text))}
	for _, c := range slices.Sorted(maps.Keys(columns)) {
		statements = append(statements, fmt.Sprintf("COMMENT ON COLUMN %s.%s IS %s", name, quote(c), literal(columns[c])))
	}
	if _, err := db.Exec(ctx, strings.Join(append(statements, "COMMIT"), "; ")); err != nil {
		return fmt.Errorf("%s comment: %w", name, err)
	}
	return nil
}

// valuesAtOnce is the number of values of a statement. The time to bind them rises with
// the square of their number.
const valuesAtOnce = 1024

// insert adds rows, as parameters.
func (t table) insert(ctx context.Context, db Engine, rows [][]any) error {
	one := "(" + strings.TrimSuffix(strings.Repeat("?, ", len(t.columns)), ", ") + ")"
	for batch := range slices.Chunk(rows, max(1, valuesAtOnce/len(t.columns))) {
		marks := strings.TrimSuffix(strings.Repeat(one+", ", len(batch)), ", ")
		if _, err := db.Exec(ctx, fmt.Sprintf("INSERT INTO %s VALUES %s", t.name, marks), slices.Concat(batch...)...); err != nil {
			return fmt.Errorf("table %s insert: %w", t.name, err)
		}
	}
	return nil
}

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// literal returns an SQL text literal.
func literal(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
