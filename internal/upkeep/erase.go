package upkeep

import (
	"dubbelkrona"
	"dubbelkrona/internal/lake"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// Pseudonym identifies a person in the data.
type Pseudonym = [dubbelkrona.PseudonymBytes]byte

// tokenPart is a part of every token of a sole trader in a text.
const tokenPart = "p-"

// Erase is a lake.Editor that erases persons: it drops their rows of tables about
// persons, and replaces their tokens in texts.
type Erase struct {
	// Person reports whether the rows of a pseudonym are dropped.
	Person func(pseudonym []byte) bool
	// Text returns a text with the persons' tokens replaced; nil changes none.
	Text func(text string) string
}

// Edit implements lake.Editor.
func (e Erase) Edit(f *dubbelkrona.File, rec arrow.Record) (lake.Edited, error) {
	edited, err := lake.WithoutPersons(e.Person).Edit(f, rec)
	if e.Text != nil {
		edited.ReplaceTexts(rec, tokenPart, e.Text)
	}
	return edited, err
}

// Rekey is a lake.Editor that replaces every pseudonym and token by that of the
// next key.
type Rekey struct {
	Person func(pseudonym []byte) Pseudonym
	Text   func(text string) string
}

// Edit implements lake.Editor.
func (e Rekey) Edit(f *dubbelkrona.File, rec arrow.Record) (lake.Edited, error) {
	var edited lake.Edited
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
		edited.Replace(i, b.NewArray(), int64(persons.Len()-persons.NullN()))
		b.Release()
	}
	if e.Text != nil {
		edited.ReplaceTexts(rec, tokenPart, e.Text)
	}
	return edited, nil
}
