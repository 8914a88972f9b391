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
		return built(b, values, valid, func(v int64) { b.UnsafeAppend(decimal128.FromI64(v)) })
	}
}

// built appends the valid values and NULLs to a builder, with reserved memory,
// and returns its array.
func built[T any](b array.Builder, values []T, valid []bool, add func(T)) arrow.Array {
	defer b.Release()
	b.Reserve(len(values))
	for i, v := range values {
		if valid[i] {
			add(v)
		} else {
			b.AppendNull()
		}
	}
	return b.NewArray()
}

func buildDates(mem memory.Allocator, values []date, valid []bool) arrow.Array {
	b := array.NewDate32Builder(mem)
	return built(b, values, valid, func(d date) { b.UnsafeAppend(arrow.Date32(d.days)) })
}

func buildBooleans(mem memory.Allocator, values, valid []bool) arrow.Array {
	b := array.NewBooleanBuilder(mem)
	defer b.Release()
	b.AppendValues(values, valid)
	return b.NewArray()
}

func buildPseudonyms(mem memory.Allocator, values []personCell, valid []bool) arrow.Array {
	b := array.NewFixedSizeBinaryBuilder(mem, dubbelkrona.Pseudonym.Arrow().(*arrow.FixedSizeBinaryType))
	return built(b, values, valid, func(p personCell) { b.Append(p.pseudonym[:]) })
}

func buildTexts(mem memory.Allocator, values []string, valid []bool) arrow.Array {
	return buildStrings(mem, values, valid, func(v string) string { return v })
}

func buildOrgs(mem memory.Allocator, values []orgCell, valid []bool) arrow.Array {
	return buildStrings(mem, values, valid, func(cell orgCell) string { return cell.text })
}

// buildStrings builds an array of the texts of values in memory of their exact
// size. Texts of cells that are not valid are not copied.
func buildStrings[T any](mem memory.Allocator, values []T, valid []bool, text func(T) string) arrow.Array {
	total := 0
	for i, v := range values {
		if valid[i] {
			total += len(text(v))
		}
	}
	b := array.NewStringBuilder(mem)
	b.ReserveData(total)
	return built(b, values, valid, func(v T) { b.Append(text(v)) })
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
