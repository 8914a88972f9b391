// Package jsontext reads JSON strictly and within bounds, for formats whose
// documents are larger than memory and whose numbers are money.
//
// A Reader walks through a stream and holds one value of it at a time. A Scanner
// walks through such a value without building anything; Parse makes a tree of
// it. encoding/json bounds neither the length of a value nor the nesting, lets
// the last of two equal keys win, puts U+FFFD in the place of half a surrogate
// pair, and a tree of its maps forgets the order of keys. FuzzParse compares
// Parse with it in everything else.
//
// Errors are of kind Invalid and never show what the text says.
package jsontext

import (
	"io"

	"dubbelkrona"
)

// Limits bound what one document may ask for.
type Limits struct {
	Value int // the longest value in bytes
	Depth int // how deep values may nest
	Keys  int // the largest number of keys of one object
}

// ErrTwice is the Invalid error of a key that one object has twice.
func ErrTwice() error {
	return dubbelkrona.Invalidf("a key is written twice in one object, which leaves open which value counts")
}

func errKey() error { return dubbelkrona.Invalidf("a key in quotes was expected") }

// errDepth is the error of a value that nests deeper than max.
func errDepth(max int) error {
	return dubbelkrona.Invalidf("it nests more than %d deep", max)
}

// unexpectedEnd returns err, or an error that says what it means if it is the
// end of the document.
func unexpectedEnd(err error) error {
	if err == io.EOF {
		return dubbelkrona.Invalidf("it ends in the middle of a value; it is cut off or still being written")
	}
	return err
}
