package main

import (
	"errors"

	"dubbelkrona"
	"dubbelkrona/internal/session"
)

// The exit codes, as docs/operations.md explains them.
const (
	exitDone    = 0
	exitFailed  = 1
	exitUsage   = 2 // wrong arguments or a faulty configuration
	exitPartial = 3 // some sources or files failed, the rest is in
	exitBlocked = 4 // checks refused to publish
	exitLocked  = 5 // another run holds the lock
)

// outcome is an error that has chosen its exit code. Its text may be empty
// where everything has been said already.
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
