package pipeline

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"dubbelkrona"
	"dubbelkrona/internal/lake"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/warehouse"
)

// Verified is what Verify looked at and what it found wrong.
type Verified struct {
	Report *Report
	Files  int
	Bytes  int64
	// Snapshots whose rows were hashed again, the published file among them.
	Snapshots int
	// Rebuilt tells whether the published state was folded from nothing and
	// compared.
	Rebuilt bool
	// NotCompared says of snapshots why they could not be compared.
	NotCompared []string
	// Problems are what is not as it should be.
	Problems []string
}

func (v *Verified) problem(format string, args ...any) {
	v.Problems = append(v.Problems, fmt.Sprintf(format, args...))
}

// Verify holds everything that is kept against what the ledger says of it:
// each file of the lake by its length and SHA-256, the rows of each snapshot
// by their content hash, the published state by folding it again from nothing;
// and the ledger against itself. It changes nothing. What is wrong is in
// Verified.Problems; an error says that it could not be found out.
func (p *Pipeline) Verify(ctx context.Context) (v Verified, err error) {
	v.Report, err = p.alone(ctx, "verify", func(ctx context.Context, s *session) error {
		problems, err := s.ledger.Check(ctx)
		if err != nil {
			return err
		}
		for _, text := range problems {
			v.problem("ledger: %s", text)
		}
		for _, step := range []func(context.Context, *Verified) error{s.verifyLake, s.verifySnapshots, s.verifyRebuild} {
			if err := step(ctx, &v); err != nil {
				return err
			}
		}
		return nil
	})
	return v, err
}

// verifyLake reads every file that the ledger knows.
func (s *session) verifyLake(ctx context.Context, v *Verified) error {
	files, err := s.files(ctx)
	if err != nil {
		return err
	}
	for i, f := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		s.progress(Progress{Stage: StageKeep, Object: f.Table, Rows: int64(i)})
		v.Files, v.Bytes = v.Files+1, v.Bytes+f.Bytes
		if err := s.lake.Verify(lake.File{Path: f.Path, Bytes: f.Bytes, SHA256: f.SHA256}); err != nil {
			v.problem("%v", err)
		}
	}
	return nil
}

// verifySnapshots hashes every table of the published files and of every kept
// snapshot.
func (s *session) verifySnapshots(ctx context.Context, v *Verified) error {
	published, err := s.ledger.Published(ctx)
	if err != nil && dubbelkrona.KindOf(err) != dubbelkrona.NotFound {
		return err
	}
	if err == nil {
		s.verifyPublished(ctx, v, published)
	}
	all, err := s.ledger.Snapshots(ctx, 0)
	if err != nil {
		return err
	}
	known := make(map[string]ledger.Snapshot, len(all))
	for _, snapshot := range all {
		known[snapshot.ID] = snapshot
	}
	kept, err := warehouse.Kept(s.project.Snapshots())
	if err != nil {
		return err
	}
	for _, id := range kept {
		if snapshot, ok := known[id]; ok {
			s.verifyFile(ctx, v, s.keptPath(id), snapshot.Tables, snapshot.Sealed)
		} else {
			v.problem("%s: the ledger knows no such snapshot", s.keptPath(id))
		}
	}
	return ctx.Err()
}

// verifyPublished compares what others read with what the ledger says of it.
func (s *session) verifyPublished(ctx context.Context, v *Verified, published ledger.Snapshot) {
	if len(published.Released) == 0 {
		// An earlier version published all of the snapshot.
		s.verifyFile(ctx, v, s.project.Published(), published.Tables, nil)
		return
	}
	s.verifyFile(ctx, v, s.project.Published(), nil, published.Released)
	if s.project.WithPersons() || isThere(s.project.Analyst()) {
		s.verifyFile(ctx, v, s.project.Analyst(), published.Tables, published.Sealed)
	}
}

// verifyFile compares every table of one file with what the ledger says of it.
// Of a file that an earlier version made, with no sealed hashes, only the
// tables that are folds of segments can be compared.
func (s *session) verifyFile(ctx context.Context, v *Verified, path string, folded, sealed []ledger.TableHash) {
	hashes, version, err := s.hashesOf(ctx, path, len(sealed) > 0)
	switch {
	case err != nil:
		v.problem("snapshot %s: %v", path, err)
	case version != "":
		v.NotCompared = append(v.NotCompared, fmt.Sprintf("%s was made by DuckDB %s, whose hashes are others", path, version))
	case len(folded)+len(sealed) == 0:
		v.NotCompared = append(v.NotCompared, path+": the ledger no longer has its hashes")
	default:
		v.Snapshots++
		if differ := differing(slices.Concat(folded, sealed), hashes); len(differ) > 0 {
			v.problem("snapshot %s: rows of %v are not those that were recorded; `dubbelkrona rebuild` makes it anew", path, differ)
		} else if len(sealed) == 0 {
			v.NotCompared = append(v.NotCompared, path+": an earlier version made it and recorded no hashes of its results; compared were schema core and meta.issue alone")
		}
	}
}

// hashesOf hashes the tables of a snapshot, all of them or those that are folds
// of segments; version is that of DuckDB where another than this program's made
// it.
func (s *session) hashesOf(ctx context.Context, path string, all bool) (hashes []warehouse.TableHash, version string, err error) {
	db, err := warehouse.OpenReadOnly(ctx, path, s.limits())
	if err != nil {
		return nil, "", err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	rows, err := db.Collect(ctx, "SELECT version, version() FROM meta.engine")
	if err != nil {
		return nil, "", err
	}
	if len(rows) != 1 {
		return nil, "", fmt.Errorf("meta.engine has %d rows", len(rows))
	}
	if rows[0][0] != rows[0][1] {
		return nil, fmt.Sprint(rows[0][0]), nil
	}
	if hashes, err = db.Hashes(ctx); err != nil || !all {
		return hashes, "", err
	}
	sealed, err := db.Sealed(ctx)
	return append(hashes, sealed...), "", err
}

// verifyRebuild folds the published state from nothing, beside everything
// else, and compares it.
func (s *session) verifyRebuild(ctx context.Context, v *Verified) (err error) {
	published, err := s.ledger.Published(ctx)
	if dubbelkrona.KindOf(err) == dubbelkrona.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	moment, _, err := s.publishedMoment(ctx)
	if err != nil {
		return err
	}
	spec, err := s.buildSpec(ctx, moment, "")
	if err != nil {
		return err
	}
	spec.Dir = s.verifyFolder()
	defer func() { err = errors.Join(err, os.RemoveAll(spec.Dir)) }()
	s.progress(Progress{Stage: StageBuild})
	built, err := warehouse.Build(ctx, spec, func(context.Context, *warehouse.DB) error { return nil })
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		v.problem("the published state cannot be built again: %v", err)
		return nil
	}
	return s.compare(ctx, v, published, built)
}

// compare holds a rebuilt state against the published one, which the same
// version of DuckDB must have made.
func (s *session) compare(ctx context.Context, v *Verified, published ledger.Snapshot, built *warehouse.Built) error {
	_, other, err := s.hashesOf(ctx, s.project.Published(), false)
	if err == nil && other == "" {
		v.Rebuilt = true
		if differ := differing(published.Tables, built.Hashes); len(differ) > 0 {
			v.problem("the published snapshot %s differs from what the lake gives in %v", published.ID, differ)
		}
	} else if err == nil {
		v.NotCompared = append(v.NotCompared, fmt.Sprintf("the published snapshot was made by DuckDB %s; `dubbelkrona rebuild` makes it anew with this one", other))
	}
	return built.Discard()
}
