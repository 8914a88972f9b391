package transform

import (
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/bitutil"
	"github.com/apache/arrow/go/v15/arrow/decimal128"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"dubbelkrona"
)

func buildIntegers(mem memory.Allocator, values []int64, valid []bool) arrow.Array {
	b := array.NewInt64Builder(mem)
	defer b.Release()
	b.AppendValues(values, valid)
	return b.NewArray()
}

// buildDecimals returns a function that builds an array of decimals from
// unscaled values.
func buildDecimals(t dubbelkrona.Type) func(memory.Allocator, []int64, []bool) arrow.Array {
	decimal := t.Arrow().(*arrow.Decimal128Type)
	return func(mem memory.Allocator, values []int64, valid []bool) arrow.Array {
		b := array.NewDecimal128Builder(mem, decimal)
		defer b.Release()
		b.Reserve(len(values))
		for i, v := range values {
			if valid[i] {
				b.UnsafeAppend(decimal128.FromI64(v))
			} else {
				b.AppendNull()
			}
		}
		return b.NewArray()
	}
}

func buildDates(mem memory.Allocator, values []date, valid []bool) arrow.Array {
	b := array.NewDate32Builder(mem)
	defer b.Release()
	b.Reserve(len(values))
	for i, v := range values {
		if valid[i] {
			b.UnsafeAppend(arrow.Date32(v.days))
		} else {
			b.AppendNull()
		}
	}
	return b.NewArray()
}

func buildBooleans(mem memory.Allocator, values, valid []bool) arrow.Array {
	b := array.NewBooleanBuilder(mem)
	defer b.Release()
	b.AppendValues(values, valid)
	return b.NewArray()
}

func buildPseudonyms(mem memory.Allocator, values [][dubbelkrona.PseudonymBytes]byte, valid []bool) arrow.Array {
	b := array.NewFixedSizeBinaryBuilder(mem, dubbelkrona.Pseudonym.Arrow().(*arrow.FixedSizeBinaryType))
	defer b.Release()
	b.Reserve(len(values))
	for i := range values {
		if valid[i] {
			b.Append(values[i][:])
		} else {
			b.AppendNull()
		}
	}
	return b.NewArray()
}

// buildTexts writes the texts into contiguous buffers of their exact size.
// Cells that are not valid are not copied.
func buildTexts(mem memory.Allocator, values []string, valid []bool) arrow.Array {
	total := 0
	for i, v := range values {
		if valid[i] {
			total += len(v)
		}
	}
	offsets, data := memory.NewResizableBuffer(mem), memory.NewResizableBuffer(mem)
	defer offsets.Release()
	defer data.Release()
	offsets.Resize(arrow.Int32Traits.BytesRequired(len(values) + 1))
	data.Resize(total)
	at := arrow.Int32Traits.CastFromBytes(offsets.Bytes())
	to, end := data.Bytes(), 0
	for i, v := range values {
		at[i] = int32(end)
		if valid[i] {
			end += copy(to[end:], v)
		}
	}
	at[len(values)] = int32(end)
	return textArray(mem, valid, offsets, data)
}

// validity returns the validity bitmap of a column and the number of NULLs;
// the bitmap is nil if there are none.
func validity(mem memory.Allocator, valid []bool) (bitmap *memory.Buffer, nulls int) {
	for _, ok := range valid {
		if !ok {
			nulls++
		}
	}
	if nulls == 0 {
		return nil, 0
	}
	bitmap = memory.NewResizableBuffer(mem)
	bitmap.Resize(int(bitutil.BytesForBits(int64(len(valid)))))
	bits := bitmap.Bytes()
	clear(bits)
	for i, ok := range valid {
		if ok {
			bitutil.SetBit(bits, i)
		}
	}
	return bitmap, nulls
}
