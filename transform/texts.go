package transform

import (
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// texts are the values of a text column of a batch, concatenated, so that
// usually one copy moves them into Arrow's buffers.
type texts struct {
	data  []byte
	ends  []int32 // end of row j in data; the row begins where the previous one ends
	valid []bool
	late  map[int]string // rows whose text is not in data
	// changed means that data contains texts that must not be stored.
	changed bool
}

// reset resizes to n texts, all NULL.
func (t *texts) reset(n int) {
	t.data, t.ends, t.valid = t.data[:0], resized(t.ends, n), resized(t.valid, n)
	t.late, t.changed = nil, false
}

// add stores the text of row j. Rows are added in order; call end after each.
func (t *texts) add(j int, text string) {
	t.data = append(t.data, text...)
	t.valid[j] = true
}

func (t *texts) end(j int) { t.ends[j] = int32(len(t.data)) }

// at returns the text of row j; empty if it is NULL.
func (t *texts) at(j int) string {
	if !t.valid[j] {
		return ""
	}
	if text, ok := t.late[j]; ok {
		return text
	}
	return string(t.added(j))
}

// added returns what add stored for row j.
func (t *texts) added(j int) []byte {
	if j == 0 {
		return t.data[:t.ends[0]]
	}
	return t.data[t.ends[j-1]:t.ends[j]]
}

// replace changes the text of row j after all rows have been added.
func (t *texts) replace(j int, text string) {
	if t.late == nil {
		t.late = make(map[int]string)
	}
	t.late[j], t.valid[j], t.changed = text, true, true
}

// blank makes row j NULL.
func (t *texts) blank(j int) { t.valid[j], t.changed = false, true }

// array makes an array of the rows to keep; nil keeps all.
func (t *texts) array(mem memory.Allocator, keep []int32) arrow.Array {
	if keep != nil || t.changed {
		return t.rebuild(mem, keep)
	}
	n := len(t.valid)
	offsets, data := memory.NewResizableBuffer(mem), memory.NewResizableBuffer(mem)
	defer offsets.Release()
	defer data.Release()
	offsets.Resize(arrow.Int32Traits.BytesRequired(n + 1))
	at := arrow.Int32Traits.CastFromBytes(offsets.Bytes())
	at[0] = 0
	copy(at[1:], t.ends)
	data.Resize(len(t.data))
	copy(data.Bytes(), t.data)
	return textArray(mem, t.valid, offsets, data)
}

// rebuild copies only the texts that are kept.
func (t *texts) rebuild(mem memory.Allocator, keep []int32) arrow.Array {
	b := array.NewStringBuilder(mem)
	defer b.Release()
	n := len(t.valid)
	if keep != nil {
		n = len(keep)
	}
	b.Reserve(n)
	for j := range n {
		if keep != nil {
			j = int(keep[j])
		}
		if !t.valid[j] {
			b.AppendNull()
		} else if text, ok := t.late[j]; ok {
			b.Append(text)
		} else {
			b.BinaryBuilder.Append(t.added(j))
		}
	}
	return b.NewArray()
}

// textArray makes a String array from its offsets and bytes.
func textArray(mem memory.Allocator, valid []bool, offsets, data *memory.Buffer) arrow.Array {
	bitmap, nulls := validity(mem, valid)
	if bitmap != nil {
		defer bitmap.Release()
	}
	all := array.NewData(arrow.BinaryTypes.String, len(valid), []*memory.Buffer{bitmap, offsets, data}, nil, nulls, 0)
	defer all.Release()
	return array.NewStringData(all)
}
