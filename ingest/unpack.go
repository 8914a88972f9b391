package ingest

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"

	"dubbelkrona"
)

// peek reads the first n bytes of r and returns them with a reader of the
// whole.
func peek(r io.Reader, n int) ([]byte, io.Reader, error) {
	head := make([]byte, n)
	got, err := io.ReadFull(r, head)
	head = head[:got]
	switch {
	case err == io.EOF || err == io.ErrUnexpectedEOF: // a short read
		return head, bytes.NewReader(head), nil
	case err != nil:
		return nil, nil, err
	}
	return head, io.MultiReader(bytes.NewReader(head), r), nil
}

// unpacked decompresses gzip and reports whether r was compressed. consumed
// returns the number of compressed bytes read so far.
func unpacked(r io.Reader, consumed func() int64, limits Limits) (io.Reader, bool, error) {
	const gzipMagic = "\x1f\x8b\x08"
	magic, r, err := peek(r, len(gzipMagic))
	if err != nil || string(magic) != gzipMagic {
		return r, false, err
	}
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, false, dubbelkrona.Invalidf("gzip: damaged or cut off: %w", err)
	}
	return &guard{r: z, what: "gzip", consumed: consumed, limits: limits}, true, nil
}

// Guard limits the unpacked bytes of a format that is itself a container, such
// as a workbook: a zip bomb is an Invalid error. packed is the length of the
// compressed bytes.
func Guard(unpacked io.Reader, what string, packed int64, limits Limits) io.Reader {
	return &guard{r: unpacked, what: what, consumed: func() int64 { return packed }, limits: limits}
}

// guard enforces the limits on unpacked bytes.
type guard struct {
	r        io.Reader
	what     string
	consumed func() int64 // returns the number of compressed bytes read
	limits   Limits
	n        int64
}

// Read implements io.Reader. Its errors are Invalid, unless the compressed
// bytes could not be read.
func (g *guard) Read(p []byte) (int, error) {
	n, err := g.r.Read(p)
	g.n += int64(n)
	if g.n > g.limits.Unpacked {
		return 0, dubbelkrona.Invalidf("%s: unpacks to more than %d bytes; split it", g.what, g.limits.Unpacked)
	}
	if g.n > ratioFrom && g.n/g.limits.Ratio > g.consumed() {
		return 0, dubbelkrona.Invalidf("%s: unpacks to more than %d times its size, as no real data does", g.what, g.limits.Ratio)
	}
	var classified *dubbelkrona.Error
	var corrupt flate.CorruptInputError
	switch {
	case err == nil || err == io.EOF || errors.As(err, &classified):
		return n, err
	case errors.Is(err, io.ErrUnexpectedEOF):
		return n, dubbelkrona.Invalidf("%s: ends too early; it is cut off or still being written", g.what)
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, gzip.ErrHeader), errors.As(err, &corrupt),
		errors.Is(err, zip.ErrChecksum), errors.Is(err, zip.ErrFormat):
		return n, dubbelkrona.Invalidf("%s: damaged: %w", g.what, err)
	}
	return n, err
}
