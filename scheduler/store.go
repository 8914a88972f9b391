package scheduler

import (
	"context"
	"time"

	"dubbelkrona"
)

// Store persists slots. Changes are durable when a method returns. The ledger
// implements it.
type Store interface {
	// Mark returns how far a job's slots are registered; found is false
	// for a job that is not known.
	Mark(ctx context.Context, job string) (mark dubbelkrona.SlotMark, found bool, err error)
	// Register atomically stores a job's mark and adds those slots whose
	// key (job, local, kind) does not exist yet. It returns the added ones.
	Register(ctx context.Context, mark dubbelkrona.SlotMark, slots []dubbelkrona.Slot) ([]dubbelkrona.Slot, error)
	// Retract removes the scheduled slots of a job that are due after a
	// time and have never been started.
	Retract(ctx context.Context, job string, after time.Time) error
	// Open returns the slots that are due or running, ordered by Due.
	Open(ctx context.Context) ([]dubbelkrona.Slot, error)
	// Update atomically stores the states of existing slots.
	Update(ctx context.Context, slots ...dubbelkrona.Slot) error
}
