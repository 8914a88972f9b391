package metrics

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"
)

// Version is a version of an effect that was registered, or evaluated in a published
// run. Two versions differ in their hash.
type Version struct {
	// Number counts the versions of an effect from 1, in the order in which their
	// hashes were first seen.
	Number int
	// Hash is that of the definition and of the parameters that it was evaluated with.
	Hash string
	// Registered is when it was registered; zero if it was not.
	Registered time.Time
	// Through is the latest month of outcomes at the registration, as 2022-06; empty if
	// there were none.
	Through string
	// Values are the estimates of the primary outcome by scope, of its last evaluation.
	Values map[string]float64
}

// Evaluated is an effect that a run has evaluated.
type Evaluated struct {
	Name, Hash string
	// Through is the latest month of outcomes, as 2022-06; empty if there are none.
	Through string
	// Values are the estimates of the primary outcome by scope, Detectable the smallest
	// effects that would be found, and Verdicts the verdicts.
	Values, Detectable map[string]float64
	Verdicts           map[string]string
}

// versioned returns the version with a hash and the number of versions. One that is
// not known yet is the next.
func versioned(known []Version, hash string) (v Version, versions int) {
	if i := slices.IndexFunc(known, func(v Version) bool { return v.Hash == hash }); i >= 0 {
		return known[i], len(known)
	}
	return Version{Number: len(known) + 1, Hash: hash}, len(known) + 1
}

// spread returns the smallest and the largest estimate for a scope: those of the
// other versions and the present one. ok is false if there is none.
func spread(known []Version, hash, scope string, present *float64) (low, high float64, ok bool) {
	var all []float64
	for _, v := range known {
		if value, has := v.Values[scope]; has && v.Hash != hash {
			all = append(all, value)
		}
	}
	if present != nil {
		all = append(all, *present)
	}
	if len(all) == 0 {
		return 0, 0, false
	}
	return slices.Min(all), slices.Max(all), true
}

// preregistered reports whether a version was registered before anything of the
// follow-up was known that begins in a month, as 2022-06.
func (v Version) preregistered(follows string) bool {
	return !v.Registered.IsZero() && v.Through < follows
}

// versionHash returns the hash of a definition with the parameters it uses, each as
// name and value.
func versionHash(d *Definition, parameters [][]any) string {
	h := sha256.New()
	h.Write([]byte(d.Hash))
	for _, p := range parameters {
		fmt.Fprintf(h, "\n%v=%v", p[0], p[1])
	}
	return hex.EncodeToString(h.Sum(nil))
}
