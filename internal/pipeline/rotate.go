package pipeline

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"dubbelkrona"
	"dubbelkrona/internal/lake"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/upkeep"
	"dubbelkrona/transform"
)

// formerKeyFact holds the fingerprint of the key that was rotated last.
const formerKeyFact = "key_before"

// rotatedFrom tells whether a key is the one that was rotated last.
func (s *session) rotatedFrom(ctx context.Context, k transform.Key) (bool, error) {
	former, found, err := s.ledger.Fact(ctx, formerKeyFact)
	return found && former == k.Fingerprint(), err
}

// Rotated is what RotateKey did.
type Rotated struct {
	Report *Report
	// Rows were re-keyed, in Files.
	Rows  int64
	Files int
	// Resumed counts the files that an attempt before had finished.
	Resumed int
	// Already says that the project has had that key since an earlier call.
	Already     bool
	Fingerprint string
}

// RotateKey gives the project a new key: what is stored is re-keyed, file by
// file, and takes its place all at once. Where newFile is not there it is
// made; where it is, it must be a key that was rotated from the project's,
// which is how a rotation that was interrupted goes on. Until its end the old
// key holds, also for runs in between.
func (p *Pipeline) RotateKey(ctx context.Context, newFile string) (r Rotated, err error) {
	r.Report, err = p.alone(ctx, "key rotate", func(ctx context.Context, s *session) error {
		next, err := s.nextKey(ctx, newFile)
		if err != nil {
			return err
		}
		r.Fingerprint = next.Fingerprint()
		known, _, err := s.ledger.Fact(ctx, keyFact)
		if err != nil || known == r.Fingerprint {
			r.Already = err == nil
			return err
		}
		changes, err := s.rekey(ctx, next, &r)
		if err != nil {
			return err
		}
		facts := map[string]string{keyFact: r.Fingerprint, formerKeyFact: next.Previous().Fingerprint()}
		if err := s.rewrapNames(ctx, next, facts); err != nil {
			return err
		}
		return s.takeOut(ctx, ledger.Rewriting{Operation: "rotate", Rows: r.Rows, Changes: changes, Facts: facts})
	})
	return r, err
}

// nextKey reads the new key, or makes it of the project's.
func (s *session) nextKey(ctx context.Context, path string) (transform.Key, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return transform.Key{}, err
	}
	if err := s.project.Outside(path); err != nil {
		return transform.Key{}, err
	}
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		if err := s.loadKey(ctx); err != nil {
			return transform.Key{}, err
		}
		next, err := s.key.Rotate(rand.Reader)
		if err != nil {
			return next, err
		}
		return next, next.WriteKeyFile(path)
	}
	next, err := transform.LoadKey(path, s.project.Root)
	if err != nil {
		return next, err
	}
	known, found, err := s.ledger.Fact(ctx, keyFact)
	if err != nil {
		return next, err
	}
	if !found || known != next.Fingerprint() && known != next.Previous().Fingerprint() {
		return next, dubbelkrona.Errorf(dubbelkrona.Invalid, "the key %s was not rotated from this project's; name a file that is not there yet", path)
	}
	return next, nil
}

// rekey re-keys every file, and notes each when it is finished.
func (s *session) rekey(ctx context.Context, next transform.Key, r *Rotated) (changes []ledger.Change, err error) {
	operation := "rotate " + next.Fingerprint()
	if err := s.ledger.Unstage(ctx, operation); err != nil {
		return nil, err
	}
	staged, err := s.ledger.Staged(ctx, operation)
	if err != nil {
		return nil, err
	}
	done := make(map[string]ledger.Change, len(staged))
	for _, c := range staged {
		done[c.Old] = c
	}
	files, err := s.files(ctx)
	if err != nil {
		return nil, err
	}
	hash := next.Rekeyer()
	editor := upkeep.Rekey{Person: hash.Person, Text: hash.Text}
	for i, f := range files {
		s.progress(Progress{Stage: StageKeep, Object: f.Table, Rows: int64(i)})
		if c, ok := done[f.Path]; ok && c.OldSHA256 == f.SHA256 && s.whole(f.Table, c.New) {
			changes, r.Resumed, r.Files, r.Rows = append(changes, c), r.Resumed+1, r.Files+1, r.Rows+c.New.Rows
			continue
		}
		written, changed, err := s.lake.Edit(ctx, f, editor)
		if err != nil {
			return nil, err
		}
		if !changed {
			continue
		}
		c := change(f, written)
		if err := s.ledger.Stage(ctx, operation, c); err != nil {
			return nil, err
		}
		changes, r.Files, r.Rows = append(changes, c), r.Files+1, r.Rows+written.Rows
	}
	return changes, nil
}

// whole says whether a staged file is there as it was written.
func (s *session) whole(table string, f ledger.File) bool {
	return s.lake.Verify(lake.File{Table: table, Path: f.Path, Rows: f.Rows, Bytes: f.Bytes, SHA256: f.SHA256}) == nil
}
