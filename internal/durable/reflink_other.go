//go:build !linux

package durable

import (
	"errors"
	"os"
)

// reflink is not supported on this system; the caller copies.
func reflink(_, _ *os.File) error { return errors.ErrUnsupported }
