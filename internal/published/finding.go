package published

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"dubbelkrona"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/metrics"
)

// Finding is a check of the last build that found something about a metric with an owner.
type Finding struct {
	Metric string            `json:"metric"`
	Owner  dubbelkrona.Owner `json:"owner"`
	Check  string            `json:"check"`
	Title  dubbelkrona.Label `json:"title"` // of the check
}

// findingsFact is the key of the note of the findings in the ledger.
const findingsFact = "findings"

// Findings returns what checks found about the metrics that have an owner.
func Findings(all []*metrics.Definition, checks []dubbelkrona.CheckResult) []Finding {
	found := []Finding{}
	for _, d := range all {
		for _, c := range checks {
			if d.Owner != "" && c.Status != dubbelkrona.CheckOK && slices.Contains(c.Concerns, d.Name) {
				found = append(found, Finding{d.Name, d.Owner, c.Name, c.Title})
			}
		}
	}
	return found
}

// StoreFindings writes the note of the findings in the place of the one before.
func StoreFindings(ctx context.Context, l *ledger.Ledger, all []Finding) error {
	text, err := json.Marshal(all)
	if err != nil {
		return fmt.Errorf("findings store: %w", err)
	}
	return l.Facts.Set(ctx, findingsFact, string(text))
}

// ReadFindings reads the note of the findings; there are none if there is no note.
func ReadFindings(ctx context.Context, l *ledger.Ledger) (all []Finding, err error) {
	text, found, err := l.Facts.Get(ctx, findingsFact)
	if err != nil || !found {
		return nil, err
	}
	if err := json.Unmarshal([]byte(text), &all); err != nil {
		return nil, fmt.Errorf("findings read: %w", err)
	}
	return all, nil
}
