package metrics

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/strictyaml"
	"dubbelkrona/metrics/effect/record"
	"dubbelkrona/metrics/figure"
	"dubbelkrona/metrics/fresh"
)

// Snapshot describes the snapshot that a run fills.
type Snapshot struct {
	// ID is written to every result.
	ID string
	// Limits bound each definition.
	Limits Limits
	// Effects are the versions of effects known so far, oldest first, by the name of the
	// effect.
	Effects map[string][]Version
}

// Report is the result of a run.
type Report struct {
	// Failures are the definitions that failed in the database or exceeded a
	// limit, and those that depend on them. All others were evaluated.
	Failures []Fault
	// Stopped reports whether one of them was stopped at its time limit: on a
	// less loaded machine it may succeed.
	Stopped bool
	Checks  []dubbelkrona.CheckResult
	Models  int
	Metrics int
	Results int64 // rows of metric.result
	// Effects are the effects that were evaluated.
	Effects []Evaluated
}

// run is one evaluation of a catalogue.
type run struct {
	*Catalogue
	db         Engine
	snapshot   Snapshot
	report     *Report
	failed     map[*Definition]bool     // models and effects without a result
	marks      map[string]map[mark]bool // of each check's offending rows
	deliveries *fresh.Deliveries
	rows       map[[2]string]bool // whether a table has rows of certain sources, see restsOn
}

// Run recreates the schemas metric and effect, evaluates models, effects, checks and metrics, and writes
// meta.check_result. The schemas core and meta must exist, with meta.segment, meta.source, whose
// column synthetic marks synthetic sources and whose last_delivery is when each last
// delivered something, and meta.delivery_note; the built-in
// checks read both. An error means that the database failed; definitions that fail
// are in the report. On a snapshot without rows, Run validates the definitions.
func (c *Catalogue) Run(ctx context.Context, db Engine, snapshot Snapshot) (*Report, error) {
	r := &run{Catalogue: c, db: db, snapshot: snapshot, report: &Report{}, failed: make(map[*Definition]bool), marks: make(map[string]map[mark]bool), rows: make(map[[2]string]bool), deliveries: fresh.New(db.Collect)}
	if err := r.prepare(ctx); err != nil {
		return nil, err
	}
	for _, step := range []func(*run, context.Context) error{fillTargets, (*run).models, checks(false), (*run).metrics, markTargets, checks(true)} {
		if err := step(r, ctx); err != nil {
			return nil, err
		}
	}
	strictyaml.Sort(r.report.Failures)
	return r.report, nil
}

// prepare recreates the schemas metric and effect with the tables of this package.
func (r *run) prepare(ctx context.Context) error {
	for _, statement := range []string{"DROP SCHEMA IF EXISTS metric CASCADE", "DROP SCHEMA IF EXISTS effect CASCADE", "CREATE SCHEMA effect", "CREATE SCHEMA metric", "CREATE SCHEMA IF NOT EXISTS meta"} {
		if _, err := r.db.Exec(ctx, statement); err != nil {
			return fmt.Errorf("schemas prepare: %w", err)
		}
	}
	for _, t := range append(record.Tables(), record.Draws()) {
		if err := recordTable(t).create(ctx, r.db); err != nil {
			return err
		}
	}
	for _, t := range []table{resultTable, definitionTable, partTable, targetTable, checkTable} {
		if err := t.create(ctx, r.db); err != nil {
			return err
		}
	}
	return r.fillDraws(ctx)
}

// evaluate calls work for d within its limits and records whether it failed; a
// definition that reads a model that has failed fails too. The error is that of
// ctx.
func (r *run) evaluate(ctx context.Context, d *Definition, work func(context.Context) error) (done bool, err error) {
	for _, read := range r.read(d) {
		if r.failed[read] {
			r.report.Failures = append(r.report.Failures, d.where(read.relation(), "not evaluated: "+read.relation()+" failed"))
			return false, nil
		}
	}
	if err = r.within(ctx, d, work); err != nil && ctx.Err() == nil {
		r.fail(ctx, d, err)
	}
	return err == nil, ctx.Err()
}

// models evaluates models and effects, in their order.
func (r *run) models(ctx context.Context) error {
	for _, d := range r.definitions {
		var work func(context.Context, *Definition) error
		switch d.Kind {
		case Model:
			work = r.model
		case Effect:
			work = r.effect
		default:
			continue
		}
		done, err := r.evaluate(ctx, d, func(ctx context.Context) error { return work(ctx, d) })
		switch {
		case err != nil:
			return err
		case !done:
			r.failed[d] = true
		case d.Kind == Model:
			r.report.Models++
		}
	}
	return nil
}

func (r *run) model(ctx context.Context, d *Definition) error {
	if err := r.create(ctx, d); err != nil {
		return err
	}
	described, err := r.db.Collect(ctx, "DESCRIBE metric."+d.Name)
	if err != nil {
		return err
	}
	lacks := func(name string) bool {
		return !slices.ContainsFunc(described, func(row []any) bool { return row[0] == name })
	}
	for _, name := range slices.Sorted(maps.Keys(d.Columns)) {
		if lacks(name) {
			return &misplaced{"columns." + name, fmt.Sprintf("the SELECT has no column %q", name)}
		}
	}
	for i, name := range d.Release {
		if lacks(name) {
			return &misplaced{fmt.Sprintf("release[%d]", i), fmt.Sprintf("the SELECT has no column %q", name)}
		}
	}
	text := strings.TrimSpace(d.Title.SV + ". " + d.Title.EN + ". " + d.Doc.EN)
	return comment(ctx, r.db, relationKind(d), "metric."+d.Name, text, d.Columns)
}

func (r *run) metrics(ctx context.Context) error {
	var definitions, parts [][]any
	for _, d := range r.Of(Metric) {
		done, err := r.evaluate(ctx, d, func(ctx context.Context) error { return r.metric(ctx, d) })
		if err != nil {
			return err
		}
		if done {
			definition, list := d.describe()
			definitions, parts = append(definitions, definition), append(parts, list...)
			r.report.Metrics++
		}
	}
	if err := definitionTable.insert(ctx, r.db, definitions); err != nil {
		return err
	}
	return partTable.insert(ctx, r.db, parts)
}

func (r *run) metric(ctx context.Context, d *Definition) error {
	synthetic, err := r.restsOn(ctx, d, "synthetic", "IN (SELECT name FROM meta.source WHERE synthetic)")
	if err != nil {
		return err
	}
	oldest, err := r.deliveries.Oldest(ctx, d.closure)
	if err != nil {
		return err
	}
	known := figure.Facts{Metric: d.Name, Hash: d.Hash, Snapshot: r.snapshot.ID, Synthetic: synthetic, Warnings: r.warnings(d), Fresh: oldest}
	rows, err := r.db.Exec(ctx, "INSERT INTO metric.result BY NAME\n"+d.Figure.Statement(d.SQL, known))
	r.report.Results += rows
	if err != nil || !d.Figure.Protected() {
		return err
	}
	// What decides what is published is not evaluated here, but must be possible to.
	for _, query := range []string{d.Memberships(), d.Sensitive(0)} {
		if query != "" {
			if _, err := r.db.Collect(ctx, "DESCRIBE "+query); err != nil {
				return err
			}
		}
	}
	return nil
}

// describe returns d's rows of metric.definition and metric.part.
func (d *Definition) describe() (definition []any, parts [][]any) {
	f := &d.Figure
	for i, p := range f.Parts {
		parts = append(parts, []any{d.Name, p.Name, int64(i + 1), p.Title.SV, p.Title.EN, p.Unit, p.Value, f.Made(p.Protection)})
	}
	return []any{d.Name, d.Title.SV, d.Title.EN, d.Doc.SV, d.Doc.EN, f.Unit, int64(f.Decimals), d.SQL, d.Statement(),
		d.Hash, strings.Join(f.By, ","), strings.Join(d.closure, ","), d.BuiltIn, f.Made(f.Protection), dubbelkrona.JoinGoals(d.Goals), string(d.Owner)}, parts
}

// restsOn reports whether a table that d reads has rows of certain sources.
// sources is a condition on _source; name identifies it in the cache.
func (r *run) restsOn(ctx context.Context, d *Definition, name, sources string) (bool, error) {
	for _, table := range d.closure {
		if !strings.HasPrefix(table, "core.") {
			continue
		}
		has, asked := r.rows[[2]string{name, table}]
		if !asked {
			found, err := r.db.Collect(ctx, fmt.Sprintf("SELECT 1 FROM %s WHERE _source %s LIMIT 1", table, sources))
			if err != nil {
				return false, fmt.Errorf("%s rows of %s find: %w", name, table, err)
			}
			has = len(found) > 0
			r.rows[[2]string{name, table}] = has
		}
		if has {
			return true, nil
		}
	}
	return false, nil
}
