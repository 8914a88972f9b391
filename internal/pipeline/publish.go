package pipeline

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"dubbelkrona"
	"dubbelkrona/internal/durable"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/published"
	"dubbelkrona/internal/session"
	"dubbelkrona/internal/warehouse"
)

// publish replaces the published files by the released part of a build and, if the
// project wants it, the whole of it, and removes kept snapshots beyond the
// configured number.
func (b *builder) publish(ctx context.Context, id string, built *warehouse.Built) (err error) {
	ctx, end := b.StartSpan(ctx, "publish", slog.String("snapshot", id))
	defer func() { end(b.Outward(err)) }()
	record := ledger.Publication{SnapshotID: id, RunID: b.Report.Run.ID}
	if err := readRecord(ctx, built.Path, b.Limits(), &record); err != nil {
		return err
	}
	b.Tell(session.Progress{Stage: session.StagePublish})
	to := publication(b, id)
	to.Before = func(ctx context.Context) error { return recordRelease(ctx, b, id, built.Path) }
	if record.Released, err = warehouse.Publish(ctx, built, to); err != nil {
		return err
	}
	if err := b.Ledger.Snapshots.RecordPublication(ctx, record); err != nil {
		return err
	}
	b.Report.Snapshot, b.Report.Run.Snapshot = id, id
	return b.RecordRemovals(ctx)
}

// publication returns where a snapshot is published.
func publication(b *builder, id string) warehouse.Publication {
	mode, folder := b.Config.Modes()
	to := warehouse.Publication{
		ID: id, Dest: b.Config.Published(), Release: b.plan.Release(), Mode: mode, FolderMode: folder, Snapshots: b.Config.Snapshots(), Copies: b.Config.Copies(), Keep: b.Config.Publish.Keep,
		Fault: b.Fault,
	}
	if b.Config.WithPersons() {
		to.Whole = b.Config.Analyst()
	}
	return to
}

// removeUnwanted removes the published file with rows about persons, unless the
// project wants it.
func (b *builder) removeUnwanted() error {
	if b.Config.WithPersons() {
		return nil
	}
	if err := durable.Remove(b.Config.Analyst(), b.Config.Analyst()+".wal"); err != nil {
		return fmt.Errorf("publication withdraw: %w", err)
	}
	return nil
}

// publishWaiting publishes the build of an earlier run, unless its checks forbid
// that.
func (b *builder) publishWaiting(ctx context.Context, last ledger.Snapshot) error {
	path := warehouse.Waiting(b.BuildFolder())
	if !session.IsThere(path) {
		return dubbelkrona.Errorf(dubbelkrona.NotFound, "no build is waiting to be published; `dubbelkrona build` makes one")
	}
	hashes, err := b.waiting(ctx, path, last)
	if err != nil {
		return err
	}
	return b.publish(ctx, last.ID, &warehouse.Built{Path: path, Hashes: hashes})
}

// waiting returns the hashes of a build that waits, if it is the one that the
// ledger has recorded and its checks allow to publish it.
func (b *builder) waiting(ctx context.Context, path string, last ledger.Snapshot) (hashes []dubbelkrona.TableHash, err error) {
	snapshot, err := published.Open(ctx, path, b.Limits())
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
	if err := continues(ctx, b, snapshot); err != nil {
		return nil, err
	}
	checks, err := snapshot.Checks(ctx)
	if err != nil {
		return nil, err
	}
	return hashes, session.Blocked(checks, b.Config.Language)
}
