package upkeep

import (
	"dubbelkrona"
	"dubbelkrona/internal/lake"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// Pseudonym is a person in the data.
type Pseudonym = [dubbelkrona.PseudonymBytes]byte

// tokenPart is in every token that stands for a sole trader in a text.
const tokenPart = "p-"

// Erase takes persons out: their rows of tables with persons go, and in texts
// their tokens become others.
type Erase struct {
	// Person reports whether a pseudonym's rows go.
	Person func(pseudonym []byte) bool
	// Text returns a text without the person's tokens; nil changes none.
	Text func(text string) string
}

// Edit implements lake.Editor.
func (e Erase) Edit(f *lake.SegmentFile, rec arrow.Record) (lake.Edited, error) {
	edited, err := lake.WithoutPersons(e.Person).Edit(f, rec)
	if e.Text != nil {
		edited.ReplaceTexts(rec, tokenPart, e.Text)
	}
	return edited, err
}

// Rekey takes every pseudonym and token to another.
type Rekey struct {
	Person func(pseudonym []byte) Pseudonym
	Text   func(text string) string
}

// Edit implements lake.Editor.
func (e Rekey) Edit(f *lake.SegmentFile, rec arrow.Record) (lake.Edited, error) {
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
