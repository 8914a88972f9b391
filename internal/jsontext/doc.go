// Package jsontext reads JSON strictly and within bounds, for formats whose
// documents are larger than memory and whose numbers are money.
//
// A Reader walks through a stream and holds one value of it at a time; Parse
// makes a tree of such a value. encoding/json does neither: it bounds neither
// the length of a value nor the nesting, lets the last of two equal keys win,
// puts U+FFFD in the place of half a surrogate pair, and a tree of its maps
// forgets the order of keys. FuzzParse holds Parse to it on everything else.
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

func invalid(format string, args ...any) error {
	return dubbelkrona.Errorf(dubbelkrona.Invalid, format, args...)
}

// unexpectedEnd is err, where io.EOF is the end of a document that is not
// whole.
func unexpectedEnd(err error) error {
	if err == io.EOF {
		return invalid("it ends in the middle of a value; it is cut off or still being written")
	}
	return err
}
