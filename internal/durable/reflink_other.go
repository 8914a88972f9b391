//go:build !linux

package durable

import (
	"errors"
	"os"
)

// reflink is not available here; the caller copies.
func reflink(_, _ *os.File) error { return errors.ErrUnsupported }
