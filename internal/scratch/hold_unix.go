//go:build unix

package scratch

import (
	"os"

	"golang.org/x/sys/unix"
)

// hold takes the lock of an open folder, or fails if another has it. It goes
// with the process, however that ends.
func hold(folder *os.File) error { return unix.Flock(int(folder.Fd()), unix.LOCK_EX|unix.LOCK_NB) }
