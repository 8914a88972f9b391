package lake

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"os"
)

// sinkBuffer is the size in bytes of one write to the file and to the hash.
const sinkBuffer = 256 << 10

// sink writes a file and computes its hash. It keeps the first error in err and
// reports success to the Parquet library, which panics on some write errors and
// drops others; the caller must check err, so that a full disk does not leave a
// segment that looks complete.
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

// Flush writes the buffer and returns the first error of all writes.
func (s *sink) Flush() error {
	if err := s.buffer.Flush(); s.err == nil {
		s.err = err
	}
	return s.err
}

// SHA256 returns the hash of everything written; valid after Flush.
func (s *sink) SHA256() string { return hex.EncodeToString(s.sum.Sum(nil)) }

// through writes to a sink's file and hash, below its buffer.
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
