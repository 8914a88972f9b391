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

// peek reads the first n bytes of r and gives them beside a reader of the
// whole.
func peek(r io.Reader, n int) ([]byte, io.Reader, error) {
	head := make([]byte, n)
	got, err := io.ReadFull(r, head)
	head = head[:got]
	switch {
	case err == io.EOF || err == io.ErrUnexpectedEOF: // ReadFull's own report of a short read
		return head, bytes.NewReader(head), nil
	case err != nil:
		return nil, nil, err
	}
	return head, io.MultiReader(bytes.NewReader(head), r), nil
}

// unpacked takes off a gzip compression if there is one, and says whether
// there was. consumed tells how many compressed bytes have been read.
func unpacked(r io.Reader, consumed func() int64, limits Limits) (io.Reader, bool, error) {
	magic, r, err := peek(r, len(gzipMagic))
	if err != nil || !hasMagic(magic, gzipMagic) {
		return r, false, err
	}
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, false, dubbelkrona.Invalidf("gzip: damaged or cut off: %w", err)
	}
	return &guard{r: z, what: "gzip", consumed: consumed, limits: limits}, true, nil
}

// Guard reads unpacked bytes for a format that is a container itself, such as a
// workbook, and stops with an Invalid error what unpacks without end. packed is
// the length of the compressed bytes.
func Guard(unpacked io.Reader, what string, packed int64, limits Limits) io.Reader {
	return &guard{r: unpacked, what: what, consumed: func() int64 { return packed }, limits: limits}
}

// guard reads unpacked bytes and stops what unpacks without end.
type guard struct {
	r        io.Reader
	what     string
	consumed func() int64 // compressed bytes behind what was read
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
