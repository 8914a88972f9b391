package parquet

import (
	"encoding/binary"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/file"
)

// chunkReader reads the values of a column of a row group in batches.
type chunkReader interface {
	NextBatch(rows int64) (*arrow.Chunked, error)
	Release()
}

// int96Type holds the timestamps of older writers as stored: nanoseconds of the
// day and the Julian day number. The library converts them to 64-bit
// nanoseconds, which overflow before 1677 and after 2262.
var int96Type = &arrow.FixedSizeBinaryType{ByteWidth: parquet.Int96SizeBytes}

// int96Reader reads a column of such timestamps as stored.
type int96Reader struct {
	chunk    *file.Int96ColumnChunkReader
	optional bool
	alloc    memory.Allocator
}

// int96 returns the reader of a column of such timestamps in a row group.
func (d *decoder) int96(group int, c column) (chunkReader, error) {
	chunk, err := d.arrows.ParquetReader().RowGroup(group).Column(c.leaf)
	if err != nil {
		return nil, err
	}
	typed, ok := chunk.(*file.Int96ColumnChunkReader)
	if !ok {
		return nil, errDamaged()
	}
	return &int96Reader{typed, typed.Descriptor().MaxDefinitionLevel() > 0, d.alloc}, nil
}

// Release implements chunkReader.
func (r *int96Reader) Release() {}

// NextBatch implements chunkReader. It returns fewer rows than requested at the
// end.
func (r *int96Reader) NextBatch(rows int64) (*arrow.Chunked, error) {
	b := array.NewFixedSizeBinaryBuilder(r.alloc, int96Type)
	defer b.Release()
	values := make([]parquet.Int96, rows)
	var defined []int16
	if r.optional {
		defined = make([]int16, rows)
	}
	for left := rows; left > 0; {
		levels, read, err := r.chunk.ReadBatch(left, values, defined, nil)
		if err != nil {
			return nil, err
		}
		if levels == 0 {
			break
		}
		left -= levels
		at := 0
		for i := range levels {
			switch {
			case r.optional && defined[i] == 0:
				b.AppendNull()
			case at >= read:
				return nil, errDamaged()
			default:
				b.Append(values[at][:])
				at++
			}
		}
	}
	all := b.NewArray()
	defer all.Release()
	return arrow.NewChunked(int96Type, []arrow.Array{all}), nil
}

// appendInt96 writes a timestamp without a zone, since the file has none.
func appendInt96(dst []byte, values arrow.Array, at int) []byte {
	const toEpoch = 2440588 // the Julian day number of 1970-01-01
	v := values.(*array.FixedSizeBinary).Value(at)
	nanoseconds, day := int64(binary.LittleEndian.Uint64(v)), int64(binary.LittleEndian.Uint32(v[8:]))
	return time.Unix((day-toEpoch)*24*60*60, nanoseconds).UTC().AppendFormat(dst, dateLayout+"T"+timeLayout)
}
