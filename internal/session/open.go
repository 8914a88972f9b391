package session

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"

	"dubbelkrona"
	"dubbelkrona/internal/filelock"
	"dubbelkrona/internal/lake"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/scratch"
)

// Workspace is shared by the concurrent runs of one process on a project: its
// lock, ledger and lake. The first run takes the lock and opens them; the last
// one closes them and releases the lock, so that other commands can run while
// the process is idle. All Projects that one process makes of a configuration must
// share one; its zero value is ready.
type Workspace struct {
	mu     sync.Mutex
	users  int
	lock   *filelock.Lock
	ledger *ledger.Ledger
	lake   *lake.Lake
}

// enter opens the session's ledger and lake. The caller must call leave at the
// session's end.
func (s *Session) enter(ctx context.Context, command string) (leave func() error, err error) {
	w := s.Workspace
	if w == nil {
		w = new(Workspace)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.users == 0 {
		if err := s.openWorkspace(ctx, w, command); err != nil {
			return nil, errors.Join(err, w.close())
		}
	}
	w.users++
	s.Ledger, s.Lake = w.ledger, w.lake
	return func() error {
		w.mu.Lock()
		defer w.mu.Unlock()
		if w.users--; w.users > 0 {
			return nil
		}
		return w.close()
	}, nil
}

// openWorkspace takes the lock, opens ledger and lake, removes what a killed run
// left, and finishes an interrupted rewriting. No other run is in progress then.
func (s *Session) openWorkspace(ctx context.Context, w *Workspace, command string) (err error) {
	if err := os.MkdirAll(s.Config.Var(), 0o700); err != nil {
		return fmt.Errorf("project folder: %w", err)
	}
	if w.lock, err = s.Lock(command); err != nil {
		return err
	}
	if err := s.open(ctx); err != nil {
		return err
	}
	w.ledger, w.lake = s.Ledger, s.Lake
	if err := errors.Join(scratch.Sweep(s.Config.Scratch()), os.RemoveAll(s.CompareFolder())); err != nil {
		return fmt.Errorf("leftovers remove: %w", err)
	}
	return s.finishRewriting(ctx)
}

// Lock takes the project's lock for a command. It does not wait: if another
// process has the lock it returns a Conflict error with ErrLocked.
func (p *Project) Lock(command string) (*filelock.Lock, error) {
	lock, err := filelock.Acquire(p.Config.Lock(), command, p.Now)
	if dubbelkrona.KindOf(err) == dubbelkrona.Conflict {
		return nil, dubbelkrona.Errorf(dubbelkrona.Conflict, "%w: %w", ErrLocked, err)
	}
	return lock, err
}

// close closes what is open; the rest is nil.
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

// open opens ledger and lake, if they belong together, and removes the files that
// are not in the ledger.
func (s *Session) open(ctx context.Context) error {
	b, err := gatherEvidence(s.Config)
	if err != nil {
		return err
	}
	// Opening creates a ledger if there is none, so check first.
	if err := refusal(b.beforeOpening(s.Config)); err != nil {
		return err
	}
	s.Ledger, err = ledger.Open(s.Config.Ledger(), ledger.Options{Now: s.Now, Fault: s.Fault, Changed: s.markLake})
	if errors.Is(err, ledger.ErrDamaged) {
		return refusal(damagedLedger, nil)
	}
	if err != nil {
		return err
	}
	if err := s.openLake(ctx, b); err != nil {
		return errors.Join(err, s.Ledger.Close())
	}
	return nil
}

func (s *Session) openLake(ctx context.Context, b evidence) error {
	err := refusal(b.against(ctx, s.Config, s.Ledger))
	if err != nil {
		return err
	}
	if s.Report.Abandoned, err = s.Ledger.Runs.AbandonOpen(ctx); err != nil {
		return err
	}
	if s.Lake, err = lake.Open(s.Config.Lake(), lake.Options{Fault: s.Fault}); err != nil {
		return err
	}
	mark, err := s.Ledger.Marks.Current(ctx)
	if err != nil {
		return err
	}
	if s.markLake(mark); b.mark != (ledger.Mark{}) {
		if err := s.Ledger.Marks.Prune(ctx, b.mark); err != nil {
			return err
		}
	}
	if err := s.RemoveOrphans(ctx); err != nil {
		return err
	}
	if err := s.relocate(ctx); err != nil {
		return err
	}
	return dropColumns(ctx, s)
}

// markLake notes the state of the ledger in the lake. A failure is only logged:
// an older mark still identifies the ledger.
func (s *Session) markLake(m ledger.Mark) {
	if err := s.Lake.Mark(m.String()); err != nil {
		s.Log.Warn("the state of the ledger was not noted in the lake", "error", err.Error())
	}
}
