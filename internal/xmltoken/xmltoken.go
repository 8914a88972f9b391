// Package xmltoken reads the tokens of XML documents within limits. Its errors
// name the line and contain no text of the document.
package xmltoken

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"dubbelkrona"
)

// Reader reads the tokens of a document.
type Reader struct {
	d  *xml.Decoder
	in *bound
}

// NewReader reads tokens of at most max bytes from r, which is UTF-8. If the
// document declares another encoding, declared returns the reader to continue
// with, which is input if the declaration is to be ignored.
func NewReader(r io.Reader, max int64, declared func(label string, input io.Reader) (io.Reader, error)) *Reader {
	in := &bound{r: r, max: max}
	d := xml.NewDecoder(in)
	d.CharsetReader = declared
	return &Reader{d, in}
}

// Line returns the line of the last token's end, from 1.
func (r *Reader) Line() int {
	line, _ := r.d.InputPos()
	return line
}

// Token returns the next token, valid until the next call, and io.EOF after the
// last one. A document type declaration is an error, so there are no entities of
// the document's own. Errors of r are returned unchanged; all others are Invalid.
func (r *Reader) Token() (xml.Token, error) {
	r.in.n = 0
	token, err := r.d.Token()
	if err == io.EOF {
		return nil, io.EOF
	}
	if err != nil {
		return nil, r.fault(err)
	}
	if _, ok := token.(xml.Directive); ok {
		return nil, dubbelkrona.Invalidf("line %d: it has a document type declaration or entities of its own, which are not supported", r.Line())
	}
	return token, nil
}

func (r *Reader) fault(err error) error {
	var classified *dubbelkrona.Error
	var syntax *xml.SyntaxError
	switch {
	case r.in.err != nil:
		return r.in.err
	case errors.As(err, &classified):
		return fmt.Errorf("line %d: %w", r.Line(), classified)
	case !errors.As(err, &syntax):
		return dubbelkrona.Invalidf("line %d: its XML is not supported: it is not XML 1.0", r.Line())
	case strings.Contains(syntax.Msg, "EOF"):
		return dubbelkrona.Invalidf("line %d: it is incomplete; it is cut off or still being written", syntax.Line)
	}
	// What follows these characters in a message is text of the document.
	what := syntax.Msg
	if i := strings.IndexAny(what, "<&\"'`:"); i >= 0 {
		what = strings.TrimSpace(what[:i])
	}
	return dubbelkrona.Invalidf("line %d: its XML is malformed: %s", syntax.Line, what)
}

// bound limits the bytes that are read for a token, since a decoder keeps it in
// memory as a whole.
type bound struct {
	r      io.Reader
	n, max int64 // bytes read for the token, and how many there may be
	err    error // of r, nil while there is none
}

// Read implements io.Reader.
func (b *bound) Read(p []byte) (int, error) {
	if b.n > b.max {
		return 0, dubbelkrona.Invalidf("a text or tag is longer than %d bytes", b.max)
	}
	n, err := b.r.Read(p)
	b.n += int64(n)
	if err != nil && err != io.EOF {
		b.err = err
	}
	return n, err
}
