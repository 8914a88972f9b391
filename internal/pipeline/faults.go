package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
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

// deafFact is the ledger's note of the definitions, by their hashes, that could
// not be stopped. They are left out until they are others.
const deafFact = "deaf"

// deafAfter is how long a definition may go on after it was stopped.
const deafAfter = 40 * time.Second

// definitionLimits are what each definition may take.
func (p *Pipeline) definitionLimits() metrics.Limits {
	limits := p.project.Publish.Definition
	return metrics.Limits{Time: time.Duration(limits.Time), Patience: deafAfter, Memory: func(work func() error) error {
		return warehouse.Bounded(int64(limits.MemoryMB)<<20, work)
	}, Deaf: p.deaf}
}

// deaf ends the process, since nothing less ends the definition.
func (p *Pipeline) deaf(d *metrics.Definition) {
	if p.options.Abort != nil {
		p.options.Abort(d.File + ": it takes longer than a definition may and cannot be stopped; the program ends, and leaves it out next time")
	}
}

// limits are definitionLimits for a run, which remembers what was deaf.
func (s *session) definitionLimits(ctx context.Context) (metrics.Limits, error) {
	limits := s.Pipeline.definitionLimits()
	text, _, err := s.ledger.Fact(ctx, deafFact)
	if err != nil {
		return limits, err
	}
	limits.Refused = make(map[string]bool)
	for hash := range strings.FieldsSeq(text) {
		limits.Refused[hash] = true
	}
	limits.Deaf = func(d *metrics.Definition) {
		// Where it cannot be noted, the next run comes to the same end.
		if err := s.ledger.SetFact(context.WithoutCancel(ctx), deafFact, text+" "+d.Hash); err != nil {
			s.options.Log.Error("a definition that cannot be stopped was not noted", "error", err.Error())
		}
		s.deaf(d)
	}
	return limits, nil
}
