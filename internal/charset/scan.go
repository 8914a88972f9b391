package charset

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"unicode/utf8"

	"dubbelkrona"
)

// Mark returns the charset of a byte order mark at the start of text, and the
// mark's length; Detect and 0 if there is none.
func Mark(head []byte) (Charset, int) {
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		return UTF8, 3
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return UTF16LE, 2
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return UTF16BE, 2
	}
	return Detect, 0
}

// undefined1252 reports whether a byte is unassigned in Windows-1252.
func undefined1252(b byte) bool { return strings.IndexByte("\x81\x8d\x8f\x90\x9d", b) >= 0 }

// Scanner detects the charset of the text written to it. It needs the whole
// text, since the last byte may show that it is not UTF-8.
type Scanner struct {
	asked Charset // Detect, or the charset of a format, setting or byte order mark
	n     int64   // bytes seen

	carry  [4]byte // an incomplete character or unit from the chunk before
	ncarry int

	multi   int64 // valid multi-byte UTF-8 characters; exact up to plenty
	meant   int64 // those that hardly occur by chance in a single-byte charset
	invalid int64 // bytes that are not UTF-8
	// Offsets of the first occurrence, -1 if there is none.
	atInvalid, atUndefined, atNUL, atSurrogate int64

	high bool // the unit before was a high surrogate
}

// NewScanner makes a scanner for a text with a requested charset, or Detect.
func NewScanner(asked Charset) *Scanner {
	return &Scanner{asked: asked, atInvalid: -1, atUndefined: -1, atNUL: -1, atSurrogate: -1}
}

// Write implements io.Writer; it never fails.
func (s *Scanner) Write(p []byte) (int, error) {
	total := len(p)
	switch s.asked {
	case UTF16LE, UTF16BE:
		s.scan16(p)
	default:
		if s.atNUL < 0 {
			if i := bytes.IndexByte(p, 0); i >= 0 {
				s.atNUL = s.n + int64(i)
			}
		}
		s.scan8(p)
	}
	s.n += int64(total)
	return total, nil
}

// scan8 validates UTF-8 and records bytes that are not valid in Windows-1252.
func (s *Scanner) scan8(p []byte) {
	base := s.n - int64(s.ncarry)
	if s.ncarry > 0 {
		// Complete the character that the last chunk cut off.
		joined := append(make([]byte, 0, 8), s.carry[:s.ncarry]...)
		joined = append(joined, p[:min(len(p), 4)]...)
		if !utf8.FullRune(joined) {
			s.ncarry = copy(s.carry[:], joined)
			return
		}
		i := 0
		for i < s.ncarry {
			i += s.character(joined[i:], base+int64(i))
		}
		p, base = p[i-s.ncarry:], base+int64(i)
		s.ncarry = 0
	}
	if s.multi >= plenty && s.asked != Windows1252 && s.asked != CP437 && s.scanValid(p) {
		return
	}
	for i := 0; ; {
		i += asciiPrefix(p[i:])
		if i >= len(p) {
			return
		}
		if !utf8.FullRune(p[i:]) {
			s.ncarry = copy(s.carry[:], p[i:])
			return
		}
		i += s.character(p[i:], base+int64(i))
	}
}

// plenty is the number of multi-byte characters that prove a text to be
// intended as UTF-8: text in Windows-1252 has hardly any by chance. From then
// on only validity matters, which unicode/utf8 checks three times as fast as
// counting.
const plenty = 1000

// few is the number of characters that prove a part of the text to be UTF-8,
// whatever else there is: in Windows-1252 å, ä and ö are pairs that begin with
// Ã, and a dash or a quote is three characters that begin with â. One or two in
// a long text may be a name that was corrupted before it was stored.
const few = 3

// scanValid consumes p if it is UTF-8, except for a character cut off at its
// end.
func (s *Scanner) scanValid(p []byte) bool {
	cut := len(p)
	for back := 1; back < utf8.UTFMax && back <= len(p); back++ {
		if utf8.RuneStart(p[len(p)-back]) {
			if !utf8.FullRune(p[len(p)-back:]) {
				cut = len(p) - back
			}
			break
		}
	}
	if !utf8.Valid(p[:cut]) {
		return false
	}
	s.ncarry = copy(s.carry[:], p[cut:])
	return true
}

// character examines the character at offset at and returns its length.
func (s *Scanner) character(p []byte, at int64) int {
	r, n := utf8.DecodeRune(p)
	switch {
	case r == utf8.RuneError && n == 1:
		s.invalid++
		note(&s.atInvalid, at)
	case n > 1:
		s.multi++
		if p[0] == 0xc2 || p[0] == 0xc3 || p[0] == 0xe2 {
			s.meant++
		}
	}
	if i := slices.IndexFunc(p[:n], undefined1252); i >= 0 {
		note(&s.atUndefined, at+int64(i))
	}
	return n
}

// note sets the offset of a first occurrence.
func note(first *int64, at int64) {
	if *first < 0 {
		*first = at
	}
}

// asciiPrefix returns the number of ASCII bytes at the start of p, in steps of
// 32.
func asciiPrefix(p []byte) int {
	const high = 0x8080808080808080
	i := 0
	for ; i+32 <= len(p); i += 32 {
		q := p[i : i+32 : i+32]
		w := binary.LittleEndian.Uint64(q) | binary.LittleEndian.Uint64(q[8:]) |
			binary.LittleEndian.Uint64(q[16:]) | binary.LittleEndian.Uint64(q[24:])
		if w&high != 0 {
			break
		}
	}
	for i < len(p) && p[i] < utf8.RuneSelf {
		i++
	}
	return i
}

// scan16 searches for unpaired surrogates.
func (s *Scanner) scan16(p []byte) {
	for i, b := range p {
		s.carry[s.ncarry] = b
		if s.ncarry++; s.ncarry < 2 {
			continue
		}
		s.ncarry = 0
		unit := binary.LittleEndian.Uint16(s.carry[:2])
		if s.asked == UTF16BE {
			unit = binary.BigEndian.Uint16(s.carry[:2])
		}
		isHigh, isLow := unit&0xfc00 == 0xd800, unit&0xfc00 == 0xdc00
		if s.high != isLow {
			note(&s.atSurrogate, s.n+int64(i)-1)
		}
		if unit == 0 {
			note(&s.atNUL, s.n+int64(i)-1)
		}
		s.high = isHigh
	}
}

// Decide returns the charset of the whole text. Errors give the byte's offset.
func (s *Scanner) Decide() (Charset, error) {
	if s.asked == UTF16LE || s.asked == UTF16BE {
		return s.decide16()
	}
	if s.ncarry > 0 { // the text ends within a character
		s.invalid++
		note(&s.atInvalid, s.n-int64(s.ncarry))
		if i := slices.IndexFunc(s.carry[:s.ncarry], undefined1252); i >= 0 {
			note(&s.atUndefined, s.n-int64(s.ncarry-i))
		}
	}
	if s.atNUL >= 0 {
		return Detect, dubbelkrona.Invalidf("byte %d is NUL: it is binary, or UTF-16 without a byte order mark (then set charset: utf-16le)", s.atNUL)
	}
	switch {
	case (s.asked == CP437 || s.asked == Windows1252) && s.meant >= few && 10*s.meant >= s.invalid:
		return Detect, dubbelkrona.Invalidf("%d characters or more are UTF-8, though the setting charset says %s; set charset: utf-8, or take it out",
			s.meant, s.asked)
	case s.asked == CP437:
		return CP437, nil
	case s.asked == Windows1252 && s.atUndefined >= 0:
		return Detect, dubbelkrona.Invalidf("byte %d has no character in Windows-1252", s.atUndefined)
	case s.asked == Windows1252:
		return Windows1252, nil
	case s.invalid == 0:
		return UTF8, nil
	case s.asked == UTF8:
		return Detect, dubbelkrona.Invalidf("byte %d is not UTF-8, though the byte order mark or the setting charset says so", s.atInvalid)
	case s.atUndefined >= 0 && s.multi < plenty:
		return Detect, dubbelkrona.Invalidf("byte %d is not UTF-8 and byte %d has no character in Windows-1252; set charset if you know it",
			s.atInvalid, s.atUndefined)
	case s.multi > s.invalid || s.multi >= plenty || s.meant >= few || s.meant > 0 && s.invalid <= 20*s.meant:
		return Detect, dubbelkrona.Invalidf("%d characters or more are UTF-8 but byte %d is not: it is cut off or two encodings were put together; deliver it in one, or set charset if it really is one of them",
			s.multi, s.atInvalid)
	}
	return Windows1252, nil
}

func (s *Scanner) decide16() (Charset, error) {
	switch {
	case s.ncarry > 0:
		return Detect, dubbelkrona.Invalidf("its length of %d bytes is not a multiple of a UTF-16 unit; it is cut off", s.n)
	case s.atSurrogate >= 0 || s.high:
		return Detect, dubbelkrona.Invalidf("it has half a surrogate pair (byte %d), so it is not UTF-16", max(s.atSurrogate, 0))
	case s.atNUL >= 0:
		return Detect, dubbelkrona.Invalidf("byte %d is NUL: it is binary", s.atNUL)
	}
	return s.asked, nil
}
