package pipeline

import (
	"context"
	"errors"
	"slices"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/published"
	"dubbelkrona/internal/scratch"
	"dubbelkrona/internal/session"
	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
)

// ratesTables are the tables that say what an effect is worth, and nothing of what was
// bought or of anybody.
var ratesTables = []string{"municipality", "parameter"}

// WhatIf evaluates models on the project's rates and parameters and on the rows that add
// inserts, in a private file that is removed again, and calls read with it. Effects are
// not estimated, so that the parameters hold. It records and publishes nothing.
func (p *Pipeline) WhatIf(ctx context.Context, models []string, add func(context.Context, *warehouse.DB) error, read func(*published.Snapshot) error) (err error) {
	l, err := ledger.OpenReadOnly(p.project.Config.Ledger())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	b := p.builder(&session.Session{Project: p.project, Ledger: l, Report: &session.Report{}})
	spec, err := b.Fold(ctx, time.Time{}, "")
	if err != nil {
		return err
	}
	spec.Segments = slices.DeleteFunc(spec.Segments, func(s dubbelkrona.Segment) bool { return !slices.Contains(ratesTables, s.Table) })
	folder, done, err := scratch.Folder(b.Config.Scratch())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	spec.Dir, spec.Fault = folder, nil
	built, err := warehouse.Build(ctx, spec, func(ctx context.Context, db *warehouse.DB) error {
		if err := writeStaticMeta(ctx, db, p.plan, nil); err != nil {
			return err
		}
		if err := add(ctx, db); err != nil {
			return err
		}
		return p.evaluateModels(ctx, db, models)
	})
	if err != nil {
		return err
	}
	snapshot, err := published.Open(ctx, built.Path, b.Limits())
	if err != nil {
		return err
	}
	return errors.Join(read(snapshot), snapshot.Close())
}

// evaluateModels evaluates models and what they read. A fault is an Invalid error.
func (p *Pipeline) evaluateModels(ctx context.Context, db *warehouse.DB, models []string) error {
	report, err := p.plan.Catalogue.Models(models...).Run(ctx, db, metrics.Snapshot{Limits: definitionLimits(p.project.Config, p.endProcess)})
	if err != nil {
		return err
	}
	for _, f := range report.Failures {
		return dubbelkrona.Invalidf("%s", f)
	}
	return nil
}
