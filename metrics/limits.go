package metrics

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Limits bound what each definition may take, so that one that never ends, or
// wants all of the memory, stops nothing but itself. The zero value sets none.
type Limits struct {
	// Time is how long a definition of the project may take. One of the program,
	// which is known to end, may take twenty times as long.
	Time time.Duration
	// Memory bounds work to some memory; nil where nothing does.
	Memory func(work func() error) error
	// Deaf is called for a definition that goes on for long after it was
	// stopped: one call of a function on a single row ends only by itself. It
	// ends the process. nil: such a definition is waited for.
	Deaf func(d *Definition)
	// Patience is how long that is.
	Patience time.Duration
	// Refused are the hashes of definitions for which Deaf was called once.
	Refused map[string]bool
}

// errDeaf is the error of a definition that is not tried again.
var errDeaf = errors.New("not evaluated: it could not be stopped when it had taken its time, and ended the program; change it")

// patience is how many times longer a definition of the program may take.
const patience = 20

// exceeded is the error of a definition that was stopped.
type exceeded struct{ after time.Duration }

// Error implements error.
func (e *exceeded) Error() string {
	return fmt.Sprintf("stopped after %s, the time that a definition may take; publish.definition.time sets another", e.after)
}

// within does the work of a definition within its limits.
func (r *run) within(ctx context.Context, d *Definition, work func(context.Context) error) error {
	limits := r.snapshot.Limits
	if limits.Refused[d.Hash] {
		return errDeaf
	}
	bounded, cancel := ctx, func() {}
	if limits.Time > 0 {
		if !r.own(d) {
			limits.Time *= patience
		}
		bounded, cancel = context.WithTimeout(ctx, limits.Time)
		if limits.Deaf != nil {
			defer time.AfterFunc(limits.Time+limits.Patience, func() { limits.Deaf(d) }).Stop()
		}
	}
	defer cancel()
	do := func() error { return work(bounded) }
	var err error
	if limits.Memory != nil {
		err = limits.Memory(do)
	} else {
		err = do()
	}
	if err != nil && bounded.Err() != nil && ctx.Err() == nil {
		return &exceeded{limits.Time}
	}
	return err
}

// own reports whether d is the project's own, or reads a model that is.
func (r *run) own(d *Definition) bool {
	return !d.BuiltIn || slices.ContainsFunc(d.closure, func(name string) bool {
		model, is := strings.CutPrefix(name, "metric.")
		read := r.find(Model, model)
		return is && read != nil && !read.BuiltIn
	})
}
