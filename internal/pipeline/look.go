package pipeline

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"dubbelkrona"
	"dubbelkrona/export"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/published"
	"dubbelkrona/internal/scratch"
	"dubbelkrona/internal/session"
	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
)

// Evaluate calculates a metric as it is defined now over what is published,
// in a private copy that is removed again.
func (p *Pipeline) Evaluate(ctx context.Context, name string) (header export.Header, rows []dubbelkrona.Result, err error) {
	wanted, err := p.plan.Catalogue.Find(metrics.Metric, name)
	if err != nil {
		return header, nil, err
	}
	folder, done, err := scratch.Folder(p.project.Config.Scratch())
	if err != nil {
		return header, nil, err
	}
	defer func() { err = errors.Join(err, done()) }()
	return p.evaluate(ctx, folder, wanted)
}

func (p *Pipeline) evaluate(ctx context.Context, folder string, wanted *metrics.Definition) (header export.Header, rows []dubbelkrona.Result, err error) {
	l, err := ledger.OpenReadOnly(p.project.Config.Ledger())
	if err != nil {
		return header, nil, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	b := p.builder(&session.Session{Project: p.project, Ledger: l, Report: &session.Report{Run: dubbelkrona.Run{ID: "evaluation"}}})
	last, err := l.Snapshots.Published(ctx)
	if err != nil {
		return header, nil, err
	}
	spec, err := b.Fold(ctx, last.Built, filepath.Join(p.project.Config.Root, last.Path))
	if err != nil {
		return header, nil, err
	}
	spec.Dir, spec.Fault = folder, nil
	built, err := warehouse.Build(ctx, spec, func(ctx context.Context, db *warehouse.DB) error {
		if err := b.writeMeta(ctx, db, last.AsOf); err != nil {
			return err
		}
		return b.measure(ctx, db)
	})
	if err != nil {
		return header, nil, err
	}
	for _, fault := range b.Report.Faults {
		if strings.HasPrefix(fault, wanted.File+":") {
			return header, nil, dubbelkrona.Invalidf("%s", fault)
		}
	}
	snapshot, err := published.Open(ctx, built.Path, p.project.Limits())
	if err != nil {
		return header, nil, err
	}
	defer func() { err = errors.Join(err, snapshot.Close()) }()
	if header, err = snapshot.Header(ctx); err != nil {
		return header, nil, err
	}
	rows, err = published.Collect(snapshot.Unreleased(ctx, wanted.Name))
	return header, rows, err
}
