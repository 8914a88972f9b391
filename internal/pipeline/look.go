package pipeline

import (
	"context"
	"errors"
	"iter"
	"path/filepath"
	"strings"

	"dubbelkrona"
	"dubbelkrona/export"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/scratch"
	"dubbelkrona/internal/session"
	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
)

// Evaluate calculates a metric as it is defined now over what is published,
// in a private copy that is removed again.
func (p *Pipeline) Evaluate(ctx context.Context, name string) (header export.Header, rows []export.Row, err error) {
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

func (p *Pipeline) evaluate(ctx context.Context, folder string, wanted *metrics.Definition) (header export.Header, rows []export.Row, err error) {
	l, err := ledger.OpenReadOnly(p.project.Config.Ledger())
	if err != nil {
		return header, nil, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	b := p.builder(&session.Session{Project: p.project, Ledger: l, Report: &session.Report{Run: dubbelkrona.Run{ID: "evaluation"}}})
	published, err := l.Published(ctx)
	if err != nil {
		return header, nil, err
	}
	spec, err := b.Fold(ctx, published.Built, filepath.Join(p.project.Config.Root, published.Path))
	if err != nil {
		return header, nil, err
	}
	spec.Dir, spec.Fault = folder, nil
	built, err := warehouse.Build(ctx, spec, func(ctx context.Context, db *warehouse.DB) error {
		if err := b.writeMeta(ctx, db, published.AsOf); err != nil {
			return err
		}
		return b.measure(ctx, db)
	})
	if err != nil {
		return header, nil, err
	}
	for _, fault := range b.Report.Faults {
		if strings.HasPrefix(fault, wanted.File+":") {
			return header, nil, dubbelkrona.Errorf(dubbelkrona.Invalid, "%s", fault)
		}
	}
	db, err := warehouse.OpenReadOnly(ctx, built.Path, p.project.Limits())
	if err != nil {
		return header, nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if header, err = exportHeader(ctx, db); err != nil {
		return header, nil, err
	}
	rows, err = Collect(Results(ctx, db, wanted.Name, false))
	return header, rows, err
}

// Published gives the results of one metric as they are published: those on
// a few persons are suppressed.
func (p *Pipeline) Published(ctx context.Context, name string) (rows []export.Row, err error) {
	db, err := warehouse.OpenReadOnly(ctx, p.project.Config.Published(), p.project.Limits())
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return Collect(Results(ctx, db, name, true))
}

// Collect holds all rows of a sequence that may fail.
func Collect(seq iter.Seq2[export.Row, error]) (rows []export.Row, err error) {
	for row, err := range seq {
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// Each gives rows as a sequence, as sinks take them.
func Each(rows []export.Row) iter.Seq2[export.Row, error] {
	return func(yield func(export.Row, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}
