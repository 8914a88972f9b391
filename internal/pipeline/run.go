package pipeline

import (
	"context"
	"fmt"
	"os"
	"slices"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/intake"
	"dubbelkrona/internal/session"
)

// Run does the whole pipeline: it reads what is new, builds, checks, publishes and
// exports. If nothing has changed since the published snapshot, nothing is built.
// If checks forbid publishing, it returns a Blocked error.
func (p *Pipeline) Run(ctx context.Context) (*session.Report, error) {
	return runAll(ctx, p, p.refresh)
}

// Rehearse is Run without exports and the like: of what leaves the project, only the
// published file is written. It is for a shadow of the project.
func (p *Pipeline) Rehearse(ctx context.Context) (*session.Report, error) {
	return runAll(ctx, p, func(ctx context.Context, s *session.Session) error { return bringUpToDate(ctx, p.builder(s)) })
}

// runAll reads what is new at all sources, and then does the rest of a run.
func runAll(ctx context.Context, p *Pipeline, rest session.Work) (*session.Report, error) {
	return p.project.Run(ctx, "run", func(ctx context.Context, s *session.Session) error {
		if err := s.LoadKey(ctx); err != nil {
			return err
		}
		if err := intake.New(s, p.plan).All(ctx, allSources); err != nil {
			return err
		}
		return rest(ctx, s)
	})
}

// Build builds and checks a snapshot of what is committed, and leaves it for
// Publish. A Blocked error means that Publish would refuse it.
func (p *Pipeline) Build(ctx context.Context) (*session.Report, error) {
	return p.project.Run(ctx, "build", func(ctx context.Context, s *session.Session) error {
		base, err := newestKept(s.Project)
		if err != nil {
			return err
		}
		if _, err := p.builder(s).build(ctx, time.Time{}, base); err != nil {
			return err
		}
		return session.Blocked(s.Report.Checks, s.Config.Language)
	})
}

// Rebuild builds a snapshot without a base and publishes it. Report.Differs has the
// tables whose content hash differs from that of the snapshot published before.
func (p *Pipeline) Rebuild(ctx context.Context) (*session.Report, error) {
	return p.project.Run(ctx, "rebuild", func(ctx context.Context, s *session.Session) error {
		before, err := s.Ledger.Snapshots.Published(ctx)
		if err != nil && dubbelkrona.KindOf(err) != dubbelkrona.NotFound {
			return err
		}
		through, err := s.Ledger.Deliveries.Through(ctx, time.Time{})
		if err != nil {
			return err
		}
		b := p.builder(s)
		if err := b.removeUnwanted(); err != nil {
			return err
		}
		if err := b.buildAndPublish(ctx, time.Time{}, ""); err != nil {
			return err
		}
		if before.Through == through && before.AsOf.IsZero() && sameTables(before.Tables, s.Report.Tables) {
			s.Report.Compared = true
			s.Report.Differs = dubbelkrona.Differing(before.Tables, s.Report.Tables)
		}
		return b.export(ctx)
	})
}

// sameTables reports whether two snapshots have the same tables. If they do not, another
// version made one of them, and the hashes of tables with other columns differ too.
func sameTables(a, b []dubbelkrona.TableHash) bool {
	names := func(tables []dubbelkrona.TableHash) (all []string) {
		for _, t := range tables {
			all = append(all, t.Table)
		}
		slices.Sort(all)
		return all
	}
	return slices.Equal(names(a), names(b))
}

// RebuildAsOf writes the snapshot of a past moment to a new file and publishes
// nothing. The definitions are the present ones.
func (p *Pipeline) RebuildAsOf(ctx context.Context, moment time.Time, to string) (*session.Report, error) {
	return p.project.Run(ctx, "rebuild --as-of", func(ctx context.Context, s *session.Session) error {
		if _, err := os.Lstat(to); err == nil {
			return dubbelkrona.Errorf(dubbelkrona.Conflict, "%s exists already; choose another name", to)
		}
		built, err := p.builder(s).build(ctx, moment, "")
		if err != nil {
			return err
		}
		if err := os.Rename(built.Path, to); err != nil {
			return fmt.Errorf("snapshot move: %w", err)
		}
		return os.Chmod(to, 0o600)
	})
}

func (b *builder) buildAndPublish(ctx context.Context, moment time.Time, base string) error {
	built, err := b.build(ctx, moment, base)
	if err != nil {
		return err
	}
	if err := session.Blocked(b.Report.Checks, b.Config.Language); err != nil {
		return err
	}
	return b.publish(ctx, b.Report.Run.ID, built)
}

// Publish publishes and exports the last build, also if somebody went back from it.
func (p *Pipeline) Publish(ctx context.Context) (*session.Report, error) {
	return p.project.Run(ctx, "publish", func(ctx context.Context, s *session.Session) error {
		latest, err := s.Ledger.Snapshots.Latest(ctx, 1)
		if err != nil {
			return err
		}
		if len(latest) == 0 {
			return dubbelkrona.Errorf(dubbelkrona.NotFound, "nothing has been built; run `dubbelkrona build` first")
		}
		last := latest[0]
		b := p.builder(s)
		if err := b.removeUnwanted(); err != nil {
			return err
		}
		if last.Published.IsZero() {
			err = b.publishWaiting(ctx, last)
		} else {
			err = endRollback(ctx, b)
		}
		if err != nil {
			return err
		}
		return b.export(ctx)
	})
}
