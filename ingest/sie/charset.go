package sie

import (
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"dubbelkrona"
	"dubbelkrona/internal/charset"
)

// The bytes of å, ä, ö, Å, Ä and Ö.
const (
	swedishCP437 = "\x86\x84\x94\x8f\x8e\x99"
	swedish1252  = "\xe5\xe4\xf6\xc5\xc4\xd6"
	// utf8Lead begins each of them in UTF-8, and swedishUTF8 ends them.
	utf8Lead = 0xc3
	// few letters in UTF-8 may be a name that was corrupted before it was
	// stored.
	few         = 3
	swedishUTF8 = "\xa5\xa4\xb6\x85\x84\x96"
	// no1252 are the bytes that are unassigned in Windows-1252.
	no1252 = "\x81\x8d\x8f\x90\x9d"
)

// census collects the statistics by which the charset is chosen.
type census struct {
	n      int64 // bytes seen
	seen   [256]bool
	carry  []byte // the beginning of a character at the end of the chunk before
	broken int64  // offset of the first byte that is not UTF-8, -1 while there is none
	last   byte   // before the chunk that comes next
	meant  int64  // Swedish letters in UTF-8, which in CP437 begin with the frame ├
}

// Write implements io.Writer; it never fails.
func (c *census) Write(chunk []byte) (int, error) {
	for _, b := range chunk {
		c.seen[b] = true
		if c.last == utf8Lead && strings.IndexByte(swedishUTF8, b) >= 0 {
			c.meant++
		}
		c.last = b
	}
	if c.broken < 0 {
		c.validate(append(c.carry, chunk...), c.n-int64(len(c.carry)))
	}
	c.n += int64(len(chunk))
	return len(chunk), nil
}

// validate searches for bytes that are not UTF-8 in p, which begins at an
// offset.
func (c *census) validate(p []byte, at int64) {
	c.carry = nil
	for i := 0; i < len(p); {
		if p[i] < utf8.RuneSelf {
			i++
			continue
		}
		if !utf8.FullRune(p[i:]) {
			c.carry = p[i:]
			return
		}
		r, size := utf8.DecodeRune(p[i:])
		if r == utf8.RuneError && size == 1 {
			c.broken = at + int64(i)
			return
		}
		i += size
	}
}

// end counts a character that was cut off by the end of the text as invalid.
func (c *census) end() {
	if c.broken < 0 && len(c.carry) > 0 {
		c.broken = c.n - int64(len(c.carry))
	}
}

func (c *census) any(bytes string) bool {
	for i := range len(bytes) {
		if c.seen[bytes[i]] {
			return true
		}
	}
	return false
}

func (c *census) ascii() bool {
	for b := utf8.RuneSelf; b < len(c.seen); b++ {
		if c.seen[b] {
			return false
		}
	}
	return true
}

// detect reads a text to its end and returns its charset.
func detect(r io.Reader, asked charset.Charset) (charset.Charset, error) {
	c := census{broken: -1}
	if _, err := io.Copy(&c, r); err != nil {
		return asked, err
	}
	c.end()
	switch {
	case c.seen[0]:
		return asked, dubbelkrona.Invalidf("it has NUL characters: it is binary or UTF-16, not a SIE file")
	case asked == charset.UTF8 && c.broken >= 0:
		return asked, dubbelkrona.Invalidf("byte %d is not UTF-8, though the setting charset says so", c.broken)
	case asked == charset.Windows1252 && c.any(no1252):
		return asked, dubbelkrona.Invalidf("it has bytes without a character in Windows-1252, though the setting charset says so")
	case asked != charset.Detect && asked != charset.UTF8 && c.meant >= few:
		return asked, dubbelkrona.Invalidf("it has %d letters å, ä and ö in UTF-8, though the setting charset says %s; set charset: utf-8, or deliver it in one encoding", c.meant, asked)
	case asked != charset.Detect:
		return asked, nil
	case c.broken >= 0 && c.meant > 0:
		return asked, dubbelkrona.Invalidf("%d of its letters å, ä and ö are UTF-8 but byte %d is not: it is cut off or two encodings were put together; deliver it in one", c.meant, c.broken)
	case c.broken < 0 && !c.ascii():
		return charset.UTF8, nil
	case c.any(swedish1252) && !c.any(swedishCP437):
		return asked, dubbelkrona.Invalidf("it has the letters å, ä and ö of Windows-1252 and none of CP437, which SIE prescribes; set charset: windows-1252 (or cp437 if that is right)")
	}
	return charset.CP437, nil
}

// text decodes a cell as UTF-8.
func text(raw []byte, c charset.Charset) string {
	single := charmap.CodePage437
	switch c {
	case charset.UTF8:
		return string(raw)
	case charset.Windows1252:
		single = charmap.Windows1252
	}
	for i, b := range raw {
		if b < utf8.RuneSelf {
			continue
		}
		out := append(make([]byte, 0, len(raw)+8), raw[:i]...)
		for _, b := range raw[i:] {
			out = utf8.AppendRune(out, single.DecodeByte(b))
		}
		return string(out)
	}
	return string(raw)
}
