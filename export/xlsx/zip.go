package xlsx

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"hash"
	"hash/crc32"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// sorted is a zip file whose parts are in the order of their names: the library adds
// streamed sheets in random order, and equal workbooks must have equal bytes.
type sorted struct {
	*zip.Writer
	parts []*part
}

func newSorted(w io.Writer) excelize.ZipWriter { return &sorted{Writer: zip.NewWriter(w)} }

// part is a compressed part.
type part struct {
	name    string
	content bytes.Buffer
	deflate *flate.Writer
	sum     hash.Hash32
	size    uint64
}

// Create implements excelize.ZipWriter.
func (s *sorted) Create(name string) (io.Writer, error) {
	p := &part{name: name, sum: crc32.NewIEEE()}
	var err error
	p.deflate, err = flate.NewWriter(&p.content, flate.DefaultCompression)
	s.parts = append(s.parts, p)
	return p, err
}

// Write implements io.Writer.
func (p *part) Write(b []byte) (int, error) {
	n, err := p.deflate.Write(b)
	p.size += uint64(n)
	p.sum.Write(b[:n])
	return n, err
}

// Close implements excelize.ZipWriter. The list of content types comes first, as some
// readers want it.
func (s *sorted) Close() error {
	slices.SortFunc(s.parts, func(a, b *part) int { return strings.Compare(a.name, b.name) })
	for _, p := range s.parts {
		if err := p.deflate.Close(); err != nil {
			return errors.Join(err, s.Writer.Close())
		}
		w, err := s.Writer.CreateRaw(&zip.FileHeader{
			Name: p.name, Method: zip.Deflate, CRC32: p.sum.Sum32(), CompressedSize64: uint64(p.content.Len()), UncompressedSize64: p.size,
		})
		if err == nil {
			_, err = p.content.WriteTo(w)
		}
		if err != nil {
			return errors.Join(err, s.Writer.Close())
		}
	}
	return s.Writer.Close()
}
