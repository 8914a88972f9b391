// Package spool buffers bytes: in memory, then in an encrypted, unlinked
// temporary file.
package spool

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"io"
	"os"

	"dubbelkrona"
)

// Spool buffers bytes from elsewhere while they are read: the first in memory,
// the rest in an unlinked private file, encrypted with a key that exists in
// this process only. So personal data in it is never readable on disk, not even
// after a crash. It is written by one goroutine; afterwards any number may read
// it.
type Spool struct {
	folder string
	memory []byte // the first bytes, up to inMemory
	size   int64
	file   *os.File
	block  cipher.Block
	drop   func() error
}

const (
	// inMemory is the number of bytes kept in memory before a file is used.
	inMemory = 4 << 20
	// withoutFile is the max number of bytes without a folder for a file.
	withoutFile = 32 << 20
)

// New makes an empty spool. Its file, if needed, is created in folder, which
// nobody else may be able to read. Without a folder at most 32 MiB fit.
func New(folder string) *Spool { return &Spool{folder: folder} }

// Size is the number of bytes in the spool.
func (s *Spool) Size() int64 { return s.size }

// Write implements io.Writer.
func (s *Spool) Write(p []byte) (int, error) {
	written := len(p)
	limit := inMemory
	if s.folder == "" {
		limit = withoutFile
	}
	if room := limit - len(s.memory); s.file == nil && room > 0 {
		n := min(room, len(p))
		s.memory = append(s.memory, p[:n]...)
		s.size += int64(n)
		p = p[n:]
	}
	if len(p) == 0 {
		return written, nil
	}
	if s.file == nil {
		if err := s.create(); err != nil {
			return 0, err
		}
	}
	sealed := make([]byte, len(p))
	at := s.size - int64(len(s.memory))
	s.stream(at).XORKeyStream(sealed, p)
	if _, err := s.file.WriteAt(sealed, at); err != nil {
		return 0, err
	}
	s.size += int64(len(p))
	return written, nil
}

// ReadAt implements io.ReaderAt.
func (s *Spool) ReadAt(p []byte, off int64) (n int, err error) {
	if off < 0 {
		return 0, errors.New("spool: a negative position")
	}
	if off < int64(len(s.memory)) {
		n = copy(p, s.memory[off:])
		off += int64(n)
	}
	rest := p[n:]
	if left := s.size - off; int64(len(rest)) > left {
		rest, err = rest[:max(left, 0)], io.EOF
	}
	if len(rest) == 0 {
		return n, err
	}
	at := off - int64(len(s.memory))
	got, readErr := io.ReadFull(io.NewSectionReader(s.file, at, int64(len(rest))), rest)
	s.stream(at).XORKeyStream(rest[:got], rest[:got])
	if readErr != nil {
		err = readErr
	}
	return n + got, err
}

// Reset discards the content.
func (s *Spool) Reset() error {
	err := s.Close()
	*s = Spool{folder: s.folder}
	return err
}

// Close closes the file. The spool must not be used afterwards.
func (s *Spool) Close() error {
	if s.file == nil {
		return nil
	}
	drop := s.drop
	s.file, s.drop = nil, nil
	return drop()
}

// create makes the file and its key, and unlinks the file as soon as it is
// open.
func (s *Spool) create() error {
	if s.folder == "" {
		return dubbelkrona.Invalidf("it is larger than %d bytes and must be kept while it is read, for which there is no private folder", withoutFile)
	}
	if err := os.MkdirAll(s.folder, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(s.folder, "spool-*")
	if err != nil {
		return err
	}
	gone := os.Remove(f.Name()) == nil // fails on systems where open files keep their name
	s.drop = func() error {
		err := f.Close()
		if !gone {
			err = errors.Join(err, os.Remove(f.Name()))
		}
		return err
	}
	var key [32]byte
	rand.Read(key[:])
	s.file = f
	s.block, err = aes.NewCipher(key[:])
	return err
}

// stream returns the key stream from a position in the file. The counter may
// begin at 0, since each spool has its own key.
func (s *Spool) stream(at int64) cipher.Stream {
	var counter [aes.BlockSize]byte
	binary.BigEndian.PutUint64(counter[8:], uint64(at/aes.BlockSize))
	stream := cipher.NewCTR(s.block, counter[:])
	if skip := at % aes.BlockSize; skip > 0 {
		var head [aes.BlockSize]byte
		stream.XORKeyStream(head[:skip], head[:skip])
	}
	return stream
}
