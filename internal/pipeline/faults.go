package pipeline

import (
	"context"
	"strings"
	"time"

	"dubbelkrona/internal/config"
	"dubbelkrona/internal/memlimit"
	"dubbelkrona/metrics"
)

// unstoppableFact is the ledger fact with the hashes of the definitions that could
// not be stopped. They are left out until they have been changed.
const unstoppableFact = "deaf"

// stopPatience is the max time that a definition may take to end after a stop.
const stopPatience = 40 * time.Second

// definitionLimits returns the limits of each definition. unstoppable is called
// with a definition that could not be stopped.
func definitionLimits(c *config.Project, unstoppable func(*metrics.Definition)) metrics.Limits {
	limits := c.Publish.Definition
	return metrics.Limits{Time: time.Duration(limits.Time), Grace: stopPatience, Memory: func(work func() error) error {
		return memlimit.Within(int64(limits.MemoryMB)<<20, work)
	}, Unstoppable: unstoppable}
}

// endProcess ends the process, since the definition cannot be ended otherwise.
func (p *Pipeline) endProcess(d *metrics.Definition) {
	if p.abort != nil {
		p.abort(d.File + ": it exceeds the time limit of a definition and cannot be stopped; the program ends and leaves it out next time")
	}
}

// definitionLimits returns the limits in a run, which records in the ledger what
// could not be stopped.
func (b *builder) definitionLimits(ctx context.Context) (metrics.Limits, error) {
	text, _, err := b.Ledger.Facts.Get(ctx, unstoppableFact)
	limits := definitionLimits(b.Config, func(d *metrics.Definition) {
		// If it cannot be recorded, the next run ends in the same way.
		if err := b.Ledger.Facts.Set(context.WithoutCancel(ctx), unstoppableFact, text+" "+d.Hash); err != nil {
			b.Log.Error("a definition that cannot be stopped could not be recorded in the ledger", "error", err.Error())
		}
		b.abort(d)
	})
	if err != nil {
		return limits, err
	}
	limits.Refused = make(map[string]bool)
	for hash := range strings.FieldsSeq(text) {
		limits.Refused[hash] = true
	}
	return limits, nil
}
