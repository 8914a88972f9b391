package keep

import (
	"bytes"

	"dubbelkrona"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// Pseudonym is a person in the data.
type Pseudonym = [dubbelkrona.PseudonymBytes]byte

// Erase takes persons out: their rows of tables with persons go, and in texts
// their tokens become others.
type Erase struct {
	// Person says whether a pseudonym's rows go.
	Person func(pseudonym []byte) bool
	// Text gives a text without the person's tokens; nil changes none.
	Text func(text string) string
}

// Edit implements Editor.
func (e Erase) Edit(f *File, rec arrow.Record) (Edited, error) {
	var edited Edited
	for _, c := range rec.Columns() {
		persons, ok := c.(*array.FixedSizeBinary)
		if !ok {
			continue
		}
		for row := range persons.Len() {
			if persons.IsValid(row) && e.Person(persons.Value(row)) {
				edited.drop(row, persons.Len())
			}
		}
	}
	edited.texts(rec, e.Text)
	return edited, nil
}

// Rekey takes every pseudonym and token to another.
type Rekey struct {
	Person func(pseudonym []byte) Pseudonym
	Text   func(text string) string
}

// Edit implements Editor.
func (e Rekey) Edit(f *File, rec arrow.Record) (Edited, error) {
	var edited Edited
	for i, c := range rec.Columns() {
		persons, ok := c.(*array.FixedSizeBinary)
		if !ok || persons.NullN() == persons.Len() {
			continue
		}
		b := array.NewFixedSizeBinaryBuilder(memory.DefaultAllocator, persons.DataType().(*arrow.FixedSizeBinaryType))
		b.Reserve(persons.Len())
		for row := range persons.Len() {
			if persons.IsNull(row) {
				b.AppendNull()
				continue
			}
			next := e.Person(persons.Value(row))
			b.Append(next[:])
		}
		edited.replace(i, b.NewArray(), int64(persons.Len()-persons.NullN()))
		b.Release()
	}
	edited.texts(rec, e.Text)
	return edited, nil
}

func (e *Edited) drop(row, rows int) {
	if e.Drop == nil {
		e.Drop = make([]bool, rows)
	}
	e.Drop[row] = true
}

func (e *Edited) replace(column int, values arrow.Array, rows int64) {
	if e.Columns == nil {
		e.Columns = make(map[int]arrow.Array)
	}
	e.Columns[column] = values
	e.Rows = max(e.Rows, rows)
}

// texts replaces the text columns in which anything changes. Most hold no
// token, which the bytes of a whole column tell at once.
func (e *Edited) texts(rec arrow.Record, edit func(string) string) {
	if edit == nil {
		return
	}
	for i, c := range rec.Columns() {
		if col, ok := c.(*array.String); ok && col.Len() > 0 && bytes.Contains(textBytes(col), []byte("p-")) {
			e.text(i, col, edit)
		}
	}
}

func (e *Edited) text(i int, col *array.String, edit func(string) string) {
	b := array.NewStringBuilder(memory.DefaultAllocator)
	defer b.Release()
	b.Reserve(col.Len())
	var changed int64
	for row := range col.Len() {
		if col.IsNull(row) {
			b.AppendNull()
			continue
		}
		text := edit(col.Value(row))
		if text != col.Value(row) {
			changed++
		}
		b.Append(text)
	}
	if changed > 0 {
		e.replace(i, b.NewArray(), changed)
	}
}

// textBytes are the texts of a column end to end.
func textBytes(col *array.String) []byte {
	buffer := col.Data().Buffers()[2]
	if buffer == nil {
		return nil
	}
	return buffer.Bytes()[col.ValueOffset(0):col.ValueOffset(col.Len())]
}
