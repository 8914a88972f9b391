package pipeline

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"time"

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
	err = p.look(ctx, wanted, func(snapshot *published.Snapshot) (err error) {
		if header, err = snapshot.Header(ctx); err != nil {
			return err
		}
		rows, err = published.Collect(snapshot.Results(ctx, wanted.Name))
		return err
	})
	return header, rows, err
}

// look evaluates the definitions of now over what is published, in a private copy,
// and calls read with it. It records nothing.
func (p *Pipeline) look(ctx context.Context, wanted *metrics.Definition, read func(*published.Snapshot) error) (err error) {
	l, err := ledger.OpenReadOnly(p.project.Config.Ledger())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	last, err := l.Snapshots.Published(ctx)
	if err != nil {
		return err
	}
	b := p.builder(&session.Session{Project: p.project, Ledger: l, Report: &session.Report{Run: dubbelkrona.Run{ID: "evaluation"}}})
	return b.privately(ctx, state{folded: last.Built, asOf: last.AsOf, base: filepath.Join(p.project.Config.Root, last.Path)}, wanted, read)
}

// state is what a private copy shows: the segments that were committed at a moment,
// folded into a base, and the past moment that the snapshot is of. Zero times are the
// present.
type state struct {
	folded, asOf time.Time
	base         string
	// prepare, if it is not nil, changes the tables before they are evaluated.
	prepare func(context.Context, *warehouse.DB) error
}

// privately builds a state in a folder that is removed again, and calls read with it.
// A fault of wanted, which may be nil, is an Invalid error.
func (b *builder) privately(ctx context.Context, of state, wanted *metrics.Definition, read func(*published.Snapshot) error) (err error) {
	folder, done, err := scratch.Folder(b.Config.Scratch())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	spec, err := b.Fold(ctx, of.folded, of.base)
	if err != nil {
		return err
	}
	spec.Dir, spec.Fault = folder, nil
	built, err := warehouse.Build(ctx, spec, func(ctx context.Context, db *warehouse.DB) error {
		if err := b.writeMeta(ctx, db, of.asOf); err != nil {
			return err
		}
		if of.prepare != nil {
			if err := of.prepare(ctx, db); err != nil {
				return err
			}
		}
		return b.measure(ctx, db)
	})
	if err != nil {
		return err
	}
	for _, fault := range b.Report.Faults {
		if wanted != nil && strings.HasPrefix(fault, wanted.File+":") {
			return dubbelkrona.Invalidf("%s", fault)
		}
	}
	snapshot, err := published.Open(ctx, built.Path, b.Limits())
	if err != nil {
		return err
	}
	return errors.Join(read(snapshot), snapshot.Close())
}
