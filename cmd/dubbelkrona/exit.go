package main

import (
	"errors"

	"dubbelkrona"
	"dubbelkrona/internal/session"
)

// The exit codes; docs/operations.md explains them.
const (
	exitDone    = 0
	exitFailed  = 1
	exitUsage   = 2 // wrong arguments or a faulty configuration
	exitPartial = 3 // some sources, files or definitions failed, the rest is done
	exitBlocked = 4 // checks forbid publishing
	exitLocked  = 5 // another run holds the lock
)

// outcome is an error with its exit code. Its err is nil if everything has been
// printed already.
type outcome struct {
	code int
	err  error
}

func (o *outcome) Error() string {
	if o.err == nil {
		return ""
	}
	return o.err.Error()
}

func (o *outcome) Unwrap() error { return o.err }

func usage(err error) error { return &outcome{exitUsage, err} }

func exitCode(err error) int {
	var o *outcome
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &o):
		return o.code
	case dubbelkrona.KindOf(err) == dubbelkrona.Blocked:
		return exitBlocked
	case errors.Is(err, session.ErrLocked):
		return exitLocked
	case dubbelkrona.KindOf(err) == dubbelkrona.Invalid, dubbelkrona.KindOf(err) == dubbelkrona.Conflict:
		return exitUsage
	default:
		return exitFailed
	}
}
