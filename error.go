package dubbelkrona

import (
	"errors"
	"fmt"
)

// Kind classifies an error once, where its cause is known. Retries, exit codes
// and notifications depend on it; error texts are for people and are never
// matched.
type Kind uint8

// The kinds of error.
const (
	// Internal is a fault of this program or its machine, and the kind of
	// every error that was not classified.
	Internal Kind = iota
	// Invalid is input or configuration that will fail again unless it is
	// changed.
	Invalid
	// Transient is an error that may pass by itself: a timeout, a busy server.
	Transient
	// NotFound is an object, a metric or a run that does not exist.
	NotFound
	// Conflict is work that something else prevents: another run holds the
	// lock, an object changed while it was read.
	Conflict
	// Blocked is a build that was not published because checks failed.
	Blocked
)

var kindNames = [...]string{Internal: "internal", Invalid: "invalid", Transient: "transient", NotFound: "not found", Conflict: "conflict", Blocked: "blocked"}

// String returns the name of the kind for logs.
func (k Kind) String() string { return kindNames[k] }

// Error is an error with a kind. Its text never contains personal data: it
// describes a cell by its position and rule, not by its content.
type Error struct {
	Kind Kind
	Err  error
}

// Error implements error.
func (e *Error) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Errorf returns an error of the given kind; %w wraps as in fmt.Errorf.
func Errorf(kind Kind, format string, args ...any) error {
	return &Error{Kind: kind, Err: fmt.Errorf(format, args...)}
}

// Invalidf returns an error of kind Invalid, the most common kind for files
// and settings; %w wraps as in fmt.Errorf.
func Invalidf(format string, args ...any) error { return Errorf(Invalid, format, args...) }

// KindOf returns the kind of the outermost classified error in err's
// chain, and Internal if there is none.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}
