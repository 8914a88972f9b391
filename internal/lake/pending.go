package lake

import (
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// A row group ends at either limit. maxGroupRows is the size of DuckDB's own row
// groups, which it reads one per thread; maxGroupBytes bounds the memory of a
// Writer of wide rows.
const (
	maxGroupRows  = 122_880
	maxGroupBytes = 16 << 20
)

// maxRecords is the number of records collected before they are merged into one.
// A record of a few rows needs a hundred times the memory of its rows, and a pack
// of small files has thousands of such records.
const maxRecords = 256

// pending are the rows of the row group that is being filled.
type pending struct {
	alloc   memory.Allocator
	records []arrow.Record
	merged  int // the number of records, from the first, that are merged ones
	rows    int64
	bytes   int64
}

func (p *pending) full() bool { return p.rows >= maxGroupRows || p.bytes >= maxGroupBytes }

// fitting returns how many of the record's rows from a position on fit in the
// group, at least one. It assumes rows of equal width.
func (p *pending) fitting(rec arrow.Record, from int64) int64 {
	left := rec.NumRows() - from
	n := min(left, maxGroupRows-p.rows)
	if width := recordBytes(rec) / rec.NumRows(); width > 0 {
		n = min(n, (maxGroupBytes-p.bytes)/width)
	}
	return max(1, n)
}

// add adds a record and takes ownership of the caller's reference.
func (p *pending) add(rec arrow.Record) error {
	p.records = append(p.records, rec)
	p.rows += rec.NumRows()
	p.bytes += recordBytes(rec)
	if len(p.records)-p.merged < maxRecords {
		return nil
	}
	return p.merge()
}

// merge merges the records that are not merged yet into one.
func (p *pending) merge() error {
	small := p.records[p.merged:]
	columns := make([]arrow.Array, 0, small[0].NumCols())
	defer func() {
		for _, c := range columns {
			c.Release()
		}
	}()
	var rows int64
	for _, rec := range small {
		rows += rec.NumRows()
	}
	for i := range int(small[0].NumCols()) {
		parts := make([]arrow.Array, len(small))
		for j, rec := range small {
			parts[j] = rec.Column(i)
		}
		column, err := array.Concatenate(parts, p.alloc)
		if err != nil {
			return err
		}
		columns = append(columns, column)
	}
	one := array.NewRecord(small[0].Schema(), columns, rows)
	for i, rec := range small {
		rec.Release()
		small[i] = nil
	}
	p.records = append(p.records[:p.merged], one)
	p.merged++
	return nil
}

func (p *pending) clear() {
	for i, rec := range p.records {
		rec.Release()
		p.records[i] = nil
	}
	p.records, p.merged, p.rows, p.bytes = p.records[:0], 0, 0, 0
}

// recordBytes returns the memory of the rows of a record, without the parts of
// its buffers that a slice does not include.
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
