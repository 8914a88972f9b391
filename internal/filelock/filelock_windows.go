package filelock

import (
	"errors"
	"math"
	"os"

	"golang.org/x/sys/windows"
)

// tryLock takes the lock of an open file, or errLocked if another has it.
func tryLock(f *os.File) error { return lockFile(f, windows.LOCKFILE_EXCLUSIVE_LOCK) }

// tryShared takes the lock together with others who only look.
func tryShared(f *os.File) error { return lockFile(f, 0) }

// lockFile locks a byte. Windows forbids others to read what is locked, so the
// locked byte is far behind the text that says who holds it.
func lockFile(f *os.File, how uint32) error {
	far := &windows.Overlapped{OffsetHigh: math.MaxInt32}
	err := windows.LockFileEx(windows.Handle(f.Fd()), how|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, far)
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return errLocked
	}
	return err
}
