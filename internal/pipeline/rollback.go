package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/changes"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/published"
	"dubbelkrona/internal/session"
	"dubbelkrona/internal/warehouse"
)

// Rollback publishes and exports a kept snapshot once more, with the figures that were
// released of it, and records that in the log of restatements. It holds until Publish
// is called, or a run finds new deliveries or other definitions. The snapshot is named
// as by published.Find.
func Rollback(ctx context.Context, p *Pipeline, name string) (*session.Report, error) {
	return p.project.Run(ctx, "publish --rollback", func(ctx context.Context, s *session.Session) error {
		b := p.builder(s)
		last, err := s.Ledger.Snapshots.Published(ctx)
		if err != nil {
			return err
		}
		to, err := published.Find(ctx, s.Project, s.Ledger, name)
		if err != nil {
			return err
		}
		if last.ID == to.ID {
			return dubbelkrona.Invalidf("snapshot %s is the one that is published", to.ID)
		}
		if err := b.removeUnwanted(); err != nil {
			return err
		}
		through, err := s.Ledger.Deliveries.Through(ctx, time.Time{})
		if err != nil {
			return err
		}
		// Before it is published: if the next step fails, the next run goes forward.
		hold := published.Rollback{Snapshot: to.ID, From: last.ID, Through: through, Definitions: ownDefinitions(b)}
		if err := hold.Store(ctx, s.Ledger); err != nil {
			return err
		}
		if err := publishAgain(ctx, b, last, to.ID, dubbelkrona.CauseRollback); err != nil {
			return err
		}
		s.Report.HeldBack = last.ID
		return b.export(ctx)
	})
}

// ownDefinitions identifies what of the definitions of a snapshot does not depend on the
// state of the sources.
func ownDefinitions(b *builder) string {
	h := sha256.New()
	hashDefinitions(h, b)
	return hex.EncodeToString(h.Sum(nil))
}

// endRollback goes forward to the snapshot from which somebody went back to the published
// one, if somebody did. That it is no longer kept is a NotFound error.
func endRollback(ctx context.Context, b *builder) error {
	last, err := b.Ledger.Snapshots.Published(ctx)
	if err != nil {
		return err
	}
	r, err := published.ReadRollback(ctx, b.Ledger, last.ID)
	if err != nil || r.Snapshot == "" {
		return err
	}
	return publishAgain(ctx, b, last, r.From, "")
}

// publishAgain publishes a kept snapshot once more. because is the cause of all changes
// if it is another than those that are found.
func publishAgain(ctx context.Context, b *builder, last ledger.Snapshot, id string, because dubbelkrona.Cause) error {
	kept, err := published.Find(ctx, b.Project, b.Ledger, id)
	if err != nil {
		return err
	}
	now, err := warehouse.ReleasedHashes(ctx, b.CopyPath(id), b.Limits())
	if err != nil {
		return err
	}
	if differ := dubbelkrona.Differing(kept.Released, now); len(differ) > 0 {
		return dubbelkrona.Errorf(dubbelkrona.Internal, "var/released/%s.duckdb: the rows of %v differ from what was recorded when it was published; it is not published again", id, differ)
	}
	record := ledger.Publication{SnapshotID: id, RunID: b.Report.Run.ID, Released: kept.Released}
	if isKept(b.Project, last.ID) {
		all, err := published.Compare(ctx, b.Project, last.ID, id)
		if err != nil {
			return err
		}
		record.Restatements = changes.Publication{From: last.ID, To: id, Former: last.Built, At: b.Now(), Because: because}.Log(all)
	}
	b.Tell(session.Progress{Stage: session.StagePublish})
	if err := publication(b, id).Again(); err != nil {
		return err
	}
	b.Report.Snapshot, b.Report.Run.Snapshot = id, id
	return b.Ledger.Snapshots.RecordPublication(ctx, record)
}

// holdRollback reports whether a rollback to the published snapshot holds, and publishes
// it again if its files have been changed.
func holdRollback(ctx context.Context, b *builder, last ledger.Snapshot, through int64) (held bool, err error) {
	r, err := published.ReadRollback(ctx, b.Ledger, last.ID)
	if err != nil || r.Snapshot == "" || r.Through != through || r.Definitions != ownDefinitions(b) || !isKept(b.Project, last.ID) {
		return false, err
	}
	if !isIntact(ctx, b.Project, last) {
		if err := publication(b, last.ID).Again(); err != nil {
			return false, err
		}
	}
	b.Report.Snapshot, b.Report.HeldBack = last.ID, r.From
	return true, nil
}
