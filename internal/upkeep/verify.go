package upkeep

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"dubbelkrona"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/session"
	"dubbelkrona/internal/warehouse"
)

// Verified is the result of Verify.
type Verified struct {
	Report *session.Report `json:"-"`
	Files  int             `json:"files"` // of the lake
	Bytes  int64           `json:"bytes"` // of Files
	// Snapshots is the number of snapshots whose rows were hashed, including
	// the published files.
	Snapshots int `json:"snapshots"`
	// Rebuilt is set if the published state was built again and compared.
	Rebuilt bool `json:"rebuilt"`
	// NotCompared has the snapshots that could not be compared, with the reason.
	NotCompared []string `json:"not_compared"`
	// Problems are the differences that were found.
	Problems []string `json:"problems"`
}

func (v *Verified) problem(format string, args ...any) {
	v.Problems = append(v.Problems, fmt.Sprintf(format, args...))
}

// Verify compares everything that is kept with the ledger: each file of the lake by
// length and SHA-256, the rows of each snapshot by content hash, and the published
// state by building it again; and it checks the ledger itself. It changes nothing.
// Differences are in Verified.Problems; an error means that the check failed.
func (k *Keeper) Verify(ctx context.Context) (v Verified, err error) {
	v.NotCompared, v.Problems = []string{}, []string{} // not null in JSON
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

// verification is one call of Verify.
type verification struct {
	*session.Session
	found *Verified
}

// lake verifies every file of the lake that is in the ledger.
func (v verification) lake(ctx context.Context) error {
	files, err := v.Files(ctx)
	if err != nil {
		return err
	}
	for i, f := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		v.Tell(session.Progress{Stage: session.StageKeep, Object: f.Table.Name, Rows: int64(i)})
		v.found.Files, v.found.Bytes = v.found.Files+1, v.found.Bytes+f.Bytes
		if err := v.Lake.Verify(f); err != nil {
			v.found.problem("%v", err)
		}
	}
	return nil
}

// snapshots hashes every table of the published files and of every kept
// snapshot.
func (v verification) snapshots(ctx context.Context) error {
	published, err := v.Ledger.Snapshots.Published(ctx)
	if err != nil && dubbelkrona.KindOf(err) != dubbelkrona.NotFound {
		return err
	}
	if err == nil {
		v.published(ctx, published)
	}
	all, err := v.Ledger.Snapshots.Latest(ctx, 0)
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
			if len(snapshot.Released) > 0 && session.IsThere(v.CopyPath(id)) {
				v.file(ctx, v.CopyPath(id), nil, snapshot.Released)
			}
		} else {
			v.found.problem("%s: the ledger has no such snapshot", v.KeptPath(id))
		}
	}
	return ctx.Err()
}

// published compares the published files with the ledger.
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

// file compares every table of one file with the hashes in the ledger: folded are
// those of the tables that are folds of segments, sealed those of the others. For
// a file of an earlier version there are no sealed hashes.
func (v verification) file(ctx context.Context, path string, folded, sealed []dubbelkrona.TableHash) {
	hashes, version, err := v.hashesOf(ctx, path, len(sealed) > 0)
	switch {
	case err != nil:
		v.found.problem("snapshot %s: %v", path, err)
	case version != "":
		v.found.NotCompared = append(v.found.NotCompared, fmt.Sprintf("%s was made by DuckDB %s, whose hashes cannot be compared", path, version))
	case len(folded)+len(sealed) == 0:
		v.found.NotCompared = append(v.found.NotCompared, path+": the ledger no longer has its hashes")
	default:
		v.found.Snapshots++
		if differ := dubbelkrona.Differing(slices.Concat(folded, sealed), hashes); len(differ) > 0 {
			v.found.problem("snapshot %s: the rows of %v differ from the recorded ones; `dubbelkrona rebuild` makes it again", path, differ)
		} else if len(sealed) == 0 {
			v.found.NotCompared = append(v.found.NotCompared, path+": an earlier version made it and recorded no hashes of its results; only schema core and meta.issue were compared")
		}
	}
}

// hashesOf hashes the tables of a snapshot, all of them or only those that are
// folds of segments. If another version of DuckDB made the snapshot, it returns
// that version and no hashes.
func (v verification) hashesOf(ctx context.Context, path string, all bool) (hashes []dubbelkrona.TableHash, version string, err error) {
	db, err := warehouse.OpenReadOnly(ctx, path, v.Limits())
	if err != nil {
		return nil, "", err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	engine, err := warehouse.EngineOf(ctx, db)
	if err != nil {
		return nil, "", err
	}
	if engine.Made != engine.Own {
		return nil, engine.Made, nil
	}
	if hashes, err = db.Hashes(ctx); err != nil || !all {
		return hashes, "", err
	}
	sealed, err := db.Sealed(ctx)
	return append(hashes, sealed...), "", err
}

// rebuild builds the published state again, in a temporary folder, and compares
// it.
func (v verification) rebuild(ctx context.Context) (err error) {
	published, moment, err := publishedState(ctx, v.Session)
	if err != nil || published.ID == "" {
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
		v.found.problem("the published state could not be built again: %v", err)
		return nil
	}
	return v.compare(ctx, published, built)
}

// compare compares a rebuilt state with the published one, unless another version
// of DuckDB made that.
func (v verification) compare(ctx context.Context, published ledger.Snapshot, built *warehouse.Built) error {
	_, other, err := v.hashesOf(ctx, v.Config.Published(), false)
	if err == nil && other == "" {
		v.found.Rebuilt = true
		if differ := dubbelkrona.Differing(published.Tables, built.Hashes); len(differ) > 0 {
			v.found.problem("the published snapshot %s differs from a rebuild in %v", published.ID, differ)
		}
	} else if err == nil {
		v.found.NotCompared = append(v.found.NotCompared, fmt.Sprintf("the published snapshot was made by DuckDB %s; `dubbelkrona rebuild` makes it again with this version", other))
	}
	return built.Discard()
}
