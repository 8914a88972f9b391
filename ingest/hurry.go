package ingest

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"dubbelkrona"
)

// leastArriving is how many bytes must come in each Limits.Stall.
const leastArriving = 4 << 10

// hurry is a context that ends when an object takes too long to come: all of
// it, or so that hardly anything came for a while. A server that sends a byte a
// second is never silent, and would hold up the night.
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
				if now-before < leastArriving {
					end(dubbelkrona.Errorf(dubbelkrona.Transient, "only %d bytes came within %s; it is given up", now-before, l.Stall))
				}
				before = now
			}
		}
	}()
	return hurried, func() { end(nil) }
}

// late is the cause of the end of what took too long as a whole.
func late(after time.Duration) error {
	return dubbelkrona.Errorf(dubbelkrona.Transient, "it had not come whole after %s; it is given up", after)
}

// because is the cause of the context's end where it is one of hurry's, else
// the error.
func because(ctx context.Context, err error) error {
	var cause *dubbelkrona.Error
	if err != nil && ctx.Err() != nil && errors.As(context.Cause(ctx), &cause) {
		return cause
	}
	return err
}
