package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"dubbelkrona/internal/config"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/memlimit"
	"dubbelkrona/metrics"
)

// faultsFact is the ledger's note of the definitions that the last build could
// not use: a night on which nothing is built has to tell of them, too.
const faultsFact = "faults"

// keptFaults is the note.
type keptFaults struct {
	Faults []string `json:"faults"`
	// Stopped is set if one was stopped at its limit of time, which another
	// build may be spared.
	Stopped bool `json:"stopped"`
}

func (b *builder) keepFaults(ctx context.Context) error {
	text, err := json.Marshal(keptFaults{b.Report.Faults, b.Report.Stopped})
	if err != nil {
		return fmt.Errorf("definitions that were not used keep: %w", err)
	}
	return b.Ledger.Facts.Set(ctx, faultsFact, string(text))
}

// readFaults reads the note; empty if there is none.
func readFaults(ctx context.Context, l *ledger.Ledger) (kept keptFaults, err error) {
	text, found, err := l.Facts.Get(ctx, faultsFact)
	if err != nil || !found {
		return kept, err
	}
	if err := json.Unmarshal([]byte(text), &kept); err != nil {
		return kept, fmt.Errorf("definitions that were not used read: %w", err)
	}
	return kept, nil
}

// unstoppableFact is the ledger's note of the definitions, by their hashes, that
// could not be stopped. They are left out until they are others.
const unstoppableFact = "deaf"

// stopPatience is how long a definition may go on after it was stopped.
const stopPatience = 40 * time.Second

// definitionLimits are what each definition may take. unstoppable is called
// with one that could not be stopped.
func definitionLimits(c *config.Project, unstoppable func(*metrics.Definition)) metrics.Limits {
	limits := c.Publish.Definition
	return metrics.Limits{Time: time.Duration(limits.Time), Grace: stopPatience, Memory: func(work func() error) error {
		return memlimit.Within(int64(limits.MemoryMB)<<20, work)
	}, Unstoppable: unstoppable}
}

// endProcess ends the process, since nothing less ends the definition.
func (p *Pipeline) endProcess(d *metrics.Definition) {
	if p.abort != nil {
		p.abort(d.File + ": it takes longer than a definition may and cannot be stopped; the program ends, and leaves it out next time")
	}
}

// definitionLimits are those of a run, which remembers what could not be
// stopped.
func (b *builder) definitionLimits(ctx context.Context) (metrics.Limits, error) {
	text, _, err := b.Ledger.Facts.Get(ctx, unstoppableFact)
	limits := definitionLimits(b.Config, func(d *metrics.Definition) {
		// If it cannot be noted, the next run comes to the same end.
		if err := b.Ledger.Facts.Set(context.WithoutCancel(ctx), unstoppableFact, text+" "+d.Hash); err != nil {
			b.Log.Error("a definition that cannot be stopped was not noted", "error", err.Error())
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
