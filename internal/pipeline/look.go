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
	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
)

// Definitions lists the definitions of a kind that can be used.
func (p *Pipeline) Definitions(kind metrics.Kind) []*metrics.Definition { return p.catalogue.Of(kind) }

// Definition finds one; a NotFound error says that there is none.
func (p *Pipeline) Definition(kind metrics.Kind, name string) (*metrics.Definition, error) {
	return p.catalogue.Find(kind, name)
}

// Evaluate calculates a metric as it is defined now over what is published,
// in a private copy that is removed again.
func (p *Pipeline) Evaluate(ctx context.Context, name string) (header export.Header, rows []export.Row, err error) {
	wanted, err := p.catalogue.Find(metrics.Metric, name)
	if err != nil {
		return header, nil, err
	}
	folder, done, err := scratch.Folder(p.project.Scratch())
	if err != nil {
		return header, nil, err
	}
	defer func() { err = errors.Join(err, done()) }()
	return p.evaluate(ctx, folder, wanted)
}

func (p *Pipeline) evaluate(ctx context.Context, folder string, wanted *metrics.Definition) (header export.Header, rows []export.Row, err error) {
	l, err := ledger.OpenReadOnly(p.project.Ledger())
	if err != nil {
		return header, nil, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	s := &session{Pipeline: p, ledger: l, report: &Report{Run: dubbelkrona.Run{ID: "evaluation"}}}
	published, err := l.Published(ctx)
	if err != nil {
		return header, nil, err
	}
	segments, err := l.Segments(ctx, published.Built)
	if err != nil {
		return header, nil, err
	}
	for i := range segments {
		segments[i].ReplacedBy = 0
	}
	built, err := warehouse.Build(ctx, warehouse.Spec{Base: filepath.Join(p.project.Root, published.Path), Dir: folder,
		Lake: p.project.Lake(), Segments: segments, Limits: p.limits()}, func(ctx context.Context, db *warehouse.DB) error {
		if err := s.writeMeta(ctx, db, published.AsOf); err != nil {
			return err
		}
		return s.measure(ctx, db)
	})
	if err != nil {
		return header, nil, err
	}
	for _, fault := range s.report.Faults {
		if strings.HasPrefix(fault, wanted.File+":") {
			return header, nil, dubbelkrona.Errorf(dubbelkrona.Invalid, "%s", fault)
		}
	}
	db, err := warehouse.OpenReadOnly(ctx, built.Path, p.limits())
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
	db, err := warehouse.OpenReadOnly(ctx, p.project.Published(), p.limits())
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
