package parquet

import (
	"bufio"
	"errors"
	"hash/crc32"
	"io"

	"github.com/apache/arrow/go/v15/parquet/metadata"

	"dubbelkrona"
)

// checksums verifies the page checksums of a row group, which the library
// ignores. Pages without one are skipped: a flipped bit in them is detected
// only if it breaks the encoding.
func (d *decoder) checksums(group *metadata.RowGroupMetaData) error {
	for i, c := range d.columns {
		chunk, err := group.ColumnChunk(c.leaf)
		if err != nil {
			return errDamaged()
		}
		start := chunk.DataPageOffset()
		if at := chunk.DictionaryPageOffset(); chunk.HasDictionaryPage() && at > 0 && at < start {
			start = at
		}
		size := chunk.TotalCompressedSize()
		if start < 0 || size < 0 || start > d.src.Size() || size > d.src.Size()-start {
			return errDamaged()
		}
		err = d.pages(start, start+size)
		if errors.Is(err, errChecksum) {
			return dubbelkrona.Invalidf("a page of column number %d differs from its checksum: the file is damaged", i+1)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// errChecksum is the error of a page that differs from its checksum.
var errChecksum = errors.New("checksum")

// pages verifies the pages between two positions.
func (d *decoder) pages(at, end int64) error {
	for at < end {
		if err := d.ctx.Err(); err != nil {
			return err
		}
		section := io.NewSectionReader(d.src, at, end-at)
		counted := &counter{r: bufio.NewReaderSize(section, 4<<10)}
		header, err := readPageHeader(counted)
		if err != nil {
			return errDamaged()
		}
		at += counted.n
		if header.size < 0 || header.size > end-at {
			return errDamaged()
		}
		if header.checked {
			hash := crc32.NewIEEE()
			if _, err := io.Copy(hash, io.NewSectionReader(d.src, at, header.size)); err != nil {
				return err
			}
			if hash.Sum32() != header.crc {
				return errChecksum
			}
		}
		at += header.size
	}
	return nil
}

// counter counts the bytes read.
type counter struct {
	r *bufio.Reader
	n int64
}

// ReadByte implements io.ByteReader.
func (c *counter) ReadByte() (byte, error) {
	b, err := c.r.ReadByte()
	if err == nil {
		c.n++
	}
	return b, err
}
