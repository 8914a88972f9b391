package compile

import (
	"context"
	"errors"
	"os"

	"dubbelkrona"
	"dubbelkrona/internal/strictyaml"
	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
	"dubbelkrona/queries"
)

// loadDefinitions loads and orders the definitions. Those with faults leave the
// catalogue.
func (p *Plan) loadDefinitions(ctx context.Context) {
	sources := []metrics.Source{{FS: queries.FS(), Prefix: "dubbelkrona:queries/", BuiltIn: true}}
	if info, err := os.Stat(p.Project.Queries()); err == nil && info.IsDir() {
		sources = append(sources, metrics.Source{FS: os.DirFS(p.Project.Queries()), Prefix: p.Project.Shown("queries") + "/"})
	}
	p.Catalogue, p.DefinitionFaults = metrics.Load(sources...)
	p.note(p.resolveDefinitions(ctx))
}

// note keeps the faults of definitions, and an error as one of them.
func (p *Plan) note(faults []strictyaml.Fault, err error) {
	if err != nil {
		faults = append(faults, strictyaml.Fault{File: "queries", Message: err.Error()})
	}
	p.DefinitionFaults = append(p.DefinitionFaults, faults...)
}

// resolveDefinitions orders the definitions by what they read, as DuckDB's own
// parser says.
func (p *Plan) resolveDefinitions(ctx context.Context) (faults []strictyaml.Fault, err error) {
	db, err := warehouse.OpenEmpty(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return p.Catalogue.Resolve(ctx, db, givenTables()), nil
}

// TryDefinitions runs each definition on a snapshot without rows, so that a
// name or a type that is wrong is found before the night. prepare makes the
// tables of schema meta. What it finds is added to DefinitionFaults.
func (p *Plan) TryDefinitions(ctx context.Context, limits warehouse.Limits, each metrics.Limits, prepare func(context.Context, *warehouse.DB) error) {
	p.note(p.tryDefinitions(ctx, limits, each, prepare))
}

func (p *Plan) tryDefinitions(ctx context.Context, limits warehouse.Limits, each metrics.Limits, prepare func(context.Context, *warehouse.DB) error) (faults []strictyaml.Fault, err error) {
	// No row is in it, so that it need not lie in the project, where check
	// writes nothing.
	folder, err := os.MkdirTemp("", "dubbelkrona-check-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	built, err := warehouse.Build(ctx, warehouse.Spec{Dir: folder, Limits: limits}, func(ctx context.Context, db *warehouse.DB) error {
		if err := prepare(ctx, db); err != nil {
			return err
		}
		result, err := p.Catalogue.Run(ctx, db, metrics.Snapshot{ID: "check", Limits: each})
		if err != nil {
			return err
		}
		faults = result.Failures
		return nil
	})
	if err != nil {
		return faults, err
	}
	return faults, built.Discard()
}

// givenTables are the tables that definitions may read besides models.
func givenTables() []string {
	names := []string{"meta.source", "meta.delivery_note", "meta.acceptance", "meta.issue", "meta.segment", "meta.snapshot", "meta.run", "meta.data_dictionary"}
	for _, t := range dubbelkrona.Tables() {
		names = append(names, "core."+t.Name)
	}
	return names
}
