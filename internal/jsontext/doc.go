// Package jsontext reads JSON strictly and within limits, for documents that
// may be larger than memory and numbers that may be money.
//
// A Reader reads a stream and keeps one value of it at a time. A Scanner reads
// such a value without allocating; Parse builds a tree. encoding/json limits
// neither the length of a value nor its nesting, lets the last of two equal
// keys win, replaces unpaired surrogates by U+FFFD, and its maps lose the order
// of keys. FuzzParse compares Parse with it in everything else.
//
// Errors are of kind Invalid and never contain text of the document.
package jsontext

import (
	"io"

	"dubbelkrona"
)

// Limits are the limits on a document.
type Limits struct {
	Value int // max length of a value in bytes
	Depth int // max nesting
	Keys  int // max number of keys of one object
}

// ErrTwice returns the Invalid error for a duplicate key.
func ErrTwice() error {
	return dubbelkrona.Invalidf("a key is written twice in one object, which leaves open which value counts")
}

func errKey() error { return dubbelkrona.Invalidf("a key in quotes was expected") }

// errDepth is the error for a value nested deeper than max.
func errDepth(max int) error {
	return dubbelkrona.Invalidf("it nests more than %d deep", max)
}

// unexpectedEnd returns err, or if it is io.EOF an error that the document is
// cut off.
func unexpectedEnd(err error) error {
	if err == io.EOF {
		return dubbelkrona.Invalidf("it ends in the middle of a value; it is cut off or still being written")
	}
	return err
}
