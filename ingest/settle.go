package ingest

import (
	"time"

	"dubbelkrona"
)

// Settle is how long an object must have been left alone to be read, for
// places that others write to slowly.
type Settle time.Duration

// ParseSettle reads the setting settle, such as 2m; empty is none.
func ParseSettle(s string) (Settle, error) {
	if s == "" {
		return 0, nil
	}
	d, err := time.ParseDuration(s)
	if err != nil || d < 0 {
		return 0, dubbelkrona.Invalidf("settle: %q is no duration such as 90s or 2m", s)
	}
	return Settle(d), nil
}

// Ready is a Transient error for what was changed a moment ago. A time of
// change in the future, of a clock that goes wrong, says nothing.
func (s Settle) Ready(modified, now time.Time) error {
	if age := now.Sub(modified); age >= 0 && age < time.Duration(s) {
		return dubbelkrona.Errorf(dubbelkrona.Transient, "it was changed %s ago and is read when it has been left alone for %s",
			age.Round(time.Second), time.Duration(s))
	}
	return nil
}
