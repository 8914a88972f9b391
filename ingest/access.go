package ingest

import (
	"bytes"
	"errors"
	"io"

	"dubbelkrona"
	"dubbelkrona/internal/spool"
)

// access is an object's bytes for reading at any position, and what must be
// closed afterwards.
type access struct {
	io.ReaderAt
	size   int64
	closes []func() error
	// exact says that the bytes cannot change any more: they were copied while
	// they were hashed.
	exact bool
}

// Size implements RandomAccess.
func (a *access) Size() int64 { return a.size }

// Close frees what the access holds.
func (a *access) Close() error {
	var errs []error
	for _, c := range a.closes {
		errs = append(errs, c())
	}
	a.closes = nil
	return errors.Join(errs...)
}

// copyUpTo is the length up to which an object is held in memory when it must
// be readable at any position.
const copyUpTo = 32 << 20

// inPlace reads raw at any position where it lies, if it can be. The access
// closes raw.
func inPlace(raw io.ReadCloser) (*access, bool) {
	at, ok := raw.(io.ReaderAt)
	if !ok {
		return nil, false
	}
	size, ok := sizeOf(raw)
	return &access{ReaderAt: at, size: size, closes: []func() error{raw.Close}}, ok
}

// copied makes content readable at any position: in memory if it is small,
// otherwise through a private file. The access closes closer as well; on an
// error it is left open.
func (j *joined) copied(content io.Reader, closer io.Closer) (*access, error) {
	start, err := io.ReadAll(io.LimitReader(content, copyUpTo+1))
	if err != nil {
		return nil, err
	}
	if len(start) <= copyUpTo {
		return &access{ReaderAt: bytes.NewReader(start), size: int64(len(start)), closes: []func() error{closer.Close}, exact: true}, nil
	}
	return j.spool(io.MultiReader(bytes.NewReader(start), content), closer)
}

func sizeOf(raw io.Reader) (int64, bool) {
	switch r := raw.(type) {
	case interface{ Size() int64 }:
		return r.Size(), true
	case statter:
		if info, err := r.Stat(); err == nil {
			return info.Size(), true
		}
	}
	return 0, false
}

// spool copies content into a spool.
func (j *joined) spool(content io.Reader, closer io.Closer) (*access, error) {
	if j.env.Scratch == "" {
		return nil, dubbelkrona.Invalidf("it is larger than %d bytes and must be read at any position, for which there is no private folder; unpack it first", copyUpTo)
	}
	s := spool.New(j.env.Scratch)
	if _, err := io.CopyBuffer(onlyWriter{s}, content, make([]byte, readSize)); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return &access{ReaderAt: s, size: s.Size(), closes: []func() error{s.Close, closer.Close}, exact: true}, nil
}
