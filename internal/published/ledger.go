package published

import (
	"context"
	"errors"

	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/ledger"
)

// ReadRuns returns the latest runs, newest first, at most limit of them; 0 is
// all. Without a ledger it is empty.
func ReadRuns(ctx context.Context, project *config.Project, limit int) ([]dubbelkrona.Run, error) {
	runs := []dubbelkrona.Run{}
	err := readLedger(project, func(l *ledger.Ledger) error {
		latest, err := l.Runs.Latest(ctx, limit)
		runs = append(runs, latest...)
		return err
	})
	return runs, err
}

// ReadSlots returns the latest slots of all jobs, newest first, at most limit of
// them; 0 is all. Without a ledger it is empty.
func ReadSlots(ctx context.Context, project *config.Project, limit int) ([]dubbelkrona.Slot, error) {
	slots := []dubbelkrona.Slot{}
	err := readLedger(project, func(l *ledger.Ledger) error {
		latest, err := l.Slots.Latest(ctx, limit)
		slots = append(slots, latest...)
		return err
	})
	return slots, err
}

// readLedger opens a project's ledger to read it. It does nothing if there is
// none.
func readLedger(project *config.Project, read func(*ledger.Ledger) error) (err error) {
	l, err := ledger.OpenReadOnly(project.Ledger())
	if dubbelkrona.KindOf(err) == dubbelkrona.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	return read(l)
}
