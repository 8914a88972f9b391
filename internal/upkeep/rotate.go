package upkeep

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"dubbelkrona"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/session"
	"dubbelkrona/transform"
)

// Rotated is the result of RotateKey.
type Rotated struct {
	Report *session.Report
	// Rows is the number of re-keyed rows, and Files that of the files they are in.
	Rows  int64
	Files int
	// Resumed is the number of files that an interrupted attempt had finished.
	Resumed int
	// Already is set if the project has that key already, from an earlier call.
	Already     bool
	Fingerprint string
}

// RotateKey gives the project a new key: the files of the lake are re-keyed one by
// one, and one transaction replaces them all. If newFile does not exist, the key is
// generated and written to it. If it exists, it must be a key that was rotated from
// the project's: this resumes an interrupted rotation. Until the end the old key is
// in use, also by runs in between.
func (k *Keeper) RotateKey(ctx context.Context, newFile string) (r Rotated, err error) {
	r.Report, err = k.project.RunAlone(ctx, "key rotate", func(ctx context.Context, s *session.Session) error {
		rot := rotation{rewriting: k.rewriting(s), done: &r}
		if rot.next, err = rot.nextKey(ctx, newFile); err != nil {
			return err
		}
		r.Fingerprint = rot.next.Fingerprint()
		known, _, err := s.Ledger.Facts.Get(ctx, session.KeyFact)
		if err != nil || known == r.Fingerprint {
			r.Already = err == nil
			return err
		}
		changes, err := rot.rekey(ctx)
		if err != nil {
			return err
		}
		facts := map[string]string{session.KeyFact: r.Fingerprint, session.FormerKeyFact: rot.next.Previous().Fingerprint()}
		if err := s.RewrapLabels(ctx, rot.next, facts); err != nil {
			return err
		}
		return rot.commit(ctx, ledger.Rewriting{Operation: "rotate", Rows: r.Rows, Changes: changes, Facts: facts, Rekey: rot.pseudonym, Text: rot.next.Rekeyer().Text})
	})
	return r, err
}

// rotation is one rotation of the key.
type rotation struct {
	rewriting
	done *Rotated
	next transform.Key
}

// nextKey reads the new key, or generates it from the project's key.
func (r *rotation) nextKey(ctx context.Context, path string) (transform.Key, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return transform.Key{}, err
	}
	if err := r.Config.Outside(path); err != nil {
		return transform.Key{}, err
	}
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		if err := r.LoadKey(ctx); err != nil {
			return transform.Key{}, err
		}
		next, err := r.Key.Rotate(rand.Reader)
		if err != nil {
			return next, err
		}
		return next, next.WriteKeyFile(path)
	}
	next, err := transform.LoadKey(path, r.Config.Root)
	if err != nil {
		return next, err
	}
	known, found, err := r.Ledger.Facts.Get(ctx, session.KeyFact)
	if err != nil {
		return next, err
	}
	if !found || known != next.Fingerprint() && known != next.Previous().Fingerprint() {
		return next, dubbelkrona.Invalidf("the key %s was not rotated from this project's; name a file that does not exist", path)
	}
	return next, nil
}

// rekey re-keys every file, and records each in the ledger when it is finished.
func (r *rotation) rekey(ctx context.Context) (changes []ledger.Change, err error) {
	operation := "rotate " + r.next.Fingerprint()
	if err := r.Ledger.Files.Unstage(ctx, operation); err != nil {
		return nil, err
	}
	staged, err := r.Ledger.Files.Staged(ctx, operation)
	if err != nil {
		return nil, err
	}
	done := make(map[string]ledger.Change, len(staged))
	for _, c := range staged {
		done[c.Old] = c
	}
	files, err := r.Files(ctx)
	if err != nil {
		return nil, err
	}
	hash := r.next.Rekeyer()
	editor := Rekey{Person: hash.Person, Text: hash.Text}
	for i, f := range files {
		r.Tell(session.Progress{Stage: session.StageKeep, Object: f.Table.Name, Rows: int64(i)})
		if c, ok := done[f.Path]; ok && c.OldSHA256 == f.SHA256 && r.Lake.Verify(c.New) == nil {
			changes, r.done.Resumed, r.done.Files, r.done.Rows = append(changes, c), r.done.Resumed+1, r.done.Files+1, r.done.Rows+c.New.Rows
			continue
		}
		written, changed, err := r.Lake.Edit(ctx, f, editor)
		if err != nil {
			return nil, err
		}
		if !changed {
			continue
		}
		c := change(f, written)
		if err := r.Ledger.Files.Stage(ctx, operation, c); err != nil {
			return nil, err
		}
		changes, r.done.Files, r.done.Rows = append(changes, c), r.done.Files+1, r.done.Rows+written.Rows
	}
	return changes, nil
}

// pseudonym returns a person's pseudonym under the new key.
func (r *rotation) pseudonym(person []byte) []byte {
	next := r.next.Rekeyer().Person(person)
	return next[:]
}
