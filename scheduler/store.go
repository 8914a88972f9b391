package scheduler

import (
	"context"
	"time"

	"dubbelkrona"
)

// Store keeps slots on disk. What a method has stored when it returns is there
// after a power cut. The ledger is one.
type Store interface {
	// SlotMark gives how far a job's slots are registered; found is false for
	// a job that was never seen.
	SlotMark(ctx context.Context, job string) (mark dubbelkrona.SlotMark, found bool, err error)
	// RegisterSlots stores a job's mark and adds those slots whose key (job,
	// local, kind) is not there, all or none. It returns those it added.
	RegisterSlots(ctx context.Context, mark dubbelkrona.SlotMark, slots []dubbelkrona.Slot) ([]dubbelkrona.Slot, error)
	// RetractSlots removes the scheduled slots of a job that are due after
	// a moment and have never been started.
	RetractSlots(ctx context.Context, job string, after time.Time) error
	// OpenSlots gives the slots that are due or running, by Due.
	OpenSlots(ctx context.Context) ([]dubbelkrona.Slot, error)
	// UpdateSlots stores the state of slots that are there, all or none.
	UpdateSlots(ctx context.Context, slots ...dubbelkrona.Slot) error
}
