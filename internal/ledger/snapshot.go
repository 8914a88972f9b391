package ledger

import (
	"context"
	"errors"
	"time"

	"dubbelkrona"
)

// Snapshot is a build of the warehouse.
type Snapshot struct {
	ID    string
	RunID string
	Built time.Time
	// AsOf is the past moment that it shows; zero for an ordinary build.
	AsOf time.Time
	// Through is the last delivery in it, see Deliveries.Through.
	Through     int64
	Definitions string // hash of the models, checks and metrics
	Path        string // of the kept file, relative to the project; empty once it was removed
	// Tables are the tables that are made from segments alone: their hashes are
	// the same in every build of the same rows.
	Tables []dubbelkrona.TableHash
	// Sealed are all other tables of the snapshot's file, and Released every
	// table of what was released of it: with other hashes the file has been
	// changed. None if an earlier version made them.
	Sealed, Released []dubbelkrona.TableHash
	// Published is when it was last published; zero if it never was.
	Published time.Time
}

// Snapshots are the builds of the warehouse and their publications.
type Snapshots struct{ *conn }

// Record stores a build. Built is set to the time of the call if it
// is zero.
func (ss Snapshots) Record(ctx context.Context, s Snapshot) error {
	if s.Built.IsZero() {
		s.Built = ss.now()
	}
	return ss.change(ctx, "snapshot record: "+s.ID, func(t *tx) error {
		_, err := t.exec("INSERT INTO snapshot (id, run, built, as_of, through, definitions, path) VALUES (?, ?, ?, ?, ?, ?, ?)",
			s.ID, s.RunID, stamp(s.Built), stamp(s.AsOf), s.Through, s.Definitions, s.Path)
		if err != nil {
			return err
		}
		err = each(t, s.Tables, `INSERT INTO table_hash (snapshot, "table", rows, hash) VALUES (?, ?, ?, ?)`,
			func(h dubbelkrona.TableHash) []any { return []any{s.ID, h.Table, h.Rows, h.Hash} })
		if err != nil {
			return err
		}
		return seal(t, s.ID, sealedSnapshot, s.Sealed)
	})
}

// The files that sealed hashes are of.
const (
	sealedSnapshot = "snapshot"
	sealedReleased = "released"
)

// seal stores hashes of a snapshot's file and deletes the former ones.
func seal(t *tx, id, file string, hashes []dubbelkrona.TableHash) error {
	if _, err := t.exec("DELETE FROM sealed_hash WHERE snapshot = ? AND file = ?", id, file); err != nil {
		return err
	}
	return each(t, hashes, `INSERT INTO sealed_hash (snapshot, file, "table", rows, hash) VALUES (?, ?, ?, ?, ?)`,
		func(h dubbelkrona.TableHash) []any { return []any{id, file, h.Table, h.Rows, h.Hash} })
}

// Publication is a publication of a snapshot.
type Publication struct {
	SnapshotID, RunID string
	// Released are the hashes of the tables that were released.
	Released []dubbelkrona.TableHash
	// Effects are the evaluations in the snapshot. Each is a version of its
	// effect from now on.
	Effects []EffectEvaluation
	// Restatements are the entries of the log that it adds.
	Restatements []dubbelkrona.Restatement
}

// RecordPublication records that a snapshot is published.
func (ss Snapshots) RecordPublication(ctx context.Context, p Publication) error {
	return ss.change(ctx, "publication record: "+p.SnapshotID, func(t *tx) error {
		at := ss.now()
		_, err := t.exec("INSERT INTO publication (snapshot, run, published) VALUES (?, ?, ?)", p.SnapshotID, p.RunID, stamp(at))
		if err != nil {
			return err
		}
		if err := errors.Join(recordEvaluations(t, at, p.Effects), recordRestatements(t, p.Restatements)); err != nil {
			return err
		}
		return seal(t, p.SnapshotID, sealedReleased, p.Released)
	})
}

// RecordRemoval records that a snapshot's kept file was removed.
func (ss Snapshots) RecordRemoval(ctx context.Context, snapshotID string) error {
	_, err := ss.exec(ctx, "snapshot removal: "+snapshotID, "UPDATE snapshot SET path = '' WHERE id = ?", snapshotID)
	return err
}

// Kept returns the ids of the snapshots whose files were kept and not removed.
func (ss Snapshots) Kept(ctx context.Context) ([]string, error) {
	return list(ctx, ss.db, "snapshots list", column[string], "SELECT id FROM snapshot WHERE path <> '' ORDER BY id")
}

const selectSnapshots = `SELECT s.id, s.run, s.built, s.as_of, s.through, s.definitions, s.path,
	(SELECT max(published) FROM publication p WHERE p.snapshot = s.id) FROM snapshot s`

// Latest returns the latest builds, newest first, at most limit of them; 0 is
// all.
func (ss Snapshots) Latest(ctx context.Context, limit int) ([]Snapshot, error) {
	return ss.query(ctx, " ORDER BY s.built DESC"+limited, limit)
}

// Published returns the snapshot that was published last; one that never was is
// a NotFound error.
func (ss Snapshots) Published(ctx context.Context) (Snapshot, error) {
	found, err := ss.query(ctx, " WHERE s.id = (SELECT snapshot FROM publication ORDER BY id DESC LIMIT 1)")
	if err != nil {
		return Snapshot{}, err
	}
	if len(found) == 0 {
		return Snapshot{}, dubbelkrona.Errorf(dubbelkrona.NotFound, "nothing has been published yet")
	}
	return found[0], nil
}

func (ss Snapshots) query(ctx context.Context, tail string, args ...any) ([]Snapshot, error) {
	found, err := list(ctx, ss.db, "snapshots list", func(s *Snapshot) []any {
		return []any{&s.ID, &s.RunID, timeIn(&s.Built), timeIn(&s.AsOf), &s.Through, &s.Definitions, &s.Path, timeIn(&s.Published)}
	}, selectSnapshots+tail, args...)
	for i := range found {
		if err := ss.readHashes(ctx, &found[i]); err != nil {
			return nil, err
		}
	}
	return found, err
}

func (ss Snapshots) readHashes(ctx context.Context, s *Snapshot) (err error) {
	const sealed = `SELECT "table", rows, hash FROM sealed_hash WHERE snapshot = ? AND file = ? ORDER BY 1`
	read := func(query string, args ...any) (hashes []dubbelkrona.TableHash) {
		if err == nil {
			hashes, err = list(ctx, ss.db, "snapshots list", func(h *dubbelkrona.TableHash) []any { return []any{&h.Table, &h.Rows, &h.Hash} }, query, args...)
		}
		return hashes
	}
	s.Tables = read(`SELECT "table", rows, hash FROM table_hash WHERE snapshot = ? ORDER BY 1`, s.ID)
	s.Sealed = read(sealed, s.ID, sealedSnapshot)
	s.Released = read(sealed, s.ID, sealedReleased)
	return err
}

// Has reports whether a snapshot of that id was ever recorded.
func (ss Snapshots) Has(ctx context.Context, id string) (known bool, err error) {
	_, err = ss.find(ctx, "snapshot look up", []any{&known}, "SELECT EXISTS (SELECT 1 FROM snapshot WHERE id = ?)", id)
	return known, err
}
