package scheduler

import (
	"context"
	"time"

	"dubbelkrona"
)

// Store persists slots. Changes are durable when a method returns. The ledger
// implements it.
type Store interface {
	// SlotMark returns how far a job's slots are registered; found is false
	// for a job that is not known.
	SlotMark(ctx context.Context, job string) (mark dubbelkrona.SlotMark, found bool, err error)
	// RegisterSlots atomically stores a job's mark and adds those slots whose
	// key (job, local, kind) does not exist yet. It returns the added ones.
	RegisterSlots(ctx context.Context, mark dubbelkrona.SlotMark, slots []dubbelkrona.Slot) ([]dubbelkrona.Slot, error)
	// RetractSlots removes the scheduled slots of a job that are due after a
	// time and have never been started.
	RetractSlots(ctx context.Context, job string, after time.Time) error
	// OpenSlots returns the slots that are due or running, ordered by Due.
	OpenSlots(ctx context.Context) ([]dubbelkrona.Slot, error)
	// UpdateSlots atomically stores the states of existing slots.
	UpdateSlots(ctx context.Context, slots ...dubbelkrona.Slot) error
}
