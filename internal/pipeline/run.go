package pipeline

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/warehouse"
	"dubbelkrona/transform"
)

// Run does one night's work: ingest what is new, build, check, publish and
// export. Where nothing has changed since the published snapshot nothing is
// built. A Blocked error means that checks forbade to publish.
func (p *Pipeline) Run(ctx context.Context) (*Report, error) {
	return p.locked(ctx, "run", func(ctx context.Context, s *session) error {
		if err := s.loadKey(ctx); err != nil {
			return err
		}
		if err := s.ingest(ctx, every); err != nil {
			return err
		}
		return s.refresh(ctx)
	})
}

// Build folds, measures and checks what is committed, and leaves the result
// for Publish. A Blocked error means that Publish would refuse it.
func (p *Pipeline) Build(ctx context.Context) (*Report, error) {
	return p.locked(ctx, "build", func(ctx context.Context, s *session) error {
		base, err := s.base()
		if err != nil {
			return err
		}
		if _, err := s.build(ctx, time.Time{}, base); err != nil {
			return err
		}
		return s.report.blocked()
	})
}

// Rebuild folds everything from nothing, publishes it, and tells by the
// content hashes whether it is what was published, in Report.Differs.
func (p *Pipeline) Rebuild(ctx context.Context) (*Report, error) {
	return p.locked(ctx, "rebuild", func(ctx context.Context, s *session) error {
		before, err := s.ledger.Published(ctx)
		if err != nil && dubbelkrona.KindOf(err) != dubbelkrona.NotFound {
			return err
		}
		through, err := s.ledger.Through(ctx, time.Time{})
		if err != nil {
			return err
		}
		if err := s.withholdPersons(); err != nil {
			return err
		}
		if err := s.buildAndPublish(ctx, ""); err != nil {
			return err
		}
		if before.Through == through && before.AsOf.IsZero() {
			s.report.Compared = true
			s.report.Differs = differing(before.Tables, s.report.Tables)
		}
		return s.export(ctx)
	})
}

// RebuildAsOf writes the snapshot of a past moment to a file of its own and
// publishes nothing. The definitions are today's.
func (p *Pipeline) RebuildAsOf(ctx context.Context, moment time.Time, to string) (*Report, error) {
	return p.locked(ctx, "rebuild --as-of", func(ctx context.Context, s *session) error {
		if _, err := os.Lstat(to); err == nil {
			return dubbelkrona.Errorf(dubbelkrona.Conflict, "%s exists already; choose another name", to)
		}
		built, err := s.build(ctx, moment, "")
		if err != nil {
			return err
		}
		if err := os.Rename(built.Path, to); err != nil {
			return fmt.Errorf("snapshot move: %w", err)
		}
		return os.Chmod(to, 0o600)
	})
}

// differing are the tables whose content is not the same.
func differing(before []ledger.TableHash, after []warehouse.TableHash) (tables []string) {
	known := make(map[string]ledger.TableHash, len(before))
	for _, t := range before {
		known[t.Table] = t
	}
	for _, t := range after {
		if was := known[t.Table]; was.Rows != t.Rows || was.Hash != t.Hash {
			tables = append(tables, t.Table)
		}
		delete(known, t.Table)
	}
	return append(tables, slices.Sorted(maps.Keys(known))...) // those that are gone
}

// keyFact is the ledger's note of the key that the lake's pseudonyms were made
// with.
const keyFact = "key"

// loadKey reads the pseudonymisation key and refuses another one than the lake
// was written with: the same person would be two.
func (s *session) loadKey(ctx context.Context) error {
	path, err := s.project.KeyPath()
	if err != nil {
		return err
	}
	if s.key, err = transform.LoadKey(path, s.project.Root); err != nil {
		return errors.Join(err, s.project.FormerKey(path))
	}
	if s.erased, err = s.ledger.Erased(ctx); err != nil {
		return err
	}
	known, found, err := s.ledger.Fact(ctx, keyFact)
	switch {
	case err != nil:
		return err
	case !found:
		if err := s.ledger.SetFact(ctx, keyFact, s.key.Fingerprint()); err != nil {
			return err
		}
	case known != s.key.Fingerprint():
		if rotated, err := s.rotatedFrom(ctx, s.key); err != nil || rotated {
			return errors.Join(err, dubbelkrona.Errorf(dubbelkrona.Invalid,
				"the key %s was rotated: name the new key's file as key in %s", path, config.FileName))
		}
		return dubbelkrona.Errorf(dubbelkrona.Invalid,
			"the key %s is not the one that this project's pseudonyms were made with; with another key the same person would be counted as two", path)
	}
	return s.loadNames(ctx)
}

// WithoutData refuses, with a Conflict error, a new key for a project that has
// pseudonyms: with another key the same person would be counted as two.
func WithoutData(ctx context.Context, project *config.Project) (err error) {
	l, err := ledger.OpenReadOnly(project.Ledger())
	if dubbelkrona.KindOf(err) == dubbelkrona.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	fingerprint, found, err := l.Fact(ctx, keyFact)
	if err != nil || !found {
		return err
	}
	return dubbelkrona.Errorf(dubbelkrona.Conflict,
		"the project's pseudonyms were made with the key of fingerprint %s; put its copy back. `dubbelkrona key rotate` changes a key that is there", fingerprint)
}

func (s *session) buildAndPublish(ctx context.Context, base string) error {
	built, err := s.build(ctx, time.Time{}, base)
	if err != nil {
		return err
	}
	if err := s.report.blocked(); err != nil {
		return err
	}
	return s.publish(ctx, s.report.Run.ID, built)
}

// Publish publishes and exports the last build.
func (p *Pipeline) Publish(ctx context.Context) (*Report, error) {
	return p.locked(ctx, "publish", func(ctx context.Context, s *session) error {
		latest, err := s.ledger.Snapshots(ctx, 1)
		if err != nil {
			return err
		}
		if len(latest) == 0 {
			return dubbelkrona.Errorf(dubbelkrona.NotFound, "nothing has been built; `dubbelkrona build` does that")
		}
		last := latest[0]
		if err := s.withholdPersons(); err != nil {
			return err
		}
		if last.Published.IsZero() {
			if err := s.publishWaiting(ctx, last); err != nil {
				return err
			}
		}
		s.report.Snapshot = last.ID
		return s.export(ctx)
	})
}

// publishWaiting publishes a build that an earlier run left, unless its checks
// forbid it.
func (s *session) publishWaiting(ctx context.Context, last ledger.Snapshot) error {
	path := warehouse.Waiting(s.buildFolder())
	if !isThere(path) {
		return dubbelkrona.Errorf(dubbelkrona.NotFound, "no build waits to be published; `dubbelkrona build` makes one")
	}
	hashes, err := s.waiting(ctx, path, last)
	if err != nil {
		return err
	}
	return s.publish(ctx, last.ID, &warehouse.Built{Path: path, Hashes: hashes})
}

// waiting looks into a build that waits: it is the one that the ledger has
// recorded, and its checks allow to publish it.
func (s *session) waiting(ctx context.Context, path string, last ledger.Snapshot) (hashes []warehouse.TableHash, err error) {
	db, err := warehouse.OpenReadOnly(ctx, path, s.limits())
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	rows, err := db.Collect(ctx, "SELECT id FROM meta.snapshot")
	if err != nil {
		return nil, err
	}
	if hashes, err = db.KeptHashes(ctx); err != nil {
		return nil, err
	}
	if len(rows) != 1 || rows[0][0] != last.ID || len(differing(last.Tables, hashes)) > 0 {
		return nil, dubbelkrona.Errorf(dubbelkrona.NotFound, "no build waits to be published; `dubbelkrona build` makes one")
	}
	rows, err = db.Collect(ctx, "SELECT name FROM meta.check_result WHERE severity = 'error' AND status <> 'ok' ORDER BY name")
	if err != nil || len(rows) == 0 {
		return hashes, err
	}
	return nil, dubbelkrona.Errorf(dubbelkrona.Blocked, "check %v forbids publishing; the last published snapshot stays", rows[0][0])
}
