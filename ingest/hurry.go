package ingest

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"dubbelkrona"
)

// minArriving is the min number of bytes that must arrive in each Limits.Stall.
const minArriving = 4 << 10

// hurry returns a context that is cancelled if an object takes longer than
// Limits.Arrival, or if fewer than minArriving bytes arrive in a Limits.Stall.
// The second catches servers that send a byte a second and so are never silent.
func hurry(ctx context.Context, l Limits, arrived *atomic.Int64) (hurried context.Context, stop func()) {
	hurried, end := context.WithCancelCause(ctx)
	go func() {
		whole, stall := time.NewTimer(l.Arrival), time.NewTicker(l.Stall)
		defer whole.Stop()
		defer stall.Stop()
		for before := int64(0); ; {
			select {
			case <-hurried.Done():
				return
			case <-whole.C:
				end(late(l.Arrival))
			case <-stall.C:
				now := arrived.Load()
				if now-before < minArriving {
					end(dubbelkrona.Errorf(dubbelkrona.Transient, "only %d bytes arrived within %s; the transfer was cancelled", now-before, l.Stall))
				}
				before = now
			}
		}
	}()
	return hurried, func() { end(nil) }
}

// late is the cancellation cause of an object that exceeded Limits.Arrival.
func late(after time.Duration) error {
	return dubbelkrona.Errorf(dubbelkrona.Transient, "it had not arrived completely after %s; the transfer was cancelled", after)
}

// because returns the cancellation cause if hurry cancelled the context,
// otherwise err.
func because(ctx context.Context, err error) error {
	var cause *dubbelkrona.Error
	if err != nil && ctx.Err() != nil && errors.As(context.Cause(ctx), &cause) {
		return cause
	}
	return err
}
