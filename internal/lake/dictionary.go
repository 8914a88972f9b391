package lake

import (
	"hash/maphash"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// Limits of one row group's dictionary. Beyond them plain values are smaller
// and faster to write and read. The hash table has twice as many slots as the
// maximum number of entries, rounded up to a power of two.
const (
	maxDictionaryBytes   = 1 << 20
	maxDictionaryEntries = maxGroupRows / 4
	dictionarySlots      = 1 << 16
)

// dictionary numbers the distinct values of one text column of one row group in
// order of first occurrence, so that equal rows give equal files. It is reused
// for every column.
type dictionary struct {
	seed    maphash.Seed
	slots   []slot
	text    []byte  // the distinct values, concatenated
	offsets []int32 // start of each, and the end of the last
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

// fill replaces the content by the rows of column i and returns the number of
// rows added: all of them, or as many as the limits allow.
func (d *dictionary) fill(p *pending, i int) (rows int64) {
	clear(d.slots)
	d.text, d.offsets = d.text[:0], append(d.offsets[:0], 0)
	d.indices, d.valid, d.nulls = d.indices[:0], d.valid[:0], 0
	for _, rec := range p.records {
		col := rec.Column(i).(*array.String)
		n := d.add(col)
		rows += int64(n)
		if n < col.Len() {
			break
		}
	}
	return rows
}

// add adds rows until a limit is reached and returns their number.
func (d *dictionary) add(col *array.String) int {
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

// entry returns the number of a value, which it adds if it is new.
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

// array returns the rows. It shares the dictionary's memory and is valid until
// the next fill; the caller releases it.
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

// bitmap marks the rows that have a value; nil if all have.
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

// valueBytes returns the text that the offsets of a column point into.
func valueBytes(col *array.String) []byte {
	if b := col.Data().Buffers()[2]; b != nil {
		return b.Bytes()
	}
	return nil
}
