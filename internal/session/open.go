package session

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

// NewWorkspace makes the workspace of a project, for all that one process
// makes of its configuration.
func NewWorkspace() *Workspace { return &Workspace{} }

// enter gives a session its ledger and lake. leave is called when it ends.
func (s *Session) enter(ctx context.Context, command string) (leave func() error, err error) {
	w := s.Workspace
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

// openWorkspace takes the lock, removes what a killed run left, and finishes a
// rewriting that was not finished. Nobody else is at work then.
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

// Lock takes the project's lock, or fails at once with ErrLocked.
func (p *Project) Lock(command string) (*ledger.Lock, error) {
	lock, err := ledger.AcquireLock(p.Config.Lock(), command, p.Now)
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

// open opens ledger and lake, once it is sure that they belong together, and
// removes what the ledger does not know.
func (s *Session) open(ctx context.Context) error {
	b, err := lookBeside(s.Config)
	if err != nil {
		return err
	}
	// Before the ledger is opened: that would make one if it is missing.
	reason, err := b.withoutLedger(s.Config)
	if err != nil {
		return err
	}
	if err := refusal(reason); err != nil {
		return err
	}
	s.Ledger, err = ledger.Open(s.Config.Ledger(), ledger.Options{Now: s.Now, Fault: s.Fault, Changed: s.markLake})
	if errors.Is(err, ledger.ErrDamaged) {
		return refusal(damagedLedger)
	}
	if err != nil {
		return err
	}
	if err := s.openLake(ctx, b); err != nil {
		return errors.Join(err, s.Ledger.Close())
	}
	return nil
}

func (s *Session) openLake(ctx context.Context, b beside) error {
	reason, err := b.unknownTo(ctx, s.Config, s.Ledger)
	if err != nil {
		return err
	}
	if err := refusal(reason); err != nil {
		return err
	}
	if s.Report.Abandoned, err = s.Ledger.AbandonOpenRuns(ctx); err != nil {
		return err
	}
	if s.Lake, err = lake.Open(s.Config.Lake(), lake.Options{Fault: s.Fault}); err != nil {
		return err
	}
	mark, err := s.Ledger.Mark(ctx)
	if err != nil {
		return err
	}
	if s.markLake(mark); b.mark != (ledger.Mark{}) {
		if err := s.Ledger.PruneMarks(ctx, b.mark); err != nil {
			return err
		}
	}
	if err := s.RemoveOrphans(ctx); err != nil {
		return err
	}
	return s.relocate(ctx)
}

// markLake notes in the lake which state the ledger has come to. If that fails
// the lake knows less than it could, which stops nothing.
func (s *Session) markLake(m ledger.Mark) {
	if err := s.Lake.Mark(m.String()); err != nil {
		s.Log.Warn("the state of the ledger was not noted in the lake", "error", err.Error())
	}
}
