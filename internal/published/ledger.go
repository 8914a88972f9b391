package published

import (
	"context"

	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/ledger"
)

// ReadRuns returns the latest runs, newest first, at most limit of them; 0 is
// all. Without a ledger it is empty.
func ReadRuns(ctx context.Context, project *config.Project, limit int) ([]dubbelkrona.Run, error) {
	return latest(project, func(l *ledger.Ledger) ([]dubbelkrona.Run, error) { return l.Runs.Latest(ctx, limit) })
}

// ReadSlots returns the latest slots of all jobs, newest first, at most limit of
// them; 0 is all. Without a ledger it is empty.
func ReadSlots(ctx context.Context, project *config.Project, limit int) ([]dubbelkrona.Slot, error) {
	return latest(project, func(l *ledger.Ledger) ([]dubbelkrona.Slot, error) { return l.Slots.Latest(ctx, limit) })
}

// latest returns what is read of a project's ledger; it is never nil.
func latest[T any](project *config.Project, read func(*ledger.Ledger) ([]T, error)) ([]T, error) {
	all := []T{}
	err := readLedger(project, func(l *ledger.Ledger) error {
		found, err := read(l)
		all = append(all, found...)
		return err
	})
	return all, err
}

// readLedger opens a project's ledger to read it. It does nothing if there is
// none.
func readLedger(project *config.Project, read func(*ledger.Ledger) error) error {
	err := ledger.Read(project.Ledger(), read)
	if dubbelkrona.KindOf(err) == dubbelkrona.NotFound {
		return nil
	}
	return err
}
