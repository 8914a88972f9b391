// Package sensitivity has measures of how far an estimate can be trusted, computed from
// numbers alone: bounds under different trends (Rambachan & Roth 2023), robustness to
// unobserved confounding (Cinelli & Hazlett 2020; VanderWeele & Ding 2017), bounds under
// attrition (Lee 2009), the smallest effect that can be detected, and p values of several
// outcomes (Holm 1979).
package sensitivity

import "errors"

// Errors of this package.
var (
	// ErrOption: an argument is out of its range.
	ErrOption = errors.New("argument out of range")
	// ErrEmpty: no value is compatible with the effects.
	ErrEmpty = errors.New("no value is accepted")
)

// Interval is a range of values.
type Interval struct{ Low, High float64 }
