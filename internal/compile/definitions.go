package compile

import (
	"context"
	"errors"
	"os"

	"dubbelkrona"
	"dubbelkrona/internal/strictyaml"
	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
	"dubbelkrona/metrics/effect/record"
	"dubbelkrona/queries"
)

// loadDefinitions loads and orders the definitions, without those with faults.
func (p *Plan) loadDefinitions(ctx context.Context) {
	p.Catalogue, p.DefinitionFaults = metrics.Load(p.definitionSources()...)
	p.addFaults(p.resolveDefinitions(ctx))
}

// definitionSources returns the built-in definitions, and those of the project.
func (p *Plan) definitionSources() []metrics.Source {
	sources := []metrics.Source{{FS: queries.FS(), Prefix: "dubbelkrona:queries/", BuiltIn: true}}
	if info, err := os.Stat(p.Project.Queries()); err == nil && info.IsDir() {
		sources = append(sources, metrics.Source{FS: os.DirFS(p.Project.Queries()), Prefix: p.Project.Shown("queries") + "/"})
	}
	return sources
}

// LoadWith returns the definitions with further ones, which may replace any of them.
// Faults are an Invalid error.
func (p *Plan) LoadWith(ctx context.Context, db *warehouse.DB, further metrics.Source) (*metrics.Catalogue, error) {
	sources := p.definitionSources()
	for i := range sources {
		sources[i].BuiltIn = true // may be replaced
	}
	c, faults := metrics.Load(append(sources, further)...)
	if faults = append(faults, c.Resolve(ctx, db, givenTables())...); len(faults) > 0 {
		return nil, dubbelkrona.Invalidf("%s", faults[0])
	}
	return c, nil
}

// addFaults adds to DefinitionFaults, an error as a fault of its own.
func (p *Plan) addFaults(faults []strictyaml.Fault, err error) {
	if err != nil {
		faults = append(faults, strictyaml.Fault{File: "queries", Message: err.Error()})
	}
	p.DefinitionFaults = append(p.DefinitionFaults, faults...)
}

// resolveDefinitions orders the definitions by what they read, according to
// DuckDB's parser.
func (p *Plan) resolveDefinitions(ctx context.Context) (faults []strictyaml.Fault, err error) {
	db, err := warehouse.OpenEmpty(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return p.Catalogue.Resolve(ctx, db, givenTables()), nil
}

// TryDefinitions runs each definition on a snapshot without rows, to find wrong
// names and types before a run does. prepare creates the tables of schema meta.
// Faults are added to DefinitionFaults.
func (p *Plan) TryDefinitions(ctx context.Context, limits warehouse.Limits, each metrics.Limits, prepare func(context.Context, *warehouse.DB) error) {
	p.addFaults(p.tryDefinitions(ctx, limits, each, prepare))
}

func (p *Plan) tryDefinitions(ctx context.Context, limits warehouse.Limits, each metrics.Limits, prepare func(context.Context, *warehouse.DB) error) (faults []strictyaml.Fault, err error) {
	// It has no rows, so it may be outside the project, where check must not
	// write.
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

// givenTables returns the tables that definitions may read besides models.
func givenTables() []string {
	names := []string{"meta.source", "meta.delivery_note", "meta.acceptance", "meta.issue", "meta.segment", "meta.snapshot", "meta.run", "meta.data_dictionary", record.Draw}
	for _, t := range dubbelkrona.Tables() {
		names = append(names, "core."+t.Name)
	}
	return names
}
