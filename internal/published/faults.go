package published

import (
	"context"
	"encoding/json"
	"fmt"

	"dubbelkrona/internal/ledger"
)

// Faults is the ledger's note of the definitions that the last build could not
// use: a run that builds nothing reports them, too.
type Faults struct {
	Definitions []string `json:"faults"` // each with its file, and why
	// Stopped is set if one of them was stopped at its time limit, which need
	// not happen in another build.
	Stopped bool `json:"stopped"`
}

// faultsFact is the key of the note in the ledger.
const faultsFact = "faults"

// ReadFaults reads the note; it is zero if there is none.
func ReadFaults(ctx context.Context, l *ledger.Ledger) (f Faults, err error) {
	text, found, err := l.Facts.Get(ctx, faultsFact)
	if err != nil || !found {
		return f, err
	}
	if err := json.Unmarshal([]byte(text), &f); err != nil {
		return f, fmt.Errorf("definitions that were not used read: %w", err)
	}
	return f, nil
}

// Store writes the note in the place of the one before.
func (f Faults) Store(ctx context.Context, l *ledger.Ledger) error {
	text, err := json.Marshal(f)
	if err != nil {
		return fmt.Errorf("definitions that were not used store: %w", err)
	}
	return l.Facts.Set(ctx, faultsFact, string(text))
}
