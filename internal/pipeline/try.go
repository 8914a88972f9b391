package pipeline

import (
	"context"
	"errors"
	"os"

	"dubbelkrona"
	"dubbelkrona/internal/strictyaml"
	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
)

// resolveDefinitions orders the definitions by what they read, as DuckDB's own
// parser says.
func (p *Pipeline) resolveDefinitions(ctx context.Context) (faults []strictyaml.Fault, err error) {
	db, err := warehouse.OpenEmpty(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return p.catalogue.Resolve(ctx, db, givenTables()), nil
}

// tryDefinitions runs each definition on a snapshot without rows, so that a
// name or a type that is wrong is found before the night.
func (p *Pipeline) tryDefinitions(ctx context.Context) (faults []strictyaml.Fault, err error) {
	// No row is in it, so that it need not lie in the project, where check
	// writes nothing.
	folder, err := os.MkdirTemp("", "dubbelkrona-check-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	built, err := warehouse.Build(ctx, warehouse.Spec{Dir: folder, Limits: p.limits()}, func(ctx context.Context, db *warehouse.DB) error {
		if err := p.writeStaticMeta(ctx, db, nil); err != nil {
			return err
		}
		result, err := p.catalogue.Run(ctx, db, metrics.Snapshot{ID: "check", Limits: p.definitionLimits()})
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
