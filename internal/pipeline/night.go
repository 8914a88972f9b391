package pipeline

import (
	"context"
	"time"

	"dubbelkrona/internal/compile"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/intake"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/session"
)

// Ingest reads what is new at one source, for a slot: the local time by which a
// source may expand its pattern. Calls may be concurrent if the pipeline has a
// Workspace.
func (p *Pipeline) Ingest(ctx context.Context, name string, slot time.Time) (*session.Report, error) {
	return p.ingestOne(ctx, config.IngestJob(name), name, slot, false)
}

// Backfill reads one source for a past slot, which does not affect the source's
// freshness.
func (p *Pipeline) Backfill(ctx context.Context, name string, slot time.Time) (*session.Report, error) {
	return p.ingestOne(ctx, "backfill:"+name, name, slot, true)
}

func (p *Pipeline) ingestOne(ctx context.Context, command, name string, slot time.Time, past bool) (*session.Report, error) {
	return p.project.Run(ctx, command, func(ctx context.Context, s *session.Session) error {
		s.Report.Slot = slot
		if err := s.LoadKey(ctx); err != nil {
			return err
		}
		in := intake.New(s, p.plan)
		in.Past = past
		return in.All(ctx, func(src *compile.Source) (*compile.Source, error) {
			if src.Name != name {
				return nil, nil
			}
			return src.At(slot)
		})
	})
}

// Refresh builds, checks, publishes and exports, if anything that figures depend on
// has changed since the published snapshot.
func (p *Pipeline) Refresh(ctx context.Context) (*session.Report, error) {
	return p.project.Run(ctx, config.PublishJob, func(ctx context.Context, s *session.Session) error {
		if err := s.LoadKey(ctx); err != nil {
			return err
		}
		err := intake.New(s, p.plan).All(ctx, func(src *compile.Source) (*compile.Source, error) {
			if !src.BuiltIn() {
				return nil, nil
			}
			return src, nil
		})
		if err != nil {
			return err
		}
		return p.refresh(ctx, s)
	})
}

// refresh publishes and exports the present state, which it builds if necessary.
func (p *Pipeline) refresh(ctx context.Context, s *session.Session) error {
	b := p.builder(s)
	if err := bringUpToDate(ctx, b); err != nil {
		return err
	}
	if err := b.export(ctx); err != nil {
		return err
	}
	return s.Ledger.Prune(ctx, ledger.DefaultPruneLimits())
}

// bringUpToDate publishes the present state, which it builds if necessary.
func bringUpToDate(ctx context.Context, b *builder) error {
	if err := b.removeUnwanted(); err != nil {
		return err
	}
	current, err := b.current(ctx)
	if err != nil || current {
		return err
	}
	base, err := newestKept(b.Project)
	if err != nil {
		return err
	}
	return b.buildAndPublish(ctx, time.Time{}, base)
}

// allSources chooses all sources, without a slot.
func allSources(src *compile.Source) (*compile.Source, error) { return src, nil }
