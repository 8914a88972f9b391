package lake

import (
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
)

// A row group ends at either limit. maxGroupRows is DuckDB's own row group, of
// which it reads one per thread; maxGroupBytes bounds the memory of a Writer
// whose rows are wide.
const (
	maxGroupRows  = 122_880
	maxGroupBytes = 16 << 20
)

// pending are the rows of the row group that is being filled.
type pending struct {
	records []arrow.Record
	rows    int64
	bytes   int64
}

func (p *pending) full() bool { return p.rows >= maxGroupRows || p.bytes >= maxGroupBytes }

// room says how many of the record's rows from a position on fit into the
// group; at least one. Rows are taken to be equally wide.
func (p *pending) room(rec arrow.Record, from int64) int64 {
	left := rec.NumRows() - from
	n := min(left, maxGroupRows-p.rows)
	if width := recordBytes(rec) / rec.NumRows(); width > 0 {
		n = min(n, (maxGroupBytes-p.bytes)/width)
	}
	return max(1, n)
}

// add takes over the caller's reference.
func (p *pending) add(rec arrow.Record) {
	p.records = append(p.records, rec)
	p.rows += rec.NumRows()
	p.bytes += recordBytes(rec)
}

func (p *pending) clear() {
	for i, rec := range p.records {
		rec.Release()
		p.records[i] = nil
	}
	p.records, p.rows, p.bytes = p.records[:0], 0, 0
}

// recordBytes is what the rows of a record take in memory, without the rows of
// its buffers that a slice leaves out.
func recordBytes(rec arrow.Record) int64 {
	var sum int64
	for _, col := range rec.Columns() {
		n := int64(col.Len())
		switch col := col.(type) {
		case *array.String:
			sum += 4 * n
			if n > 0 {
				sum += int64(col.ValueOffset(int(n)) - col.ValueOffset(0))
			}
		default:
			if fixed, ok := col.DataType().(arrow.FixedWidthDataType); ok {
				sum += n * int64(fixed.BitWidth()) / 8
			}
		}
	}
	return sum
}
