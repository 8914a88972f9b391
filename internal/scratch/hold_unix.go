//go:build unix

package scratch

import (
	"os"

	"golang.org/x/sys/unix"
)

// hold locks an open folder, or returns an error if another process has locked
// it. The lock ends with the process.
func hold(folder *os.File) error { return unix.Flock(int(folder.Fd()), unix.LOCK_EX|unix.LOCK_NB) }
