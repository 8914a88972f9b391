package warehouse

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"dubbelkrona"
	"dubbelkrona/internal/durable"
)

// The files of a build in Spec.Dir. A build in progress has another name than
// a finished one, so that a killed build leaves nothing that looks finished.
const (
	building = "building.duckdb"
	nextFile = "next.duckdb"
	tempDir  = "tmp"
)

// Waiting returns the path of the file that Build leaves in Spec.Dir until it
// is published, discarded, or replaced by the next build.
func Waiting(dir string) string { return filepath.Join(dir, nextFile) }

// storageVersion makes files that every DuckDB from 1.0 on can read.
const storageVersion = "STORAGE_VERSION 'v1.0.0'"

// builder is one build in progress.
type builder struct {
	spec   Spec
	path   string
	db     *DB
	fresh  dubbelkrona.Label // why the build starts from nothing; empty if it starts from the base
	hashes map[string]tableSum
	built  Built
}

// Build makes the snapshot that spec describes and runs steps on it: models,
// checks and metrics. While steps run, the DB cannot reach files, load
// extensions or change settings; schema metric is empty, and meta holds only
// this package's tables. steps must end its transactions and close its Rows.
//
// An error of steps is returned wrapped; after any error no file is left. On
// success the caller publishes or discards the result.
func Build(ctx context.Context, spec Spec, steps func(ctx context.Context, db *DB) error) (*Built, error) {
	spec.Limits = spec.Limits.withDefaults(spec.bytes())
	b := &builder{spec: spec, path: filepath.Join(spec.Dir, building), hashes: map[string]tableSum{}}
	if err := b.build(ctx, steps); err != nil {
		err = fmt.Errorf("snapshot build: %w", err)
		return nil, errors.Join(err, b.close(), b.clean())
	}
	return &b.built, nil
}

func (b *builder) build(ctx context.Context, steps func(ctx context.Context, db *DB) error) error {
	if err := os.MkdirAll(b.spec.Dir, 0o700); err != nil {
		return err
	}
	if err := b.clean(); err != nil {
		return err
	}
	if err := b.begin(ctx); err != nil {
		return err
	}
	if err := b.apply(ctx); err != nil {
		return err
	}
	if err := b.db.harden(ctx); err != nil {
		return err
	}
	if err := b.fault(PointSteps); err != nil {
		return err
	}
	if err := steps(ctx, b.db); err != nil {
		return err
	}
	return b.finish(ctx)
}

// finish checkpoints everything into the file, closes it and renames it to
// Waiting.
func (b *builder) finish(ctx context.Context) error {
	if err := b.fault(PointCheckpoint); err != nil {
		return err
	}
	if err := b.db.exec(ctx, "FORCE CHECKPOINT "+Catalog); err != nil {
		return fmt.Errorf("snapshot checkpoint: %w", err)
	}
	if err := b.close(); err != nil {
		return fmt.Errorf("snapshot close: %w", err)
	}
	if err := os.RemoveAll(filepath.Join(b.spec.Dir, tempDir)); err != nil {
		return err
	}
	if err := noWAL(b.path); err != nil {
		return err
	}
	b.built.Path, b.built.limits, b.built.Fresh = Waiting(b.spec.Dir), b.spec.Limits, b.fresh
	return os.Rename(b.path, b.built.Path)
}

func (b *builder) close() error {
	if b.db == nil {
		return nil
	}
	db := b.db
	b.db = nil
	return db.Close()
}

// clean removes the files that this build or a killed one left in Dir.
func (b *builder) clean() error {
	waiting, release := Waiting(b.spec.Dir), filepath.Join(b.spec.Dir, releaseFile)
	return errors.Join(durable.Remove(b.path, b.path+".wal", waiting, waiting+".wal", release, release+".wal"),
		os.RemoveAll(filepath.Join(b.spec.Dir, tempDir)))
}

func (b *builder) fault(point string) error { return fault(b.spec.Fault, point) }

func fault(f func(string) error, point string) error {
	if f == nil {
		return nil
	}
	if err := f(point); err != nil {
		return fmt.Errorf("%s: %w", point, err)
	}
	return nil
}

// Discard removes a snapshot that will not be published.
func (b *Built) Discard() error {
	return durable.Remove(b.Path, b.Path+".wal")
}
