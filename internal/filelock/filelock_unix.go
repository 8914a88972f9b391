//go:build unix

package filelock

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// The ways of lock: alone, or together with others who only look.
const exclusive, shared = unix.LOCK_EX, unix.LOCK_SH

// lock takes the lock of an open file, or returns errLocked if another has it.
func lock(f *os.File, how int) error {
	err := unix.Flock(int(f.Fd()), how|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		return errLocked
	}
	return err
}
