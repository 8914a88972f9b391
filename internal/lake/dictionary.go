package lake

import (
	"hash/maphash"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// Limits of one row group's dictionary. Beyond them plain values are smaller,
// faster to write and faster to read. The table of slots is twice as large as
// its greatest content, rounded up to a power of two.
const (
	maxDictionaryBytes   = 1 << 20
	maxDictionaryEntries = maxGroupRows / 4
	dictionarySlots      = 1 << 16
)

// dictionary numbers the distinct values of one text column of one row group
// in the order in which they come, so that equal rows give equal files. It is
// filled anew for every column and shared by all of them.
type dictionary struct {
	seed    maphash.Seed
	slots   []slot
	text    []byte  // the distinct values, end to end
	offsets []int32 // where they begin, and where the last one ends
	indices []int32 // number of the value of each row, 0 at a NULL
	valid   []bool  // per row
	nulls   int
}

// slot holds a value's number plus one; 0 is a free slot.
type slot struct {
	hash  uint32
	entry int32
}

func newDictionary() *dictionary {
	return &dictionary{seed: maphash.MakeSeed(), slots: make([]slot, dictionarySlots)}
}

// fill takes the rows of column i and says how many it took: all of them, or
// as many as its limits allow.
func (d *dictionary) fill(p *pending, i int) (rows int64) {
	clear(d.slots)
	d.text, d.offsets = d.text[:0], append(d.offsets[:0], 0)
	d.indices, d.valid, d.nulls = d.indices[:0], d.valid[:0], 0
	for _, rec := range p.records {
		col := rec.Column(i).(*array.String)
		n := d.take(col)
		rows += int64(n)
		if n < col.Len() {
			break
		}
	}
	return rows
}

// take takes rows until a limit is reached.
func (d *dictionary) take(col *array.String) int {
	n := col.Len()
	if col.NullN() == n {
		d.nulls += n
		d.indices = append(d.indices, make([]int32, n)...)
		d.valid = append(d.valid, make([]bool, n)...)
		return n
	}
	offsets, text := col.ValueOffsets(), valueBytes(col)
	allValid := col.NullN() == 0
	for row := range n {
		if !allValid && col.IsNull(row) {
			d.nulls++
			d.indices, d.valid = append(d.indices, 0), append(d.valid, false)
			continue
		}
		if len(d.offsets) > maxDictionaryEntries || len(d.text) > maxDictionaryBytes {
			return row
		}
		entry := d.entry(text[offsets[row]:offsets[row+1]])
		d.indices, d.valid = append(d.indices, entry), append(d.valid, true)
	}
	return n
}

// entry is the number of a value, which is new or known.
func (d *dictionary) entry(value []byte) int32 {
	if n := len(d.indices); n > 0 && d.valid[n-1] && string(d.value(d.indices[n-1])) == string(value) {
		return d.indices[n-1] // runs of one value are common
	}
	h := uint32(maphash.Bytes(d.seed, value))
	for at := h % dictionarySlots; ; at = (at + 1) % dictionarySlots {
		s := &d.slots[at]
		if s.entry == 0 {
			d.text = append(d.text, value...)
			d.offsets = append(d.offsets, int32(len(d.text)))
			*s = slot{hash: h, entry: int32(len(d.offsets)) - 1}
			return s.entry - 1
		}
		if s.hash == h && string(d.value(s.entry-1)) == string(value) {
			return s.entry - 1
		}
	}
}

func (d *dictionary) value(i int32) []byte { return d.text[d.offsets[i]:d.offsets[i+1]] }

// array gives the filled rows. It shares the dictionary's memory and holds
// until the next fill; the caller releases it.
func (d *dictionary) array() *array.Dictionary {
	values := array.NewData(arrow.BinaryTypes.String, len(d.offsets)-1, []*memory.Buffer{
		nil, memory.NewBufferBytes(arrow.Int32Traits.CastToBytes(d.offsets)), memory.NewBufferBytes(d.text),
	}, nil, 0, 0)
	defer values.Release()
	indices := array.NewData(arrow.PrimitiveTypes.Int32, len(d.indices), []*memory.Buffer{
		d.bitmap(), memory.NewBufferBytes(arrow.Int32Traits.CastToBytes(d.indices)),
	}, nil, d.nulls, 0)
	defer indices.Release()
	dict, index := array.NewStringData(values), array.NewInt32Data(indices)
	defer dict.Release()
	defer index.Release()
	return array.NewDictionaryArray(&arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: arrow.BinaryTypes.String}, index, dict)
}

// bitmap marks the rows that have a value; nil where all have.
func (d *dictionary) bitmap() *memory.Buffer {
	if d.nulls == 0 {
		return nil
	}
	bits := make([]byte, (len(d.valid)+7)/8)
	for i, ok := range d.valid {
		if ok {
			bits[i/8] |= 1 << (i % 8)
		}
	}
	return memory.NewBufferBytes(bits)
}

// valueBytes is the text that the offsets of a column point into.
func valueBytes(col *array.String) []byte {
	if b := col.Data().Buffers()[2]; b != nil {
		return b.Bytes()
	}
	return nil
}
