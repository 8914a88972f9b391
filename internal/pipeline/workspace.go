package pipeline

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"

	"dubbelkrona"
	"dubbelkrona/internal/lake"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/scratch"
)

// Workspace is what runs of one process share that are at work on a project
// at the same time: its lock, ledger and lake. The first run in takes the lock
// and opens them; the last one out closes them and lets the lock go, so that
// between the nights other commands can work.
type Workspace struct {
	mu     sync.Mutex
	users  int
	lock   *ledger.Lock
	ledger *ledger.Ledger
	lake   *lake.Lake
}

// NewWorkspace makes the workspace of a project, for the pipelines of it that
// one process compiles.
func NewWorkspace() *Workspace { return &Workspace{} }

// enter gives a session its ledger and lake. leave is called when it ends.
func (s *session) enter(ctx context.Context, command string) (leave func() error, err error) {
	w := s.options.Workspace
	if w == nil {
		w = NewWorkspace()
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.users == 0 {
		if err := s.openWorkspace(ctx, w, command); err != nil {
			return nil, errors.Join(err, w.close())
		}
	}
	w.users++
	s.ledger, s.lake = w.ledger, w.lake
	return func() error {
		w.mu.Lock()
		defer w.mu.Unlock()
		if w.users--; w.users > 0 {
			return nil
		}
		return w.close()
	}, nil
}

// openWorkspace takes the lock, clears away what a dead run left, and finishes
// what a dead rewriting had begun. Nobody else is at work then.
func (s *session) openWorkspace(ctx context.Context, w *Workspace, command string) (err error) {
	if err := os.MkdirAll(s.project.Var(), 0o700); err != nil {
		return fmt.Errorf("project folder: %w", err)
	}
	if w.lock, err = s.lock(command); err != nil {
		return err
	}
	if err := s.open(ctx); err != nil {
		return err
	}
	w.ledger, w.lake = s.ledger, s.lake
	if err := errors.Join(scratch.Sweep(s.project.Scratch()), os.RemoveAll(s.verifyFolder())); err != nil {
		return fmt.Errorf("leftovers remove: %w", err)
	}
	return s.settle(ctx)
}

// lock takes the project's lock, or fails at once with ErrLocked.
func (p *Pipeline) lock(command string) (*ledger.Lock, error) {
	lock, err := ledger.AcquireLock(p.project.Lock(), command, p.options.Now)
	if dubbelkrona.KindOf(err) == dubbelkrona.Conflict {
		return nil, dubbelkrona.Errorf(dubbelkrona.Conflict, "%w: %w", ErrLocked, err)
	}
	return lock, err
}

// close gives back what is open; what is not is nil.
func (w *Workspace) close() (err error) {
	if w.lake != nil {
		err = w.lake.SyncMark()
	}
	if w.ledger != nil {
		err = errors.Join(err, w.ledger.Close())
	}
	if w.lock != nil {
		err = errors.Join(err, w.lock.Release())
	}
	w.lock, w.ledger, w.lake = nil, nil, nil
	return err
}
