package ingest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
	"io/fs"

	"dubbelkrona/internal/charset"
)

// stream is one reading of an object from its first byte: stored hashes and
// counts the bytes as stored, content is unpacked.
type stream struct {
	raw     io.ReadCloser // opened by the place
	info    fs.FileInfo
	stored  *meter
	content io.Reader       // unpacked, without byte order mark; from the first byte
	head    []byte          // the first bytes of content, as UTF-8 if there is a byte order mark
	mark    charset.Charset // of the byte order mark, Detect without one
	packed  bool            // content is compressed
}

// Close closes what the place opened.
func (s *stream) Close() error { return s.raw.Close() }

// meter hashes and counts the bytes read through it and stops when its context
// ends.
type meter struct {
	ctx  context.Context // of this reading
	r    io.Reader
	hash hash.Hash
	n    int64
}

func newMeter(ctx context.Context, r io.Reader) *meter {
	return &meter{ctx: ctx, r: r, hash: sha256.New()}
}

// Read implements io.Reader.
func (m *meter) Read(p []byte) (int, error) {
	if err := m.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := m.r.Read(p)
	m.n += int64(n)
	m.hash.Write(p[:n])
	return n, err
}

func (m *meter) count() int64 { return m.n }

func (m *meter) sum() string { return hex.EncodeToString(m.hash.Sum(nil)) }

// rest reads what a decoder left unread, so that the hash covers the whole
// object.
func (m *meter) rest() error {
	_, err := io.CopyBuffer(onlyWriter{io.Discard}, m, make([]byte, readSize))
	return err
}

// verify reads the rest and returns a changedError if the bytes have another
// hash.
func (m *meter) verify(sha256 string) error {
	if err := m.rest(); err != nil {
		return err
	}
	if m.sum() != sha256 {
		return &changedError{}
	}
	return nil
}

// onlyWriter hides io.ReaderFrom, whose small buffers are slow here.
type onlyWriter struct{ io.Writer }

// readSize is the size of large reads: few calls, and the bytes are still in
// the processor's cache when they are hashed.
const readSize = 256 << 10

// open opens an object from its first byte.
func (j *joined) open(ctx context.Context, obj Object) (*stream, error) {
	raw, err := j.openStored(ctx, obj)
	if err != nil {
		return nil, err
	}
	s := &stream{raw: raw, stored: newMeter(ctx, raw)}
	if f, ok := raw.(statter); ok {
		if s.info, err = f.Stat(); err != nil {
			raw.Close()
			return nil, err
		}
	}
	if err := s.begin(j.env.Limits); err != nil {
		raw.Close()
		return nil, err
	}
	return s, nil
}

// openStored returns an object's bytes as stored. For a member of an archive
// these are its unpacked bytes, so that packing it again changes nothing.
func (j *joined) openStored(ctx context.Context, obj Object) (io.ReadCloser, error) {
	if obj.member != "" {
		return j.openMember(ctx, obj)
	}
	return j.place.Open(ctx, obj)
}

func (s *stream) begin(limits Limits) error {
	content, packed, err := unpacked(s.stored, s.stored.count, limits)
	if err != nil {
		return err
	}
	head, content, err := peek(content, HeadBytes)
	if err != nil {
		return err
	}
	mark, skip := charset.Mark(head)
	if _, err := io.ReadFull(content, make([]byte, skip)); err != nil {
		return err
	}
	s.mark, s.content, s.head, s.packed = mark, content, head[skip:], packed
	if mark == charset.UTF16LE || mark == charset.UTF16BE {
		even := s.head[:len(s.head)&^1]
		s.head, err = io.ReadAll(io.LimitReader(charset.Decode(bytes.NewReader(even), mark), HeadBytes))
		if err != nil && err != io.ErrUnexpectedEOF {
			return err
		}
	}
	return nil
}

// statter is what an open file tells about itself.
type statter interface{ Stat() (fs.FileInfo, error) }
