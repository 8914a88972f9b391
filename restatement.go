package dubbelkrona

import "time"

// RestatementKind is what happened to a figure that had been published.
type RestatementKind string

// The kinds of restatements. Updated is the ordinary effect of new data on a figure
// whose period had not ended: such figures are counted, not listed.
const (
	Restated             RestatementKind = "restated"
	RestatedSuppressed   RestatementKind = "suppressed" // it was shown before
	RestatedRevealed     RestatementKind = "revealed"   // it was suppressed before
	RestatedRemoved      RestatementKind = "removed"    // it is no longer published
	RestatementOfUpdates RestatementKind = "updated"
)

// Restatement is one entry of the log of published figures that later were published
// as something else. It has only what was released: of a figure that was newly
// suppressed the old value, which readers have, and of a revealed one the new value.
type Restatement struct {
	At   time.Time       `json:"at"`   // when the new figure was calculated, UTC
	From string          `json:"from"` // snapshot that had the old figure
	To   string          `json:"to"`   // snapshot that has the new one
	Kind RestatementKind `json:"kind"`
	// Figures is the number of figures that the entry is about. If it sums up several,
	// Cell names their metric only, and there are no values.
	Figures int64 `json:"figures"`
	Cell
	Unit      string `json:"unit"`
	Old       Number `json:"old"`
	New       Number `json:"new"`
	OldStatus string `json:"old_status"`
	NewStatus string `json:"new_status"` // empty if it was removed
	// Reason has the causes, separated by commas.
	Reason string `json:"reason"`
}
