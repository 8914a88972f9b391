package examples_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/reference"
	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
	"dubbelkrona/metrics/effect/record"
	"dubbelkrona/metrics/figure"
	"dubbelkrona/queries"
	"dubbelkrona/transform"
)

// demo is the first example in a snapshot in which a single row can be replaced and the
// double value computed again.
type demo struct {
	t         *testing.T
	db        *warehouse.DB
	key       transform.Key
	catalogue *metrics.Catalogue
	value     *metrics.Definition // double_value
	kept      func(table string) bool
	inputs    []*input
}

// input is a file of the example with its mapping.
type input struct {
	source string
	plan   *transform.Plan
	file   string
	lines  [][]string // the first has the column names
	tables []string   // tables that it fills and that are kept
}

// inDemo loads the tables of the example that the double value reads and runs steps on them.
func inDemo(t *testing.T, steps func(d *demo)) {
	t.Helper()
	inTables(t, func(d *demo, table string) bool { return d.value.Reads(table) }, steps)
}

// inTables loads the tables of the example that are kept and runs steps on them.
func inTables(t *testing.T, kept func(d *demo, table string) bool, steps func(d *demo)) {
	t.Helper()
	dir := t.TempDir()
	_, err := warehouse.Build(t.Context(), warehouse.Spec{Dir: dir, Lake: dir}, func(_ context.Context, db *warehouse.DB) error {
		d := &demo{t: t, db: db}
		d.exec("CREATE SCHEMA IF NOT EXISTS metric")
		d.exec("CREATE TABLE meta.snapshot (id VARCHAR, built_at TIMESTAMP, as_of TIMESTAMP)")
		d.exec("INSERT INTO meta.snapshot VALUES (?, ?, NULL)", "s1", time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC))
		// No effect is evaluated here.
		d.exec("CREATE SCHEMA effect")
		for _, table := range append(record.Tables(), record.Draws()) {
			var columns []string
			for _, c := range table.Columns {
				columns = append(columns, c.Name+" "+c.Kind)
			}
			d.exec(fmt.Sprintf("CREATE TABLE %s (%s)", table.Name, strings.Join(columns, ", ")))
		}
		d.define()
		d.kept = func(table string) bool { return kept(d, table) }
		d.load()
		steps(d)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (d *demo) exec(statement string, args ...any) {
	d.t.Helper()
	if _, err := d.db.Exec(d.t.Context(), statement, args...); err != nil {
		d.t.Fatalf("%s: %v", statement, err)
	}
}

func (d *demo) ask(query string) [][]any {
	d.t.Helper()
	rows, err := d.db.Collect(d.t.Context(), query)
	if err != nil {
		d.t.Fatalf("%s: %v", query, err)
	}
	return rows
}

func (d *demo) load() {
	var err error
	if d.key, err = transform.NewKey(strings.NewReader(strings.Repeat("example key ", 8))); err != nil {
		d.t.Fatal(err)
	}
	for _, glob := range []string{"municipality.csv", "parameters_*.csv"} {
		files, _ := fs.Glob(reference.FS(), glob)
		for _, file := range files {
			profile := map[bool]string{true: "municipality", false: "parameter"}[file == "municipality.csv"]
			d.read(config.ReservedSource, transform.Spec{Profile: profile, Decimal: "dot"}, reference.FS(), file)
		}
	}
	project, _ := config.Load("skr2022")
	for _, source := range project.Sources {
		spec := source.Spec
		spec.Quarantine = transform.Quarantine{} // any number of rows may be rejected
		files, _ := filepath.Glob(filepath.Join("skr2022", source.Files))
		for _, file := range files {
			d.inputs = append(d.inputs, d.read(source.Name, spec, os.DirFS("."), filepath.ToSlash(file)))
		}
	}
}

// read takes a file into the tables.
func (d *demo) read(source string, spec transform.Spec, folder fs.FS, file string) *input {
	plan, faults := transform.Compile(spec)
	if len(faults) > 0 {
		d.t.Fatal(faults)
	}
	data, err := fs.ReadFile(folder, file)
	if err != nil {
		d.t.Fatal(err)
	}
	reader := csv.NewReader(strings.NewReader(string(data)))
	if head, _, _ := strings.Cut(string(data), "\n"); strings.Contains(head, ";") {
		reader.Comma = ';'
	}
	in := &input{source: source, plan: plan, file: file}
	if in.lines, err = reader.ReadAll(); err != nil {
		d.t.Fatal(err)
	}
	d.take(in, in.lines[1:], 2)
	return in
}

// take transforms lines with the mapping and adds the rows to the tables. The first line
// has the given position in the file.
func (d *demo) take(in *input, lines [][]string, position int64) {
	var fields []arrow.Field
	for _, name := range in.lines[0] {
		fields = append(fields, arrow.Field{Name: name, Type: arrow.BinaryTypes.String, Nullable: true})
	}
	builder := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(fields, nil))
	batch := &dubbelkrona.RawBatch{Origin: dubbelkrona.Origin{Source: in.source, Object: in.file}}
	for i, line := range lines {
		for column, cell := range line {
			builder.Field(column).(*array.StringBuilder).Append(cell)
		}
		batch.Rows = append(batch.Rows, position+int64(i))
	}
	batch.Record = builder.NewRecord()
	pass := in.plan.Start(batch.Origin, transform.Env{Key: d.key, Now: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)})
	defer pass.Close()
	err := pass.Batch(batch, func(b *dubbelkrona.TypedBatch) error {
		table := "core." + b.Table.Name
		if !d.kept(table) {
			return nil
		}
		if !slices.Contains(in.tables, table) {
			in.tables = append(in.tables, table)
		}
		return d.insert(table, in.source, b.Record)
	}, func(i dubbelkrona.Issue) error {
		_, err := d.db.Exec(d.t.Context(), `INSERT INTO meta.issue (object, "table", "column", rule, severity, subject, _source, _segment, _row)
			VALUES (?, ?, ?, ?, ?, nullif(?, ''), ?, 1, ?)`, in.file, i.Table, i.Column, i.Rule, i.Severity.String(), i.Subject, in.source, i.Row)
		return err
	})
	if err != nil {
		d.t.Fatalf("%s: %v", in.file, err)
	}
}

// insert adds the rows of a record; the number of the segment is always 1.
func (d *demo) insert(table, source string, record arrow.Record) error {
	columns := []string{"_source", "_segment"}
	for _, f := range record.Schema().Fields() {
		columns = append(columns, f.Name)
	}
	var rows [][]any
	for row := range int(record.NumRows()) {
		values := []any{source, int64(1)}
		for _, column := range record.Columns() {
			values = append(values, valueOf(column, row))
		}
		rows = append(rows, values)
	}
	return d.db.Insert(d.t.Context(), table, columns, rows)
}

func valueOf(column arrow.Array, row int) any {
	if column.IsNull(row) {
		return nil
	}
	switch c := column.(type) {
	case *array.FixedSizeBinary:
		return slices.Clone(c.Value(row))
	case *array.Int64:
		return c.Value(row)
	}
	return column.ValueStr(row)
}

// with runs steps on tables in which one line is replaced by another.
func (d *demo) with(in *input, row int, line []string, steps func()) {
	d.exec("BEGIN")
	position := int64(row + 1)
	for _, table := range in.tables {
		d.exec(fmt.Sprintf("DELETE FROM %s WHERE _source = ? AND _row = ?", table), in.source, position)
	}
	d.take(in, [][]string{line}, position)
	steps()
	d.exec("ROLLBACK")
}

// define resolves the built-in definitions.
func (d *demo) define() {
	names := []string{"meta.source", "meta.segment", "meta.issue", "meta.delivery_note", "meta.snapshot", record.Draw}
	for _, t := range dubbelkrona.Tables() {
		names = append(names, "core."+t.Name)
	}
	catalogue, faults := metrics.Load(metrics.Source{FS: queries.FS(), Prefix: "queries/", BuiltIn: true})
	faults = append(faults, catalogue.Resolve(d.t.Context(), d.db, names)...)
	if len(faults) > 0 {
		d.t.Fatal(faults)
	}
	var err error
	if d.value, err = catalogue.Find(metrics.Metric, "double_value"); err != nil {
		d.t.Fatal(err)
	}
	// The other parts are not compared, and take most of the time.
	few := *d.value
	few.Figure.Parts = slices.DeleteFunc(slices.Clone(few.Figure.Parts), func(p figure.Part) bool {
		return !slices.Contains(judged, p.Name)
	})
	d.value, d.catalogue = &few, catalogue
}

// needs reports whether the double value or a check that concerns it reads a model.
func (d *demo) needs(model *metrics.Definition) bool {
	return d.value.Reads("metric."+model.Name) || slices.ContainsFunc(d.catalogue.Of(metrics.Check), func(c *metrics.Definition) bool {
		return slices.Contains(c.Concerns, d.value.Name) && c.Reads("metric."+model.Name)
	})
}

// measure builds the models that the double value and its checks need, only those that
// read any of the changed tables if some are given.
func (d *demo) measure(changed ...string) {
	for _, m := range d.catalogue.Of(metrics.Model) {
		if !d.needs(m) || len(changed) > 0 && !slices.ContainsFunc(changed, m.Reads) {
			continue
		}
		kind := map[bool]string{true: "TABLE", false: "VIEW"}[m.Table]
		d.exec(fmt.Sprintf("CREATE OR REPLACE %s metric.%s AS\n%s", kind, m.Name, m.SQL))
	}
}
