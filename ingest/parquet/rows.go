package parquet

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/compress"
	"github.com/apache/arrow/go/v15/parquet/metadata"

	"dubbelkrona"
)

// readRows is the number of rows of each column read at a time.
const readRows = 1 << 12

// rows reads all row groups.
func (d *decoder) rows() error {
	for group := range d.arrows.ParquetReader().NumRowGroups() {
		if err := d.group(group); err != nil {
			return err
		}
	}
	if stated := d.arrows.ParquetReader().NumRows(); d.row != stated {
		return dubbelkrona.Invalidf("its footer states %d rows but its row groups have %d: the file is damaged", stated, d.row)
	}
	return nil
}

// group reads one row group.
func (d *decoder) group(group int) error {
	var left int64
	readers := make([]chunkReader, len(d.columns))
	defer func() {
		for _, r := range readers {
			if r != nil {
				r.Release()
			}
		}
	}()
	err := d.guarded(func() (err error) {
		meta := d.arrows.ParquetReader().MetaData().RowGroup(group)
		if left = meta.NumRows(); left < 0 {
			return errDamaged()
		}
		if err := d.readable(meta); err != nil {
			return err
		}
		if err := d.checksums(meta); err != nil {
			return err
		}
		for i, c := range d.columns {
			if readers[i], err = d.reader(group, c); err != nil {
				return errDamaged()
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for left > 0 && len(d.columns) > 0 {
		if err := d.ctx.Err(); err != nil {
			return err
		}
		n := min(left, readRows)
		if err := d.batch(readers, n); err != nil {
			return err
		}
		left -= n
	}
	return nil
}

// reader returns the reader of a column of a row group.
func (d *decoder) reader(group int, c column) (chunkReader, error) {
	if c.int96 {
		return d.int96(group, c)
	}
	r, err := d.arrows.GetFieldReader(d.ctx, c.index, map[int]bool{c.leaf: true}, []int{group})
	if err != nil {
		return nil, err
	}
	return r, nil
}

// readable returns an Invalid error for compressions and encodings that the
// library does not support and would report as damage or as the end.
func (d *decoder) readable(group *metadata.RowGroupMetaData) error {
	known := []parquet.Encoding{parquet.Encodings.Plain, parquet.Encodings.PlainDict, parquet.Encodings.RLE, parquet.Encodings.RLEDict, parquet.Encodings.BitPacked,
		parquet.Encodings.DeltaBinaryPacked, parquet.Encodings.DeltaLengthByteArray, parquet.Encodings.DeltaByteArray}
	for i, c := range d.columns {
		chunk, err := group.ColumnChunk(c.leaf)
		if err != nil {
			return errDamaged()
		}
		for _, e := range chunk.Encodings() {
			if !slices.Contains(known, e) {
				return dubbelkrona.Invalidf("column number %d is encoded as %s, which is not supported; write the file without it, such as in version 1 of the format", i+1, e)
			}
		}
		if _, err := compress.GetCodec(chunk.Compression()); err != nil {
			return dubbelkrona.Invalidf("column number %d is compressed with %s, which is not supported; write the file with zstd, snappy or gzip", i+1, chunk.Compression())
		}
	}
	return nil
}

// batch reads n rows of every column and writes them.
func (d *decoder) batch(readers []chunkReader, n int64) error {
	cursors := make([]cursor, len(readers))
	defer func() {
		for i := range cursors {
			cursors[i].release()
		}
	}()
	err := d.guarded(func() error {
		for i, r := range readers {
			chunks, err := r.NextBatch(n)
			if err != nil {
				return errDamaged()
			}
			cursors[i].chunks = chunks
			// The library treats a page that it cannot read as the end.
			if int64(chunks.Len()) != n {
				return dubbelkrona.Invalidf("column number %d ends before row %d: the file is damaged", i+1, d.row+n)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for range n {
		d.row++
		if err := d.guarded(func() error { return d.cells(cursors) }); err != nil {
			return fmt.Errorf("row %d: %w", d.row, err)
		}
		if err := d.b.End(d.row); err != nil {
			return err
		}
	}
	return nil
}

// cells writes the cells of a row.
func (d *decoder) cells(cursors []cursor) error {
	for i := range cursors {
		values, at := cursors[i].next()
		d.bytes += 4
		if values.IsNull(at) || values.DataType().ID() == arrow.NULL {
			continue
		}
		d.cell = d.columns[i].write(d.cell[:0], values, at)
		d.bytes += int64(len(d.cell))
		switch {
		case int64(len(d.cell)) > d.in.Limits.Record:
			return dubbelkrona.Invalidf("the cell of column number %d is longer than %d bytes", i+1, d.in.Limits.Record)
		case d.bytes > d.in.Limits.Unpacked:
			return dubbelkrona.Invalidf("it unpacks to more than %d bytes; split it", d.in.Limits.Unpacked)
		case !utf8.Valid(d.cell):
			d.b.Fault(fmt.Sprintf("row.utf8: column %d is not UTF-8", i+1))
			continue
		}
		d.b.Set(i, d.cell)
	}
	return nil
}

// cursor iterates over the chunks of a column.
type cursor struct {
	chunks *arrow.Chunked
	chunk  int
	at     int
}

// next returns the position of the next value.
func (c *cursor) next() (arrow.Array, int) {
	for c.at >= c.chunks.Chunk(c.chunk).Len() {
		c.chunk, c.at = c.chunk+1, 0
	}
	c.at++
	return c.chunks.Chunk(c.chunk), c.at - 1
}

func (c *cursor) release() {
	if c.chunks != nil {
		c.chunks.Release()
	}
}
