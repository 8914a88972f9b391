package upkeep

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"dubbelkrona"
	"dubbelkrona/internal/lake"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/session"
	"dubbelkrona/internal/warehouse"
)

// Verified is what Verify looked at and what it found wrong.
type Verified struct {
	Report *session.Report
	Files  int
	Bytes  int64
	// Snapshots whose rows were hashed again, the published file among them.
	Snapshots int
	// Rebuilt reports whether the published state was folded from nothing and
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
func (k *Keeper) Verify(ctx context.Context) (v Verified, err error) {
	v.Report, err = k.project.RunAlone(ctx, "verify", func(ctx context.Context, s *session.Session) error {
		problems, err := s.Ledger.Check(ctx)
		if err != nil {
			return err
		}
		for _, text := range problems {
			v.problem("ledger: %s", text)
		}
		of := verification{s, &v}
		for _, step := range []func(context.Context) error{of.lake, of.snapshots, of.rebuild} {
			if err := step(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	return v, err
}

// verification is one verify.
type verification struct {
	*session.Session
	found *Verified
}

// lake reads every file that the ledger knows.
func (v verification) lake(ctx context.Context) error {
	files, err := v.Files(ctx)
	if err != nil {
		return err
	}
	for i, f := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		v.Tell(session.Progress{Stage: session.StageKeep, Object: f.Table, Rows: int64(i)})
		v.found.Files, v.found.Bytes = v.found.Files+1, v.found.Bytes+f.Bytes
		if err := v.Lake.Verify(lake.File{Path: f.Path, Bytes: f.Bytes, SHA256: f.SHA256}); err != nil {
			v.found.problem("%v", err)
		}
	}
	return nil
}

// snapshots hashes every table of the published files and of every kept
// snapshot.
func (v verification) snapshots(ctx context.Context) error {
	published, err := v.Ledger.Published(ctx)
	if err != nil && dubbelkrona.KindOf(err) != dubbelkrona.NotFound {
		return err
	}
	if err == nil {
		v.published(ctx, published)
	}
	all, err := v.Ledger.Snapshots(ctx, 0)
	if err != nil {
		return err
	}
	known := make(map[string]ledger.Snapshot, len(all))
	for _, snapshot := range all {
		known[snapshot.ID] = snapshot
	}
	kept, err := warehouse.Kept(v.Config.Snapshots())
	if err != nil {
		return err
	}
	for _, id := range kept {
		if snapshot, ok := known[id]; ok {
			v.file(ctx, v.KeptPath(id), snapshot.Tables, snapshot.Sealed)
		} else {
			v.found.problem("%s: the ledger knows no such snapshot", v.KeptPath(id))
		}
	}
	return ctx.Err()
}

// published compares what others read with what the ledger says of it.
func (v verification) published(ctx context.Context, published ledger.Snapshot) {
	if len(published.Released) == 0 {
		// An earlier version published all of the snapshot.
		v.file(ctx, v.Config.Published(), published.Tables, nil)
		return
	}
	v.file(ctx, v.Config.Published(), nil, published.Released)
	if v.Config.WithPersons() || session.IsThere(v.Config.Analyst()) {
		v.file(ctx, v.Config.Analyst(), published.Tables, published.Sealed)
	}
}

// file compares every table of one file with what the ledger says of it.
// Of a file that an earlier version made, with no sealed hashes, only the
// tables that are folds of segments can be compared.
func (v verification) file(ctx context.Context, path string, folded, sealed []dubbelkrona.TableHash) {
	hashes, version, err := v.hashesOf(ctx, path, len(sealed) > 0)
	switch {
	case err != nil:
		v.found.problem("snapshot %s: %v", path, err)
	case version != "":
		v.found.NotCompared = append(v.found.NotCompared, fmt.Sprintf("%s was made by DuckDB %s, whose hashes are others", path, version))
	case len(folded)+len(sealed) == 0:
		v.found.NotCompared = append(v.found.NotCompared, path+": the ledger no longer has its hashes")
	default:
		v.found.Snapshots++
		if differ := dubbelkrona.Differing(slices.Concat(folded, sealed), hashes); len(differ) > 0 {
			v.found.problem("snapshot %s: rows of %v are not those that were recorded; `dubbelkrona rebuild` makes it anew", path, differ)
		} else if len(sealed) == 0 {
			v.found.NotCompared = append(v.found.NotCompared, path+": an earlier version made it and recorded no hashes of its results; compared were schema core and meta.issue alone")
		}
	}
}

// hashesOf hashes the tables of a snapshot, all of them or those that are folds
// of segments; version is that of DuckDB if another than this program's made
// it.
func (v verification) hashesOf(ctx context.Context, path string, all bool) (hashes []dubbelkrona.TableHash, version string, err error) {
	db, err := warehouse.OpenReadOnly(ctx, path, v.Limits())
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

// rebuild folds the published state from nothing, beside everything
// else, and compares it.
func (v verification) rebuild(ctx context.Context) (err error) {
	published, err := v.Ledger.Published(ctx)
	if dubbelkrona.KindOf(err) == dubbelkrona.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	moment, _, err := publishedMoment(ctx, v.Session)
	if err != nil {
		return err
	}
	spec, err := v.Fold(ctx, moment, "")
	if err != nil {
		return err
	}
	spec.Dir = v.CompareFolder()
	defer func() { err = errors.Join(err, os.RemoveAll(spec.Dir)) }()
	v.Tell(session.Progress{Stage: session.StageBuild})
	built, err := warehouse.Build(ctx, spec, func(context.Context, *warehouse.DB) error { return nil })
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		v.found.problem("the published state cannot be built again: %v", err)
		return nil
	}
	return v.compare(ctx, published, built)
}

// compare holds a rebuilt state against the published one, which the same
// version of DuckDB must have made.
func (v verification) compare(ctx context.Context, published ledger.Snapshot, built *warehouse.Built) error {
	_, other, err := v.hashesOf(ctx, v.Config.Published(), false)
	if err == nil && other == "" {
		v.found.Rebuilt = true
		if differ := dubbelkrona.Differing(published.Tables, built.Hashes); len(differ) > 0 {
			v.found.problem("the published snapshot %s differs from what the lake gives in %v", published.ID, differ)
		}
	} else if err == nil {
		v.found.NotCompared = append(v.found.NotCompared, fmt.Sprintf("the published snapshot was made by DuckDB %s; `dubbelkrona rebuild` makes it anew with this one", other))
	}
	return built.Discard()
}
