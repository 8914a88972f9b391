// Package regular opens files that are files. A pipe, a socket or a device by
// the name of a file would hold up whoever opens it, for ever and deaf to
// signals, or do something on being opened.
package regular

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"
)

// ErrNot is in the chain of the error about what is no regular file.
var ErrNot = errors.New("it is no regular file")

// NonBlocking is the flag with which a pipe that took the place of a file in
// the meantime opens at once. It changes nothing for a file.
const NonBlocking = syscall.O_NONBLOCK

// Open opens a file for reading. What is no regular file is not opened: the
// error has ErrNot in its chain. All errors are of the type *fs.PathError.
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
		f.Close() // only opened
		return nil, err
	}
	return f, nil
}

// ReadFile is os.ReadFile for what Open opens.
func ReadFile(path string) ([]byte, error) {
	f, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() // only read from
	return io.ReadAll(f)
}

func check(path string, info fs.FileInfo) error {
	if info.Mode().IsRegular() {
		return nil
	}
	return &fs.PathError{Op: "open", Path: path, Err: ErrNot}
}
