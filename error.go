package dubbelkrona

import (
	"errors"
	"fmt"
)

// Kind classifies an error once, at the boundary that knows what happened.
// Retrying, exit codes and notifications are decided from it; error texts are
// for people and are never matched.
type Kind uint8

// The kinds of error.
const (
	// Internal is a fault of this program or of the machine it runs on; it is
	// the kind of every error that was not classified.
	Internal Kind = iota
	// Invalid is input or configuration that will be just as wrong next time.
	Invalid
	// Transient is a fault that may pass by itself: a timeout, a busy server.
	Transient
	// NotFound is an object, a metric or a run that does not exist.
	NotFound
	// Conflict is work that something else forbids: another run holds the
	// lock, an object changed while it was read.
	Conflict
	// Blocked is a build that its own checks refused to publish.
	Blocked
)

// String names the kind as it is written in logs.
func (k Kind) String() string {
	switch k {
	case Invalid:
		return "invalid"
	case Transient:
		return "transient"
	case NotFound:
		return "not found"
	case Conflict:
		return "conflict"
	case Blocked:
		return "blocked"
	default:
		return "internal"
	}
}

// Error is an error with a kind. Its text never carries a person's data: who
// makes one describes a cell by its place and its rule, not by its content.
type Error struct {
	Kind Kind
	Err  error
}

// Error implements error.
func (e *Error) Error() string { return e.Err.Error() }

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Errorf makes an error of a kind; %w wraps as in fmt.Errorf.
func Errorf(kind Kind, format string, args ...any) error {
	return &Error{Kind: kind, Err: fmt.Errorf(format, args...)}
}

// Invalidf makes an error of kind Invalid, the kind that readers of files and
// settings return most; %w wraps as in fmt.Errorf.
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
