package published

import (
	"context"
	"slices"
	"sync"
	"time"

	"dubbelkrona"
	"dubbelkrona/export"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/session"
	"dubbelkrona/internal/warehouse"
)

// Snapshot is an open snapshot. Its methods may be called from several goroutines.
// The caller who opens it closes it.
type Snapshot struct {
	db      *warehouse.DB
	columns sync.Map // of tables and views by name, as columnsOf found them
}

// Open opens the file of a snapshot, read-only.
func Open(ctx context.Context, path string, limits warehouse.Limits) (*Snapshot, error) {
	db, err := warehouse.OpenReadOnly(ctx, path, limits)
	if err != nil {
		return nil, err
	}
	return &Snapshot{db: db}, nil
}

// OpenKept opens the kept copy of the published snapshot, which has every model. It
// writes nothing. Nothing published is a NotFound error.
func OpenKept(ctx context.Context, project *session.Project) (*Snapshot, error) {
	id, err := publishedID(ctx, project)
	if err != nil {
		return nil, err
	}
	return openWhole(ctx, project, id)
}

// publishedID returns the id of the published snapshot, or a NotFound error.
func publishedID(ctx context.Context, project *session.Project) (id string, err error) {
	err = ledger.Read(project.Config.Ledger(), func(l *ledger.Ledger) error {
		last, err := l.Snapshots.Published(ctx)
		id = last.ID
		return err
	})
	return id, err
}

// OpenReleased opens the kept released part of the published snapshot, from which
// everything that leaves the project is made. It writes nothing. Nothing published is
// a NotFound error.
func OpenReleased(ctx context.Context, project *session.Project) (*Snapshot, error) {
	id, err := publishedID(ctx, project)
	if err != nil {
		return nil, err
	}
	return OpenReleasedID(ctx, project, id)
}

// OpenReleasedID opens the kept released part of a snapshot. It writes nothing. A
// snapshot that is not kept is a NotFound error.
func OpenReleasedID(ctx context.Context, project *session.Project, id string) (*Snapshot, error) {
	if !session.IsThere(project.CopyPath(id)) {
		return nil, dubbelkrona.Errorf(dubbelkrona.NotFound, "what was released of the snapshot %s is not kept; the next run makes the newest again", id)
	}
	limits := project.Limits()
	limits.Scratch = ""
	return Open(ctx, project.CopyPath(id), limits)
}

// Close closes the file.
func (s *Snapshot) Close() error { return s.db.Close() }

// Header returns which snapshot it is and what it was made with.
func (s *Snapshot) Header(ctx context.Context) (h export.Header, err error) {
	rows, err := s.db.Collect(ctx, "SELECT id, built_at, as_of, generator, language, definitions, project FROM meta.snapshot")
	if err != nil {
		return h, err
	}
	if len(rows) != 1 {
		return h, dubbelkrona.Errorf(dubbelkrona.Internal, "meta.snapshot has %d rows, not one", len(rows))
	}
	r := rows[0]
	h.Snapshot, h.Generator, h.Language, h.Definitions = text(r[0]), text(r[3]), text(r[4]), text(r[5])
	h.Built, h.AsOf, h.Project = moment(r[1]), moment(r[2]), text(r[6])
	return h, describeSources(ctx, s, &h)
}

// Unchanged returns an error that names those tables of the exports whose content
// differs from the recorded hashes. Tables without a recorded hash, as in files of
// earlier versions, are not compared.
func (s *Snapshot) Unchanged(ctx context.Context, recorded []dubbelkrona.TableHash) error {
	var names []string
	var want []dubbelkrona.TableHash
	for _, t := range recorded {
		if slices.Contains(exported, t.Table) {
			names, want = append(names, t.Table), append(want, t)
		}
	}
	now, err := s.db.SealedTables(ctx, names...)
	if err != nil {
		return err
	}
	if differ := dubbelkrona.Differing(want, now); len(differ) > 0 {
		return dubbelkrona.Errorf(dubbelkrona.Internal, "%v: the content differs from the hash that was recorded", differ)
	}
	return nil
}

// KeptHashes returns the content hashes that the build recorded in the file.
func (s *Snapshot) KeptHashes(ctx context.Context) ([]dubbelkrona.TableHash, error) {
	return s.db.KeptHashes(ctx)
}

// text is empty for NULL.
func text(v any) string {
	s, _ := v.(string)
	return s
}

// moment is zero for NULL.
func moment(v any) time.Time {
	t, _ := v.(time.Time)
	return t
}
