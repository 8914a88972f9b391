package filelock

import (
	"errors"
	"math"
	"os"

	"golang.org/x/sys/windows"
)

// The ways of lock: alone, or together with others who only look.
const exclusive, shared = windows.LOCKFILE_EXCLUSIVE_LOCK, 0

// lock takes the lock of an open file, or returns errLocked if another has it.
// Windows forbids others to read what is locked, so the locked byte is far behind
// the text that says who holds it.
func lock(f *os.File, how uint32) error {
	far := &windows.Overlapped{OffsetHigh: math.MaxInt32}
	err := windows.LockFileEx(windows.Handle(f.Fd()), how|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, far)
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return errLocked
	}
	return err
}
