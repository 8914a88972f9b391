package pxweb

import (
	"bufio"
	"io"
	"strings"

	"dubbelkrona"
)

// pxToken is a token of a PX file.
type pxToken struct {
	kind pxKind
	text string
}

type pxKind uint8

const (
	pxWord      pxKind = iota // unquoted letters, digits and signs
	pxText                    // quoted; before DATA, adjacent texts are joined
	pxSemicolon               // and the following: a character of pxMarks
	pxComma
	pxEquals
	pxOpen
	pxClose
)

const pxMarks = ";,=()"

// pxScanner splits a PX file into tokens.
type pxScanner struct {
	r     *bufio.Reader
	most  int  // max bytes of a token
	apart bool // adjacent texts are separate, as in DATA
	open  bool // the last word ended with the file
}

func newPXScanner(r io.Reader, most int) *pxScanner {
	return &pxScanner{r: bufio.NewReaderSize(r, 64<<10), most: most}
}

// next returns the next token; io.EOF after the last.
func (s *pxScanner) next() (pxToken, error) {
	c, err := s.space()
	if err != nil {
		return pxToken{}, err
	}
	if c == '"' {
		return s.texts()
	}
	if at := strings.IndexByte(pxMarks, c); at >= 0 {
		return pxToken{pxSemicolon + pxKind(at), pxMarks[at : at+1]}, nil
	}
	return s.word(c)
}

// space skips white space and returns the first byte after it.
func (s *pxScanner) space() (byte, error) {
	for {
		c, err := s.r.ReadByte()
		if err != nil {
			return 0, err
		}
		if c > ' ' {
			return c, nil
		}
	}
}

// texts reads a text and adjacent ones that continue it.
func (s *pxScanner) texts() (pxToken, error) {
	var b strings.Builder
	for {
		if err := s.text(&b); err != nil {
			return pxToken{}, err
		}
		c, err := s.space()
		if err == io.EOF {
			return pxToken{pxText, b.String()}, nil
		}
		if err != nil {
			return pxToken{}, err
		}
		if c != '"' || s.apart {
			return pxToken{pxText, b.String()}, s.r.UnreadByte()
		}
	}
}

// text reads up to the closing quote. A quote inside is doubled.
func (s *pxScanner) text(b *strings.Builder) error {
	for {
		c, err := s.r.ReadByte()
		if err != nil {
			return pxEnd(err)
		}
		if c == '"' {
			return nil
		}
		if b.Len() >= s.most {
			return dubbelkrona.Invalidf("a text is longer than the limit of %d bytes", s.most)
		}
		b.WriteByte(c)
	}
}

// word reads an unquoted token, such as a number or a keyword with its
// language: TITLE[sv].
func (s *pxScanner) word(first byte) (pxToken, error) {
	var b strings.Builder
	b.WriteByte(first)
	for {
		c, err := s.r.ReadByte()
		if err == io.EOF {
			s.open = true
			return pxToken{pxWord, b.String()}, nil
		}
		if err != nil {
			return pxToken{}, err
		}
		if c <= ' ' || strings.IndexByte(pxMarks+`"`, c) >= 0 {
			return pxToken{pxWord, b.String()}, s.r.UnreadByte()
		}
		if b.Len() >= s.most {
			return pxToken{}, dubbelkrona.Invalidf("a word is longer than the limit of %d bytes", s.most)
		}
		b.WriteByte(c)
	}
}
