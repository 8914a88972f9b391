package ingest

import (
	"time"

	"dubbelkrona"
)

// Settle is the min time since an object's last change before it is read, for
// places to which others write slowly.
type Settle time.Duration

// ParseSettle parses the setting settle, such as 2m; empty means none.
func ParseSettle(s string) (Settle, error) {
	if s == "" {
		return 0, nil
	}
	d, err := time.ParseDuration(s)
	if err != nil || d < 0 {
		return 0, dubbelkrona.Invalidf("settle: %q is not a duration such as 90s or 2m", s)
	}
	return Settle(d), nil
}

// Ready returns a Transient error if the last change is more recent than s. A
// time in the future, from a wrong clock, is ignored.
func (s Settle) Ready(modified, now time.Time) error {
	if age := now.Sub(modified); age >= 0 && age < time.Duration(s) {
		return dubbelkrona.Errorf(dubbelkrona.Transient, "it was changed %s ago and will be read when it has not changed for %s",
			age.Round(time.Second), time.Duration(s))
	}
	return nil
}
