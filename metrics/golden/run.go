package golden

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"dubbelkrona"
	"dubbelkrona/metrics"
)

// Engine is a snapshot without rows, on which goldens are run one after another.
type Engine = metrics.Engine

// Load returns the definitions, resolved for the engine, with models that replace those
// of their names. Faults are an Invalid error.
type Load func(ctx context.Context, models map[string]string) (*metrics.Catalogue, error)

// Run evaluates the definition on the tables of the file and returns the differences
// between what it gives and what is expected; none if there are none. The engine has no
// rows afterwards. A file that does not fit its definition is an Invalid error.
func (f File) Run(ctx context.Context, db Engine, load Load) (differences []string, err error) {
	given := make(map[string]string)
	for _, t := range f.tables {
		model, isModel := strings.CutPrefix(t.name, "metric.")
		if isModel {
			given[model] = replacement(t.rows)
			continue
		}
		if err := fill(ctx, db, t); err != nil {
			return nil, dubbelkrona.Invalidf("%s: %s: %w", f.Path, t.name, err)
		}
		defer func() {
			if _, e := db.Exec(ctx, "DELETE FROM "+t.name); err == nil {
				err = e
			}
		}()
	}
	c, err := load(ctx, given)
	if err != nil {
		return nil, err
	}
	d, err := c.Find(f.Kind, f.Name)
	if err != nil {
		return nil, dubbelkrona.Invalidf("%s: %w", f.Path, err)
	}
	for _, t := range f.tables {
		if !d.Reads(t.name) {
			return nil, dubbelkrona.Invalidf("%s: %s does not read %s", f.Path, f.Name, t.name)
		}
	}
	report, err := c.Run(ctx, db, metrics.Snapshot{ID: "golden"})
	if err != nil {
		return nil, err
	}
	for _, fault := range report.Failures {
		if fault.File == d.File {
			return []string{fault.String()}, nil
		}
	}
	if f.Kind == metrics.Metric {
		return f.compareResults(ctx, db)
	}
	return f.compareRows(ctx, db, d)
}

// fill adds the rows of a table. Provenance that it leaves out is made up.
func fill(ctx context.Context, db Engine, t table) error {
	known, isCore := dubbelkrona.TableByName(strings.TrimPrefix(t.name, "core."))
	names := slices.Clone(t.rows[0])
	var origin []string
	if isCore {
		for _, o := range []string{"_source", "_segment", "_row"} {
			if !slices.Contains(names, o) {
				origin = append(origin, o)
			}
		}
	}
	var rows []string
	for n, record := range t.rows[1:] {
		var cells []string
		for i, cell := range record {
			cells = append(cells, cast(cell, typeOf(known, isCore, names[i])))
		}
		for _, o := range origin {
			cells = append(cells, map[string]string{"_source": "'golden'", "_segment": "1", "_row": fmt.Sprint(n + 1)}[o])
		}
		rows = append(rows, "("+strings.Join(cells, ", ")+")")
	}
	if len(rows) == 0 {
		return nil
	}
	var quoted []string
	for _, name := range slices.Concat(names, origin) {
		quoted = append(quoted, quote(name))
	}
	_, err := db.Exec(ctx, fmt.Sprintf("INSERT INTO %s (%s) VALUES %s", t.name, strings.Join(quoted, ", "), strings.Join(rows, ", ")))
	return err
}

func typeOf(t *dubbelkrona.Table, known bool, column string) string {
	if known {
		if c, ok := t.Column(column); ok {
			return c.Type.SQL()
		}
	}
	return "VARCHAR"
}

func cast(cell, kind string) string {
	if cell == "" {
		return "NULL"
	}
	return fmt.Sprintf("CAST(%s AS %s)", literal(cell), kind)
}

// replacement returns a model that has the rows of a table. A column with a text, or
// a number with a leading zero, is one of texts.
func replacement(rows [][]string) string {
	texts := make(map[int]bool)
	for _, record := range rows[1:] {
		for i, cell := range record {
			texts[i] = texts[i] || cell != "" && cell != "true" && cell != "false" && !isNumber(cell)
		}
	}
	var all []string
	for _, record := range rows[1:] {
		var cells []string
		for i, cell := range record {
			switch {
			case cell == "":
				cell = "NULL"
			case texts[i]:
				cell = literal(cell)
			}
			cells = append(cells, cell)
		}
		all = append(all, "("+strings.Join(cells, ", ")+")")
	}
	return fmt.Sprintf("/*\ntitle: {sv: given, en: given}\nmaterialized: table\nreplaces: true\n*/\nSELECT * FROM (VALUES %s) AS v (%s)",
		strings.Join(all, ", "), strings.Join(rows[0], ", "))
}

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func literal(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
