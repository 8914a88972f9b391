package lake

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"os"
)

// sinkBuffer is the size of one write to the file and one step of the hash.
const sinkBuffer = 256 << 10

// sink writes a file and hashes it on the way. It keeps the first error and
// reports success to its writer: the Parquet library panics at some errors of
// writing and drops others, and a full disk must not end in a segment that
// looks whole. Who drives the library looks at err.
type sink struct {
	file   *os.File
	sum    hash.Hash
	buffer *bufio.Writer
	bytes  int64
	err    error
}

func newSink(f *os.File) *sink {
	s := &sink{file: f, sum: sha256.New()}
	s.buffer = bufio.NewWriterSize(through{s}, sinkBuffer)
	return s
}

// Write implements io.Writer.
func (s *sink) Write(p []byte) (int, error) {
	if _, err := s.buffer.Write(p); s.err == nil {
		s.err = err
	}
	return len(p), nil
}

// Flush writes what is buffered and gives the first error of all writes.
func (s *sink) Flush() error {
	if err := s.buffer.Flush(); s.err == nil {
		s.err = err
	}
	return s.err
}

// SHA256 is the hash of everything written; valid after Flush.
func (s *sink) SHA256() string { return hex.EncodeToString(s.sum.Sum(nil)) }

// through is the sink below its buffer.
type through struct{ *sink }

func (t through) Write(p []byte) (int, error) {
	n, err := t.file.Write(p)
	t.sum.Write(p[:n])
	t.bytes += int64(n)
	if err != nil && t.err == nil {
		t.err = err
	}
	return n, err
}
