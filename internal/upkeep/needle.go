package upkeep

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
)

// Needles are what Search looks for: persons' pseudonyms, tokens and numbers, in
// every form that a file could have.
type Needles struct {
	forms   [][]byte
	numbers [][]byte // found only if no digit or letter stands beside
	blobs   []Pseudonym
	texts   []string
}

// NewNeedles returns the needles of persons.
func NewNeedles(persons []Pseudonym, tokens, numbers []string) Needles {
	var n Needles
	for _, p := range persons {
		n.blobs = append(n.blobs, p)
		digits := hex.EncodeToString(p[:])
		n.texts = append(n.texts, digits)
		n.forms = append(n.forms, p[:], []byte(digits), []byte(strings.ToUpper(digits)),
			[]byte(base64.RawStdEncoding.EncodeToString(p[:])), []byte(base64.RawURLEncoding.EncodeToString(p[:])), escaped(p))
	}
	for _, t := range tokens {
		n.texts = append(n.texts, t)
		n.forms = append(n.forms, []byte(t))
	}
	for _, number := range numbers {
		n.numbers = append(n.numbers, []byte(number))
	}
	return n
}

// escaped returns a pseudonym as DuckDB formats a BLOB.
func escaped(p Pseudonym) []byte {
	var b bytes.Buffer
	for _, c := range p {
		if c < ' ' || c > '~' || strings.IndexByte(`\'"`, c) >= 0 {
			fmt.Fprintf(&b, `\x%02X`, c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.Bytes()
}

// longest returns the length in bytes of the longest form, and a byte on either
// side.
func (n Needles) longest() int {
	length := 0
	for _, form := range append(append([][]byte{}, n.forms...), n.numbers...) {
		length = max(length, len(form)+2)
	}
	return length
}

// in reports whether content has any of the forms.
func (n Needles) in(content []byte) bool {
	for _, form := range n.forms {
		if bytes.Contains(content, form) {
			return true
		}
	}
	for _, number := range n.numbers {
		if alone(content, number) {
			return true
		}
	}
	return false
}

// alone reports whether content has a number with no digit or letter beside it.
// Within a longer sequence, such as a hash, it is a coincidence.
func alone(content, number []byte) bool {
	for from := 0; ; {
		i := bytes.Index(content[from:], number)
		if i < 0 {
			return false
		}
		start := from + i
		end := start + len(number)
		if (start == 0 || !word(content[start-1])) && (end == len(content) || !word(content[end])) {
			return true
		}
		from = start + 1
	}
}

func word(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}
