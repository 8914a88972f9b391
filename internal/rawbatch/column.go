package rawbatch

import (
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// column builds one text column of a batch directly in the buffers of the Arrow
// array: for millions of short cells, array.StringBuilder costs several times
// as much as copying the bytes.
type column struct {
	name   string
	header string // the original name of a duplicate column, or empty
	n      int    // cells so far

	values  []byte  // of the buffer; its length is that of the content
	offsets []int32 // of the buffer; its length is the capacity
	valid   []byte  // bitmap, nil while no cell is NULL
	nulls   int

	valueBuf, offsetBuf, validBuf *memory.Buffer
	// Sizes of the last batch, as an estimate for the next.
	lastRows, lastBytes int
}

// put appends a cell.
func (c *column) put(alloc memory.Allocator, cell []byte) {
	end := len(c.values) + len(cell)
	if end > cap(c.values) {
		c.growValues(alloc, end)
	}
	if c.n+1 >= len(c.offsets) {
		c.growOffsets(alloc)
	}
	at := len(c.values)
	c.values = c.values[:end]
	copy(c.values[at:], cell)
	if c.valid != nil {
		c.valid[c.n>>3] |= 1 << (c.n & 7)
	}
	c.n++
	c.offsets[c.n] = int32(end)
}

// pad appends NULLs until there are n cells.
func (c *column) pad(alloc memory.Allocator, n int) {
	for c.n < n {
		if c.n+1 >= len(c.offsets) {
			c.growOffsets(alloc)
		}
		if c.valid == nil {
			c.startValid(alloc)
		}
		c.n++
		c.nulls++
		c.offsets[c.n] = int32(len(c.values))
	}
}

func (c *column) growValues(alloc memory.Allocator, need int) {
	if c.valueBuf == nil {
		c.valueBuf = memory.NewResizableBuffer(alloc)
		need = max(need, c.lastBytes+c.lastBytes/16, 64)
	} else {
		need = max(need, 2*cap(c.values))
	}
	n := len(c.values)
	c.valueBuf.Reserve(need)
	c.values = c.valueBuf.Buf()[:n:c.valueBuf.Cap()]
}

func (c *column) growOffsets(alloc memory.Allocator) {
	need := max(2*len(c.offsets), 64)
	if c.offsetBuf == nil {
		c.offsetBuf = memory.NewResizableBuffer(alloc)
		need = max(need, c.lastRows+2)
	}
	c.offsetBuf.Reserve(arrow.Int32Traits.BytesRequired(need))
	c.offsets = arrow.Int32Traits.CastFromBytes(c.offsetBuf.Buf())
	if c.n == 0 {
		c.offsets[0] = 0
	}
	if c.valid != nil {
		c.growValid()
	}
}

func (c *column) startValid(alloc memory.Allocator) {
	c.validBuf = memory.NewResizableBuffer(alloc)
	c.valid = c.valid[:0:0]
	c.growValid()
	for i := range c.n {
		c.valid[i>>3] |= 1 << (i & 7)
	}
}

// growValid extends the bitmap to the capacity in cells; new bits are 0.
func (c *column) growValid() {
	had := len(c.valid)
	c.validBuf.Reserve((len(c.offsets) + 7) / 8)
	c.valid = c.validBuf.Buf()
	clear(c.valid[had:])
}

// finish returns the column's array and starts a new one.
func (c *column) finish(alloc memory.Allocator) arrow.Array {
	if c.offsets == nil {
		c.growOffsets(alloc)
	}
	c.offsetBuf.ResizeNoShrink(arrow.Int32Traits.BytesRequired(c.n + 1))
	if c.valueBuf != nil {
		c.valueBuf.ResizeNoShrink(len(c.values))
	}
	if c.validBuf != nil {
		c.validBuf.ResizeNoShrink((c.n + 7) / 8)
	}
	data := array.NewData(arrow.BinaryTypes.String, c.n, []*memory.Buffer{c.validBuf, c.offsetBuf, c.valueBuf}, nil, c.nulls, 0)
	defer data.Release()
	a := array.NewStringData(data)
	c.lastRows, c.lastBytes = c.n, len(c.values)
	c.release()
	return a
}

// release releases the column's buffers.
func (c *column) release() {
	for _, b := range []*memory.Buffer{c.validBuf, c.offsetBuf, c.valueBuf} {
		if b != nil {
			b.Release()
		}
	}
	c.valueBuf, c.offsetBuf, c.validBuf = nil, nil, nil
	c.values, c.offsets, c.valid, c.n, c.nulls = nil, nil, nil, 0, 0
}
