package ingest

import (
	"bytes"
	"errors"
	"io"

	"dubbelkrona"
	"dubbelkrona/internal/spool"
)

// access gives random access to an object's bytes, and closes what is behind
// them.
type access struct {
	io.ReaderAt
	closers
	size int64
	// exact reports that the bytes can no longer change: they were copied while
	// they were hashed.
	exact bool
}

// Size implements RandomAccess.
func (a *access) Size() int64 { return a.size }

// closers are closed together, in their order.
type closers []io.Closer

// Close implements io.Closer.
func (all closers) Close() error {
	var errs []error
	for _, c := range all {
		errs = append(errs, c.Close())
	}
	return errors.Join(errs...)
}

// copyUpTo is the max size in bytes of an object that is copied into memory for
// random access; larger ones are copied to disk.
const copyUpTo = 32 << 20

// inPlace returns random access to raw itself, if it supports that. The access
// then owns raw and closes it.
func inPlace(raw io.ReadCloser) (*access, bool) {
	at, ok := raw.(io.ReaderAt)
	if !ok {
		return nil, false
	}
	size, ok := sizeOf(raw)
	return &access{ReaderAt: at, size: size, closers: closers{raw}}, ok
}

// copied reads content to its end and returns random access to the copy: in
// memory if it is small, otherwise in a private file. The access closes closer;
// if copied fails, closer stays open.
func (j *joined) copied(content io.Reader, closer io.Closer) (*access, error) {
	start, err := io.ReadAll(io.LimitReader(content, copyUpTo+1))
	if err != nil {
		return nil, err
	}
	if len(start) <= copyUpTo {
		return &access{ReaderAt: bytes.NewReader(start), size: int64(len(start)), closers: closers{closer}, exact: true}, nil
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

// spool copies content to an encrypted temporary file.
func (j *joined) spool(content io.Reader, closer io.Closer) (*access, error) {
	if j.env.Scratch == "" {
		return nil, dubbelkrona.Invalidf("it is larger than %d bytes and needs random access, for which there is no private folder; unpack it first", copyUpTo)
	}
	s := spool.New(j.env.Scratch)
	if _, err := io.CopyBuffer(onlyWriter{s}, content, make([]byte, readSize)); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return &access{ReaderAt: s, size: s.Size(), closers: closers{s, closer}, exact: true}, nil
}
