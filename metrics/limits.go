package metrics

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Limits bound the time and memory of each definition, so that one that never
// ends or needs too much memory does not affect the others. The zero value sets
// no limits.
type Limits struct {
	// Time is the time limit of a project's definition. A built-in one, which is
	// known to end, has twenty times as long.
	Time time.Duration
	// Memory calls work with a memory limit; nil means no limit.
	Memory func(work func() error) error
	// Rows is the number of rows that a split model handles at a time; 0 is 500,000.
	Rows int64
	// Unstoppable is called for a definition that still runs Grace after it was
	// cancelled: a single function call on one row cannot be interrupted. It
	// should end the process. If nil, Run waits for the definition.
	Unstoppable func(d *Definition)
	Grace       time.Duration
	// Refused are the hashes of definitions for which Unstoppable was called in
	// an earlier run; they are not evaluated.
	Refused map[string]bool
}

// errUnstoppable is the error of a definition in Limits.Refused.
var errUnstoppable = errors.New("not evaluated: in an earlier run it could not be stopped at its time limit, so the program had to end; change it")

// builtInFactor is how many times longer a built-in definition may take.
const builtInFactor = 20

// exceeded is the error of a definition that was stopped.
type exceeded struct{ after time.Duration }

// Error implements error.
func (e *exceeded) Error() string {
	return fmt.Sprintf("stopped after %s, the time limit of a definition; publish.definition.time changes it", e.after)
}

// within calls work for a definition within its limits.
func (r *run) within(ctx context.Context, d *Definition, work func(context.Context) error) error {
	limits := r.snapshot.Limits
	if limits.Refused[d.Hash] {
		return errUnstoppable
	}
	bounded, cancel := ctx, func() {}
	if limits.Time > 0 {
		if !r.own(d) {
			limits.Time *= builtInFactor
		}
		bounded, cancel = context.WithTimeout(ctx, limits.Time)
		if limits.Unstoppable != nil {
			defer time.AfterFunc(limits.Time+limits.Grace, func() { limits.Unstoppable(d) }).Stop()
		}
	}
	defer cancel()
	if d.Kind == Effect {
		limits.Memory = nil // see run.effect
	}
	err := limits.within(func() error { return work(bounded) })
	if err != nil && bounded.Err() != nil && ctx.Err() == nil {
		return &exceeded{limits.Time}
	}
	return err
}

// within calls work within the memory limit, if there is one.
func (l Limits) within(work func() error) error {
	if l.Memory == nil {
		return work()
	}
	return l.Memory(work)
}

// own reports whether d is the project's own, or reads a model that is.
func (r *run) own(d *Definition) bool {
	return !d.BuiltIn || slices.ContainsFunc(d.closure, func(name string) bool {
		model, is := strings.CutPrefix(name, "metric.")
		read := r.find(Model, model)
		return is && read != nil && !read.BuiltIn
	})
}
