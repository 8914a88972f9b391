package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
)

// faultsFact is the ledger's note of the definitions that the last build could
// not use: a night on which nothing is built has to tell of them, too.
const faultsFact = "faults"

// keptFaults is the note.
type keptFaults struct {
	Faults []string `json:"faults"`
	// Stopped is set where one was stopped at its limit of time, which another
	// build may be spared.
	Stopped bool `json:"stopped"`
}

func (s *session) keepFaults(ctx context.Context) error {
	text, err := json.Marshal(keptFaults{s.report.Faults, s.report.stopped})
	if err != nil {
		return fmt.Errorf("definitions that were not used keep: %w", err)
	}
	return s.ledger.SetFact(ctx, faultsFact, string(text))
}

// readFaults reads the note; empty where there is none.
func readFaults(ctx context.Context, l *ledger.Ledger) (kept keptFaults, err error) {
	text, found, err := l.Fact(ctx, faultsFact)
	if err != nil || !found {
		return kept, err
	}
	if err := json.Unmarshal([]byte(text), &kept); err != nil {
		return kept, fmt.Errorf("definitions that were not used read: %w", err)
	}
	return kept, nil
}

// definitionLimits are what each definition may take.
func (p *Pipeline) definitionLimits() metrics.Limits {
	limits := p.project.Publish.Definition
	return metrics.Limits{Time: time.Duration(limits.Time), Memory: func(work func() error) error {
		return warehouse.Bounded(int64(limits.MemoryMB)<<20, work)
	}}
}
