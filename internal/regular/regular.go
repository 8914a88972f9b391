// Package regular opens regular files only. Opening a pipe, a socket or a
// device by mistake could block for ever, even against signals, or have side
// effects.
package regular

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"
)

// ErrNot is in the error chain if a path is not a regular file.
var ErrNot = errors.New("it is no regular file")

// NonBlocking is the flag that keeps an open from blocking if a pipe has
// replaced the file. It has no effect on regular files.
const NonBlocking = syscall.O_NONBLOCK

// Open opens a regular file for reading. For anything else it returns an error
// with ErrNot in its chain, without opening it. All errors have type
// *fs.PathError.
func Open(path string) (*os.File, error) {
	before, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if err := check(path, before); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_RDONLY|NonBlocking, 0)
	if err != nil {
		return nil, err
	}
	opened, err := f.Stat()
	if err == nil {
		err = check(path, opened)
	}
	if err != nil {
		f.Close() // never read or written
		return nil, err
	}
	return f, nil
}

// ReadFile is os.ReadFile for regular files.
func ReadFile(path string) ([]byte, error) {
	f, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() // read only
	return io.ReadAll(f)
}

func check(path string, info fs.FileInfo) error {
	if info.Mode().IsRegular() {
		return nil
	}
	return &fs.PathError{Op: "open", Path: path, Err: ErrNot}
}
