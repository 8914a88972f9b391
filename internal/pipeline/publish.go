package pipeline

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"dubbelkrona"
	"dubbelkrona/internal/compile"
	"dubbelkrona/internal/durable"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/published"
	"dubbelkrona/internal/session"
	"dubbelkrona/internal/warehouse"
)

// publisher publishes and exports in one run.
type publisher struct {
	*session.Session
	plan *compile.Plan
}

func (p *Pipeline) publisher(s *session.Session) publisher { return publisher{s, p.plan} }

// publish replaces the published files by the released part of a build and, if the
// project wants it, the whole of it, and removes kept snapshots beyond the
// configured number.
func (p publisher) publish(ctx context.Context, id string, built *warehouse.Built) (err error) {
	ctx, end := p.StartSpan(ctx, "publish", slog.String("snapshot", id))
	defer func() { end(p.Outward(err)) }()
	mode, folder := p.Config.Modes()
	p.Tell(session.Progress{Stage: session.StagePublish})
	to := warehouse.Publication{
		ID: id, Dest: p.Config.Published(), Release: p.plan.Release(), Mode: mode, FolderMode: folder, Snapshots: p.Config.Snapshots(), Keep: p.Config.Publish.Keep,
		Fault: p.Fault,
	}
	if p.Config.WithPersons() {
		to.Whole = p.Config.Analyst()
	}
	released, err := warehouse.Publish(ctx, built, to)
	if err != nil {
		return err
	}
	if err := p.Ledger.Snapshots.RecordPublication(ctx, id, p.Report.Run.ID, released); err != nil {
		return err
	}
	p.Report.Snapshot, p.Report.Run.Snapshot = id, id
	return p.RecordRemovals(ctx)
}

// removeUnwanted removes the published file with rows about persons, unless the
// project wants it.
func (p publisher) removeUnwanted() error {
	if p.Config.WithPersons() {
		return nil
	}
	if err := durable.Remove(p.Config.Analyst(), p.Config.Analyst()+".wal"); err != nil {
		return fmt.Errorf("publication withdraw: %w", err)
	}
	return nil
}

// publishWaiting publishes the build of an earlier run, unless its checks forbid
// that.
func (p publisher) publishWaiting(ctx context.Context, last ledger.Snapshot) error {
	path := warehouse.Waiting(p.BuildFolder())
	if !session.IsThere(path) {
		return dubbelkrona.Errorf(dubbelkrona.NotFound, "no build is waiting to be published; `dubbelkrona build` makes one")
	}
	hashes, err := p.waiting(ctx, path, last)
	if err != nil {
		return err
	}
	return p.publish(ctx, last.ID, &warehouse.Built{Path: path, Hashes: hashes})
}

// waiting returns the hashes of a build that waits, if it is the one that the
// ledger has recorded and its checks allow to publish it.
func (p publisher) waiting(ctx context.Context, path string, last ledger.Snapshot) (hashes []dubbelkrona.TableHash, err error) {
	snapshot, err := published.Open(ctx, path, p.Limits())
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, snapshot.Close()) }()
	header, err := snapshot.Header(ctx)
	if err != nil {
		return nil, err
	}
	if hashes, err = snapshot.KeptHashes(ctx); err != nil {
		return nil, err
	}
	if header.Snapshot != last.ID || len(dubbelkrona.Differing(last.Tables, hashes)) > 0 {
		return nil, dubbelkrona.Errorf(dubbelkrona.NotFound, "no build is waiting to be published; `dubbelkrona build` makes one")
	}
	checks, err := snapshot.Checks(ctx)
	if err != nil {
		return nil, err
	}
	return hashes, session.Blocked(checks, p.Config.Language)
}
